"""Links that fall silent or are lost, and how they come back while the other sensor notices nothing."""

import asyncio

from bleak.exc import BleakDBusError

from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.model.inputs import LinkState, Placement
from tests.bluetooth.fake_bleak import HANG, FakeAir
from tests.bluetooth.fake_driver import DATA
from tests.bluetooth.sessions import FakeSession, both_stream, pair, run_session, unharmed

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState

UNANSWERED = "Sacrum sensor: no answer for 6 s. Move closer; if that does not help, switch it off and on."


def test_a_lost_link_is_told_once_with_its_reason_and_comes_back_while_the_other_notices_nothing() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        for _ in range(3):
            await asyncio.sleep(5.0)
            sacrum.hang_up()
            await session.until(SACRUM, LOST)
            await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum, thoracic), script)
    lost = [link for link in session.links(SACRUM) if link.state == LOST]
    assert [link.detail for link in lost] == ["Sacrum sensor: connection lost."] * 3
    assert session.states(SACRUM) == [
        SEARCHING,
        CONNECTING,
        STREAMING,
        *[LOST, SEARCHING, CONNECTING, STREAMING] * 3,
        STOPPED,
    ]
    assert session.data(SACRUM) == sorted(set(session.data(SACRUM)))
    assert unharmed(session, THORACIC)


def test_out_of_reach_is_silent_after_half_a_second_lost_with_the_link_and_back_within_five_seconds() -> None:
    sacrum, thoracic = pair()
    times: dict[str, float] = {}

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        await asyncio.sleep(5.0)
        gone_s = session.source.now_ns() / 1e9
        sacrum.in_reach = False
        times["silent"] = await session.until(SACRUM, SILENT) - gone_s
        times["lost"] = await session.until(SACRUM, LOST) - gone_s
        await asyncio.sleep(17.0)
        sacrum.in_reach = True
        back_s = session.source.now_ns() / 1e9
        times["back"] = await session.until(SACRUM, STREAMING) - back_s

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert 0.45 < times["silent"] < 0.6
    assert 3.9 < times["lost"] < 4.3
    assert times["back"] < 5.0
    assert unharmed(session, THORACIC)


def test_a_short_outage_costs_no_connection_and_no_start() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        await asyncio.sleep(5.0)
        sacrum.in_reach = False
        await asyncio.sleep(2.0)
        sacrum.in_reach = True
        sacrum.send(DATA, sacrum.index.to_bytes(4, "little"))
        sacrum.index += 1
        await asyncio.sleep(5.0)

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert session.states(SACRUM) == [SEARCHING, CONNECTING, STREAMING, SILENT, STREAMING, STOPPED]
    assert unharmed(session, SACRUM)
    assert sacrum.written == [b"start", b"stop"]


def test_a_program_that_was_held_up_does_not_call_its_sensors_silent() -> None:
    async def script(session: FakeSession) -> None:
        await both_stream(session)
        for _ in range(20):
            await asyncio.sleep(0.31)
            asyncio.get_running_loop()._now_s += 2.0  # type: ignore[attr-defined]

    sensors = pair()
    for sensor in sensors:
        sensor.turns = 9
    session = run_session(FakeAir(*sensors), script)
    assert all(SILENT not in session.states(placement) for placement in Placement)


def test_a_sensor_that_stopped_sending_is_asked_once_for_its_stream() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        await asyncio.sleep(5.0)
        sacrum.stuck = True
        silent_s = await session.until(SACRUM, SILENT)
        assert await session.until(SACRUM, STREAMING) - silent_s < 1.0

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert sacrum.written == [b"start", b"start", b"stop"]
    assert session.states(SACRUM) == [SEARCHING, CONNECTING, STREAMING, SILENT, STREAMING, STOPPED]
    assert unharmed(session, THORACIC)


def test_a_sensor_that_answers_and_never_sends_again_is_connected_anew() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        await asyncio.sleep(5.0)
        sacrum.deaf = True
        silent_s = await session.until(SACRUM, SILENT)
        assert 0.9 < await session.until(SACRUM, LOST) - silent_s < 1.2
        sacrum.deaf = False
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum, thoracic), script)
    lost = next(link for link in session.links(SACRUM) if link.state == LOST)
    assert lost.detail == "Sacrum sensor: connected and answering, but it sends no data. Switch it off and on."
    assert unharmed(session, THORACIC)


def test_a_silent_link_whose_probe_raises_is_given_up_at_once() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.deaf = True
        sacrum.troubles["read"] = [BleakDBusError("org.freedesktop.DBus.Error.Spawn.ChildExited", [])]
        await session.until(SACRUM, NO_BLUETOOTH)
        sacrum.deaf = False
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    silent, gone = (
        next(link for link in session.links(SACRUM) if link.state == state) for state in (SILENT, NO_BLUETOOTH)
    )
    assert gone.t_ns == silent.t_ns
    assert gone.detail == "The Bluetooth service stopped. Start it again; I am waiting."


def test_a_probe_that_never_returns_ends_the_link_after_six_seconds_and_is_not_repeated() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.deaf = True
        sacrum.troubles["read"] = [HANG]
        silent_s = await session.until(SACRUM, SILENT)
        assert 5.9 < await session.until(SACRUM, LOST) - silent_s < 6.1
        assert sacrum.troubles["read"] == []
        sacrum.deaf = False
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert UNANSWERED in [link.detail for link in session.links(SACRUM)]


def test_a_probe_still_unanswered_is_looked_at_again_and_no_second_one_is_sent() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.troubles["read"] = [HANG]
        for _ in range(2):
            sacrum.deaf = True
            await session.until(SACRUM, SILENT)
            await asyncio.sleep(2.0)
            sacrum.deaf = False
            await session.until(SACRUM, STREAMING)
        sacrum.deaf = True
        await session.until(SACRUM, LOST)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert session.links(SACRUM)[-2].detail == UNANSWERED
    assert sacrum.written == [b"start"]


def test_two_sensors_lost_together_both_come_back() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        for _ in range(5):
            await asyncio.sleep(1.0)
            sacrum.hang_up()
            thoracic.hang_up()
            await asyncio.sleep(0.5)
            lost_s = session.source.now_ns() / 1e9
            await both_stream(session)
            assert session.source.now_ns() / 1e9 - lost_s < 5.0

    assert run_session(FakeAir(sacrum, thoracic), script).air.most_at_once == 1


def test_each_connection_has_a_client_of_its_own_and_a_scan_before_it() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        for _ in range(4):
            await session.until(SACRUM, STREAMING)
            sacrum.hang_up()
            await session.until(SACRUM, LOST)

    air = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)]).air
    assert len(air.clients) == len(set(air.clients)) == 4
    assert air.scans >= 4


def test_a_disconnect_that_blocks_holds_up_nothing_but_its_own_link() -> None:
    sacrum, thoracic = pair()

    async def script(session: FakeSession) -> None:
        await both_stream(session)
        sacrum.troubles["disconnect"] = [HANG]
        sacrum.hang_up()
        lost_s = await session.until(SACRUM, LOST)
        assert await session.until(SACRUM, STREAMING) - lost_s < 7.0

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert unharmed(session, THORACIC)
