"""Several wearers on one adapter: one's trouble is nobody else's, and another exercise is another session."""

import asyncio

from imu_hinge.station.seat import Begun
from tests.bluetooth.fake_bleak import HANG
from tests.station.seats import Gym


async def soon(gym: Gym) -> None:
    await asyncio.sleep(10.0)
    gym.end()


def test_each_wearer_has_a_session_of_its_own_sensors_closed_at_the_end() -> None:
    gym = Gym(3).run(soon)
    for pair, (only,) in zip(gym.pairs, gym.sat, strict=True):
        assert only.serials == {one.serial for one in pair}
        assert only.closed
        assert only.words == [("end", "")]
    assert [seat.dark for seat in gym.seats] == ["", "", ""]


def test_words_reach_one_wearer_and_those_said_early_the_first_session() -> None:
    gym = Gym(2)
    gym.seats[0].say("pain", "3")
    gym.run(soon)
    assert [one.words for (one,) in gym.sat] == [[("pain", "3"), ("end", "")], [("end", "")]]


def test_a_sink_that_fails_leaves_its_place_dark_and_the_others_go_on() -> None:
    gym = Gym(3)
    gym.full_after[1] = 20
    gym.run(soon)
    assert [one.closed for (one,) in gym.sat] == [True, True, True]
    assert len(gym.sat[1][0].items) == 20
    assert min(len(gym.sat[0][0].items), len(gym.sat[2][0].items)) > 100
    assert ["No space left on device" in "".join(told) for told in gym.told] == [False, True, False]
    assert [bool(seat.dark) for seat in gym.seats] == [False, True, False]


def test_a_session_that_cannot_begin_is_told_and_the_others_go_on() -> None:
    gym = Gym(2)

    def fails(number: int, exercise: str) -> Begun:
        if number == 0:
            raise ValueError("a bug")
        return begin(number, exercise)

    begin, gym._begin = gym._begin, fails  # type: ignore[method-assign]
    gym.run(soon)
    assert "this should not happen: ValueError: a bug" in gym.seats[0].dark
    assert gym.sat[1][0].serials == {one.serial for one in gym.pairs[1]}


def test_another_exercise_is_another_session_on_the_same_sensors_and_nobody_else_notices() -> None:
    async def script(gym: Gym) -> None:
        await asyncio.sleep(5.0)
        gym.seats[0].change("split_stance_hinge", "right")
        await soon(gym)

    gym = Gym(2).run(script)
    first, second = gym.sat[0]
    assert (first.exercise, second.exercise) == ("band_rdl", "split_stance_hinge")
    assert first.closed and first.words == [("end", "")]
    assert second.words == [("side", "right"), ("end", "")]
    assert first.serials == second.serials == {one.serial for one in gym.pairs[0]}
    assert len(gym.sat[1]) == 1


def test_the_exercise_changes_when_the_open_set_has_ended() -> None:
    async def script(gym: Gym) -> None:
        await asyncio.sleep(5.0)
        gym.seats[0].say("start_set")
        await asyncio.sleep(1.0)
        gym.seats[0].change("band_hinge")
        gym.seats[0].change("rdl_row")
        await asyncio.sleep(5.0)
        assert len(gym.sat[0]) == 1
        gym.seats[0].say("end_set")
        await soon(gym)

    gym = Gym(1).run(script)
    assert [one.exercise for one in gym.sat[0]] == ["band_rdl", "rdl_row"]
    assert gym.sat[0][0].words == [("start_set", ""), ("end_set", ""), ("end", "")]


def test_who_ends_the_sessions_ends_them_though_another_was_to_follow() -> None:
    async def script(gym: Gym) -> None:
        await asyncio.sleep(5.0)
        gym.seats[0].say("start_set")
        await asyncio.sleep(1.0)
        gym.seats[0].change("band_hinge")
        gym.end()

    gym = Gym(1).run(script)
    assert [one.exercise for one in gym.sat[0]] == ["band_rdl"]


def test_a_sensor_that_hangs_in_discovery_delays_neither_the_end_nor_what_others_keep() -> None:
    gym = Gym(2)
    gym.pairs[0][0].troubles["connect"] = [HANG] * 9

    async def script(gym: Gym) -> None:
        await asyncio.sleep(25.0)
        before_s = asyncio.get_running_loop().time()
        gym.end()
        await asyncio.sleep(0.01)
        assert [one.closed for (one,) in gym.sat] == [True, True]
        assert asyncio.get_running_loop().time() - before_s < 0.1

    gym.run(script)
    assert gym.sat[1][0].serials == {one.serial for one in gym.pairs[1]}
