"""The stream of inputs: spoken words, floods, equal intervals, and an end that leaves nothing behind."""

import asyncio
import gc
from typing import Any

import pytest

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import CAPACITY, RadioSource
from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Command, Link, LinkState, Packet, Placement, Tick
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import HANG, FakeAir, FakeClient, FakeSensor
from tests.bluetooth.fake_driver import DATA, FAKE
from tests.bluetooth.sessions import BOTH, FakeSession, run_session

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState


def air_with_both() -> FakeAir:
    return FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("thoracic", "B2"))


async def both_stream(session: FakeSession) -> None:
    await session.until(SACRUM, STREAMING)
    await session.until(THORACIC, STREAMING)


def test_a_spoken_word_takes_its_place_in_the_stream() -> None:
    async def script(session: FakeSession) -> None:
        await asyncio.sleep(1.05)
        session.source.say("pain", "3")

    session = run_session(FakeAir(), script)
    assert [item for item in session.items if isinstance(item, Command)] == [Command(1_050_000_000, "pain", "3")]


def test_an_input_that_waited_is_late() -> None:
    """Nobody takes from this source while the machine is busy elsewhere for a third of a second."""

    async def main() -> tuple[bool, bool]:
        source = RadioSource(Adapter(FakeAir().backend), [Wanted(SACRUM)])
        first = await anext(source)
        prompt = source.late(first)
        await asyncio.sleep(0.35)
        behind = source.late(await anext(source))
        await source.close()
        return prompt, behind

    assert run_jumping(main()) == (False, True)


def test_identify_reaches_the_sensor_or_says_why_not() -> None:
    air = air_with_both()

    async def script(session: FakeSession) -> None:
        with pytest.raises(LinkDownError, match="Sacrum sensor is not connected"):
            await session.source.identify(SACRUM, 5)
        await both_stream(session)
        await session.source.identify(SACRUM, 5)
        with pytest.raises(SensorRefusedError):
            await session.source.identify(SACRUM, 99)

    run_session(air, script)
    assert b"blink" in air.sensors[0].written


def test_the_faster_link_is_asked_for_the_slower_ones_interval() -> None:
    sacrum, thoracic = FakeSensor("sacrum", "A1", interval_ms=15), FakeSensor("thoracic", "B2", interval_ms=50)

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        sacrum.tell_status()
        thoracic.tell_status()
        await asyncio.sleep(20.0)

    run_session(FakeAir(sacrum, thoracic), script)
    assert sacrum.written == [b"start", b"interval 50", b"stop"]
    assert thoracic.written == [b"start", b"stop"]


def test_a_central_that_insists_is_asked_twice_per_connection() -> None:
    sacrum, thoracic = FakeSensor("sacrum", "A1", interval_ms=15), FakeSensor("thoracic", "B2", interval_ms=50)
    tell = sacrum.tell_status

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        for _ in range(30):
            sacrum.interval_ms = 15
            tell()
            thoracic.tell_status()
            await asyncio.sleep(1.0)

    run_session(FakeAir(sacrum, thoracic), script)
    assert sacrum.written.count(b"interval 50") == 2


def test_a_flood_is_dropped_and_told_once_and_links_are_kept() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))

    async def run() -> list[Any]:
        source = RadioSource(Adapter(air.backend, [FAKE]), [Wanted(SACRUM)])
        while getattr(await anext(source), "state", "") != STREAMING:
            pass
        for counter in range(3 * CAPACITY):
            air.sensors[0].send(DATA, counter.to_bytes(4, "little"))
        await source.close()
        return [item async for item in source]

    left = run_jumping(run())
    assert len(left) < CAPACITY + 10
    links = [item for item in left if isinstance(item, Link)]
    assert [(link.state, link.detail) for link in links] == [
        (STREAMING, "the program is too slow: data of this sensor was left out"),
        (STOPPED, ""),
    ]
    kept = [int.from_bytes(item.payload, "little") for item in left if isinstance(item, Packet)]
    assert kept[:100] == list(range(100))


def test_five_minutes_without_a_reader_do_not_grow() -> None:
    air = air_with_both()

    async def run() -> int:
        source = RadioSource(Adapter(air.backend, [FAKE]), BOTH)
        await anext(source)
        await asyncio.sleep(300.0)
        await source.close()
        return len([item async for item in source])

    assert run_jumping(run()) < CAPACITY + 20


def test_a_source_that_never_began_ends_at_once() -> None:
    async def run() -> list[Any]:
        source = RadioSource(Adapter(FakeAir().backend, [FAKE]), BOTH)
        await source.close()
        return [item async for item in source]

    assert run_jumping(run()) == []


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.15, 1.55, 1.65, 1.85, 1.95, 2.02, 2.1, 2.2, 3.0, 5.0])
def test_stop_at_any_moment_says_stopped_and_leaves_nothing(after_s: float) -> None:
    async def script(session: FakeSession) -> None:
        await asyncio.sleep(after_s)

    session = run_session(air_with_both(), script)
    for placement in Placement:
        assert session.states(placement)[-1] == STOPPED or session.states(placement) == []


def test_close_may_be_cancelled_and_called_again() -> None:
    air = air_with_both()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        air.sensors[0].troubles["disconnect"] = [HANG]
        closing = asyncio.ensure_future(session.source.close())
        await asyncio.sleep(0.5)
        closing.cancel()
        await asyncio.sleep(0.1)
        assert closing.cancelled()

    session = run_session(air, script)
    assert all(session.states(placement)[-1] == STOPPED for placement in Placement)


def test_a_cancelled_close_alone_still_stops_everything() -> None:
    air = air_with_both()

    async def run() -> bool:
        source = RadioSource(Adapter(air.backend, [FAKE]), BOTH)
        while any(link.state != STREAMING for link in source.connected.values()):
            await anext(source)
        closing = asyncio.ensure_future(source.close())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.sleep(30.0)
        rest = [item async for item in source]
        assert [item.state for item in rest if isinstance(item, Link)][-2:] == [STOPPED, STOPPED]
        return air.leaked_clients == 0 and asyncio.all_tasks() == {asyncio.current_task()}

    assert run_jumping(run())


def test_a_hundred_connections_leave_no_task_no_timer_and_no_client() -> None:
    air = air_with_both()
    timers: list[int] = []

    async def script(session: FakeSession) -> None:
        loop: Any = asyncio.get_running_loop()
        for cycle in range(100):
            await both_stream(session)
            air.sensors[cycle % 2].hang_up()
            await session.until(tuple(Placement)[cycle % 2], LOST)
            timers.append(len([timer for timer in loop._scheduled if not timer.cancelled()]))
        await both_stream(session)

    session = run_session(air, script)
    assert len(air.clients) == 102
    assert max(timers[50:]) <= max(timers[:50])
    for placement in Placement:
        data = session.data(placement)
        assert data == sorted(set(data))
    air.clients.clear()
    del session
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, FakeClient)] == []


def test_two_runs_give_the_same_stream() -> None:
    async def script(session: FakeSession) -> None:
        await both_stream(session)
        session.air.sensors[0].hang_up()
        await asyncio.sleep(10.0)

    assert run_session(air_with_both(), script).items == run_session(air_with_both(), script).items


def test_ticks_go_on_while_nothing_is_found() -> None:
    async def script(session: FakeSession) -> None:
        await asyncio.sleep(30.0)

    assert len([item for item in run_session(FakeAir(), script).items if isinstance(item, Tick)]) in (299, 300)
