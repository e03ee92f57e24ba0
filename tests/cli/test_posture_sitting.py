"""A day goes on by itself: after a sleep of the machine in a new part, after midnight as a new day."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from imu_hinge.analysis import verify
from imu_hinge.catalogue import exercise_from_texts, texts
from imu_hinge.cli.posture.choice import Choice
from imu_hinge.cli.posture.lines import clock, end_lines
from imu_hinge.cli.posture.plan import TICK_NS, Opening, PosturePlan
from imu_hinge.cli.posture.sitting import BESIDE, Part, PostureSitting
from imu_hinge.core.posture import PostureSettings
from imu_hinge.core.restoring import KEPT, RESTORE, restored_of
from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.recording import Recorder, default_folder, open_recording
from imu_hinge.sensors.pace import ALL_DAY
from imu_hinge.station import LiveSource, Replay
from imu_hinge.station.day_ends import Wall
from imu_hinge.station.day_world import day_world, unspoken
from imu_hinge.station.radio import radio
from imu_hinge.station.roster import Roster
from imu_hinge.view.posture_words import lasted
from imu_hinge.virtual.day import working_day
from imu_hinge.virtual.loops import PacedLoop
from tests.cli.homes import moved_to
from tests.recording.examples import about
from tests.station.days import EXERCISE, S, morning

HOUR_NS = 3600 * S
NINE_NS = round(datetime(2026, 11, 20, 9).timestamp()) * S
"""In local time."""
HURRY_S = 20
"""Of the source here: so much of it may come before a word gets in."""
NOBODY = "c-00000000"


@asynccontextmanager
async def replay(items: Callable[[], Iterable[Input]]) -> AsyncIterator[LiveSource]:
    yield Replay(items(), 1e9)


def quiet(seconds: int = 20) -> list[Input]:
    """Nothing but time."""
    return [Tick(t_s * S) for t_s in range(seconds)]


class World:
    """Gives the parts of a day, one after the other, and notes when each was asked for."""

    def __init__(self, start_ns: int, *parts: tuple[Callable[[], Iterable[Input]], Wall]) -> None:
        self._start_ns, self._parts = start_ns, iter(parts)
        self.asked: list[int | None] = []

    def __call__(self, after_ns: int | None) -> Opening:
        self.asked.append(after_ns)
        items, wall = next(self._parts)
        start_ns = self._start_ns if after_ns is None else after_ns
        return Opening(start_ns, partial(replay, items), asyncio.new_event_loop, wall)

    @property
    def plan(self) -> PosturePlan:
        judged_by = texts(EXERCISE)
        return PosturePlan(exercise_from_texts(*judged_by), judged_by, "live", True, self)


def slept_at(t_ns: int, start_ns: int, for_ns: int) -> Wall:
    """A machine that sleeps once."""
    return lambda now_ns: start_ns + now_ns + (for_ns if now_ns >= t_ns else 0)


def steady(start_ns: int) -> Wall:
    return lambda now_ns: start_ns + now_ns


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    moved_to(tmp_path, monkeypatch)
    return default_folder() / NOBODY


def sat(world: World) -> tuple[list[Part], list[str], PostureSitting]:
    """The day of this world to its end: its parts, what was told."""
    parts: list[Part] = []
    told: list[str] = []

    def sinks(part: Part) -> list[Part]:
        parts.append(part)
        return []

    def over(part: Part) -> None:
        told.append(f"over  {end_lines(part)[0]}")

    choice = Choice(PostureSettings(), None, False, None)
    sitting = PostureSitting(world.plan, choice, NOBODY, sinks, told.append, over)
    sitting.start()
    sitting.wait()
    return parts, told, sitting


def commands(path: Path) -> list[Command]:
    with open_recording(path) as recording:
        return [item for item in recording if isinstance(item, Command)]


def test_after_a_sleep_the_day_goes_on_in_a_new_part(folder: Path) -> None:
    awake_ns = NINE_NS + 90 * S + HOUR_NS
    world = World(NINE_NS, (morning, slept_at(90 * S, NINE_NS, HOUR_NS)), (partial(morning, 30), steady(awake_ns)))
    (first, second), told, sitting = sat(world)
    assert any("slept" in words for words in told)
    assert world.asked[0] is None and awake_ns <= (world.asked[1] or 0) < awake_ns + HURRY_S * S
    assert second.earlier is first.earlier and second.since_s == first.since_s == 9 * 3600
    assert second.today().seconds == first.fold.posture.summary().seconds + second.fold.posture.summary().seconds
    head = end_lines(second)[0]
    assert head.startswith("today  ") and f" in 2 parts; this part, from {clock(second.origin_s)}, " in head
    paths = sorted(folder.glob("*.mcap"))
    assert [verify(path).same for path in paths] == [True, True]
    noted = [one.argument for one in commands(paths[0]) if one.name == KEPT]
    assert noted and all(one != after for one, after in pairwise(noted)), "noted when it changes, not every second"
    restore = commands(paths[1])[0]
    restored = restored_of(restore.argument)
    assert restore.name == RESTORE and restored is not None
    assert abs(restored.gap_s - 3600) < HURRY_S
    assert restored.zeroed_s is not None and abs(restored.zeroed_s + 3600 + 60) < 60 + HURRY_S
    assert not sitting.broke and not sitting.running


def test_delays_and_mute_of_the_keys_outlast_a_sleep(folder: Path) -> None:
    awake_ns = NINE_NS + 30 * S + HOUR_NS
    slept = slept_at(30 * S, NINE_NS, HOUR_NS)
    world = World(NINE_NS, (partial(morning, 40), slept), (partial(morning, 20), steady(awake_ns)))
    sitting = PostureSitting(world.plan, Choice(PostureSettings(), None, False, None), NOBODY, lambda part: [], print)
    sitting.say("mute", "on")
    sitting.say("delay", "lean 300")
    sitting.start()
    sitting.wait()
    assert len(list(folder.glob("*.mcap"))) == 2
    settings = sitting.part.fold.posture.settings
    assert settings.muted and settings.delays_s["lean"] == 300


def test_a_session_beside_it_is_told(folder: Path) -> None:
    parts = (partial(morning, 20), steady(NINE_NS))
    _, alone, _ = sat(World(NINE_NS, parts))
    with Recorder(folder / "other.mcap", about()):
        _, told, _ = sat(World(NINE_NS + HOUR_NS, parts))
    assert BESIDE in told and BESIDE not in alone


def test_midnight_begins_a_new_day(folder: Path) -> None:
    start_ns = NINE_NS + 15 * HOUR_NS - 100 * S
    world = World(start_ns, (morning, steady(start_ns)), (quiet, steady(start_ns + 100 * S)))
    (first, second), told, _ = sat(world)
    ended = told.index(f"over  {end_lines(first)[0]}")
    assert "midnight" in told[ended + 1] and not any("over" in words for words in told[ended + 1 :])
    assert second.origin_s < HURRY_S and second.since_s == second.origin_s
    assert end_lines(second)[0] == f"today  {lasted(second.today().seconds)}"
    assert second.earlier.day.seconds == 0 and first.fold.posture.summary().seconds > 90


def test_a_sleep_over_midnight_begins_a_new_day(folder: Path) -> None:
    start_ns = NINE_NS + 14 * HOUR_NS
    slept = slept_at(90 * S, start_ns, 9 * HOUR_NS)
    world = World(start_ns, (morning, slept), (partial(morning, 20), steady(start_ns + 90 * S + 9 * HOUR_NS)))
    (first, second), told, _ = sat(world)
    ended = told.index(f"over  {end_lines(first)[0]}")
    assert "slept" in told[ended + 1] and "new day" in told[ended + 1]
    assert second.earlier.day.seconds == 0 and second.since_s == second.origin_s > 8 * 3600
    restored = restored_of(commands(max(folder.glob("*.mcap")))[0].argument)
    assert restored is not None and restored.gap_s >= 9 * 3600


def test_a_calibration_of_before_a_long_sleep_is_made_anew(folder: Path) -> None:
    slept = slept_at(90 * S, NINE_NS, 13 * HOUR_NS)
    sat(World(NINE_NS, (morning, slept), (partial(morning, 20), steady(NINE_NS + 13 * HOUR_NS))))
    assert RESTORE not in [one.name for one in commands(max(folder.glob("*.mcap")))]


def test_after_an_hour_held_up_the_stance_has_to_be_borne_out(folder: Path) -> None:
    held_up = [*morning(90), Tick(90 * S + HOUR_NS)]
    sat(World(NINE_NS, (lambda: held_up, steady(NINE_NS)), (partial(morning, 20), steady(NINE_NS + 2 * HOUR_NS))))
    restored = restored_of(commands(max(folder.glob("*.mcap")))[0].argument)
    assert restored is not None and abs(restored.gap_s - 3600) < HURRY_S


def test_the_duration_is_that_of_all_parts(folder: Path) -> None:
    slept = slept_at(60 * S, NINE_NS, HOUR_NS)
    world = World(NINE_NS, (partial(morning, 70), slept), (morning, steady(NINE_NS + HOUR_NS)))
    choice = Choice(PostureSettings(), None, True, 100.0)
    sitting = PostureSitting(world.plan, choice, NOBODY, lambda part: [], print)
    sitting.start()
    sitting.wait()
    assert world.asked[1] and sitting.part.now_ns < (40 + HURRY_S) * S


def test_a_pause_and_a_snooze_outlast_a_sleep(folder: Path) -> None:
    slept, away_s = slept_at(30 * S, NINE_NS, 600 * S), 630
    world = World(NINE_NS, (partial(morning, 40), slept), (partial(morning, 20), steady(NINE_NS + away_s * S)))
    sitting = PostureSitting(world.plan, Choice(PostureSettings(), None, False, None), NOBODY, lambda part: [], print)
    sitting.say("pause", "on")
    sitting.say("snooze", "30")
    sitting.start()
    sitting.wait()
    posture = sitting.part.fold.posture
    assert world.asked[1] and posture.paused
    assert 1800 - away_s - 2 * HURRY_S <= posture.reminding.snoozed_s < 1800 - away_s
    assert [verify(path).same for path in folder.glob("*.mcap")] == [True, True]


@pytest.mark.parametrize(("date", "hour"), [((2026, 3, 29), 3), ((2026, 10, 25), 2)])
def test_where_summer_time_begins_or_ends_the_day_goes_on_in_local_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, date: tuple[int, int, int], hour: int
) -> None:
    try:
        monkeypatch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        start_ns = round(datetime(*date, 1, 58, 20).timestamp()) * S + (HOUR_NS if hour == 2 else 0)
        world = World(start_ns, (morning, steady(start_ns)), (quiet, steady(start_ns + 100 * S)))
        (first, second), told, _ = sat(world)
        assert any("summer time" in words for words in told)
        assert second.earlier is first.earlier and 0 <= second.origin_s - hour * 3600 < HURRY_S
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_day_without_trouble_has_one_part(folder: Path) -> None:
    world = World(NINE_NS, (partial(morning, 30), steady(NINE_NS)))
    (part,), _, _ = sat(world)
    assert part.origin_s == 9 * 3600 and part.read == 1.0 and part.recorded().path


def test_what_breaks_a_part_comes_home(folder: Path) -> None:
    def breaking() -> Iterable[Input]:
        yield Tick(0)
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        sat(World(NINE_NS, (breaking, steady(NINE_NS))))


def test_words_go_into_the_part_under_way_and_into_its_recording(folder: Path) -> None:
    spoken = [("snooze", "5"), ("mute", "on"), ("delay", "lean 300"), ("pause", "on"), ("stance", "")]
    world = World(NINE_NS, (partial(morning, 60), steady(NINE_NS)))
    sitting = PostureSitting(world.plan, Choice(PostureSettings(), None, False, None), NOBODY, lambda part: [], print)
    for name, argument in spoken:
        sitting.say(name, argument)
    sitting.start()
    sitting.wait()
    posture = sitting.part.fold.posture
    assert posture.reminding.muted and posture.reminding.snoozed_s > 200
    assert posture.reminding.delays_s["lean"] == 300
    assert posture.now is not None and posture.now.reasons == ("paused",)
    (path,) = folder.glob("*.mcap")
    assert [(one.name, one.argument) for one in commands(path)][: len(spoken)] == spoken
    assert verify(path).same


def test_real_sensors_are_calibrated_first_and_only_where_nothing_is_taken_over(folder: Path) -> None:
    wearer, told = working_day(20720, 0.05), list[str]()

    def opens(after_ns: int | None) -> Opening:
        world = partial(unspoken, partial(day_world, wearer, 0.0))
        source = partial(radio, world, Roster(), lambda roster: None, told.append, ALL_DAY, TICK_NS)
        return Opening(NINE_NS, source, partial(PacedLoop, 1e6), steady(NINE_NS))

    plan = replace(World(NINE_NS).plan, opens=opens)
    sitting = PostureSitting(plan, Choice(PostureSettings(), None, False, 60.0), NOBODY, lambda part: [], told.append)
    sitting.start()
    sitting.wait()
    (path,) = folder.glob("*.mcap")
    names = [one.name for one in commands(path)]
    assert names[0] == "calibrate" and "calibration" in names and names.count("calibrate") == 1
    assert sitting.part.fold.calibration.status == "guided"


def test_the_end_that_is_asked_for_is_the_end(folder: Path) -> None:
    def endless() -> Iterable[Input]:
        yield from (Tick(n * S) for n in range(1, 10**9))

    world = World(NINE_NS, (endless, steady(NINE_NS)))
    sitting = PostureSitting(world.plan, Choice(PostureSettings(), None, True, None), NOBODY, lambda part: [], print)
    sitting.stop()
    sitting.start()
    sitting.stop()
    sitting.wait()
    assert world.asked == [None]
