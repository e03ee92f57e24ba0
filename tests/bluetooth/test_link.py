"""Supervised links over a scripted stack, in virtual time: found, set up, streaming."""

import asyncio
from itertools import pairwise

import pytest
from bleak.exc import BleakDBusError, BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError

from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.model.inputs import LinkState, Packet, Placement, Tick
from tests.bluetooth.fake_bleak import BATTERY, HANG, SERIAL, FakeAir
from tests.bluetooth.fake_driver import DATA
from tests.bluetooth.sessions import CreepingLoop, FakeSession, both_stream, pair, run_session, unharmed

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState

UNANSWERED = "Sacrum sensor: no answer for 6 s. Move closer; if that does not help, switch it off and on."


def test_both_sensors_are_found_and_stream() -> None:
    async def script(session: FakeSession) -> None:
        await both_stream(session)
        await asyncio.sleep(10.0)

    session = run_session(FakeAir(*pair()), script)
    for placement in Placement:
        assert session.states(placement) == [SEARCHING, CONNECTING, STREAMING, STOPPED]
        assert unharmed(session, placement)
        assert len(session.data(placement)) > 200
    link = session.links(SACRUM)[-1]
    assert (link.serial, link.model, link.firmware, link.driver) == ("S-A1", "fake", "1.0", "fake")
    assert (link.battery_pct, link.rssi_dbm) == (80, -60)
    assert session.air.most_at_once == 1
    assert all(sensor.written == [b"start", b"stop"] for sensor in session.air.sensors)


def test_times_never_fall_and_ticks_come_ten_times_a_second() -> None:
    async def script(session: FakeSession) -> None:
        await asyncio.sleep(5.0)

    session = run_session(FakeAir(*pair()), script)
    times = [item.t_ns for item in session.items]
    assert times == sorted(times)
    ticks = [item.t_ns for item in session.items if isinstance(item, Tick)]
    assert ticks[:3] == [100_000_000, 200_000_000, 300_000_000]
    assert len(ticks) in (49, 50)


def test_times_never_fall_on_a_clock_that_moves_all_the_time() -> None:
    async def script(session: FakeSession) -> None:
        await both_stream(session)
        session.air.sensors[0].battery_pct = 70
        session.air.sensors[0].tell_status()
        await asyncio.sleep(2.0)

    times = [item.t_ns for item in run_session(FakeAir(*pair()), script, loop_factory=CreepingLoop).items]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


def test_streaming_begins_with_the_first_packet_and_not_with_the_subscription() -> None:
    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(pair()[0]), script, [Wanted(SACRUM)])
    said = [item for item in session.items if not isinstance(item, Tick)]
    first = next(at for at, item in enumerate(said) if isinstance(item, Packet) and item.characteristic == DATA)
    assert said[first + 1].state == STREAMING  # type: ignore[union-attr]
    assert said[first + 1].t_ns == said[first].t_ns


def test_values_read_go_into_the_session_too() -> None:
    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(pair()[0]), script, [Wanted(SACRUM)])
    read = {item.characteristic: item.payload for item in session.items if isinstance(item, Packet)}
    assert read[SERIAL] == b"S-A1"
    assert read[BATTERY] == bytes([80])


def test_a_missing_sensor_does_not_starve_the_other() -> None:
    sacrum, thoracic = pair()
    sacrum.in_reach = False
    waits: list[float] = []

    async def script(session: FakeSession) -> None:
        await session.until(THORACIC, STREAMING)
        for pause_s in (3.0, 7.0, 12.0, 20.0):
            thoracic.hang_up()
            thoracic.in_reach = False
            await asyncio.sleep(pause_s)
            thoracic.in_reach = True
            back_s = session.source.now_ns() / 1e9
            waits.append(await session.until(THORACIC, STREAMING) - back_s)

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert max(waits) < 3.0
    assert CONNECTING not in session.states(SACRUM)


def test_a_sensor_that_hangs_while_it_is_set_up_does_not_hold_up_the_other() -> None:
    sacrum, thoracic = pair()
    sacrum.troubles["subscribe"] = [HANG]

    async def script(session: FakeSession) -> None:
        connecting_s = await session.until(SACRUM, CONNECTING)
        assert await session.until(THORACIC, STREAMING) - connecting_s < 3.0
        assert session.states(SACRUM) == [SEARCHING, CONNECTING]
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum, thoracic), script)
    assert session.air.most_at_once == 1
    assert unharmed(session, THORACIC)


def test_searching_for_long_tells_what_to_look_at() -> None:
    sacrum, _ = pair()
    sacrum.in_reach = False

    async def script(session: FakeSession) -> None:
        await asyncio.sleep(60.0)

    links = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)]).links(SACRUM)
    assert [(link.t_ns // 10**9, link.state) for link in links] == [(0, SEARCHING), (15, SEARCHING), (60, STOPPED)]
    assert links[1].detail == (
        "Sacrum sensor not in reach. Is it charged and on? Is it connected to a phone or another program?"
    )


def test_a_stale_device_is_searched_again_at_once_and_nothing_is_told() -> None:
    sacrum, _ = pair()
    sacrum.troubles["connect"] = [BleakError("device 'dev_00' not found"), BleakDeviceNotFoundError("00")]

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert LOST not in session.states(SACRUM)
    assert {link.detail for link in session.links(SACRUM)} == {""}


def test_pairing_that_is_refused_is_tried_again_at_once_and_then_slowly() -> None:
    sacrum, _ = pair()
    sacrum.troubles["subscribe"] = [BleakGATTProtocolError(0x0F)] * 3

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    lost = [link for link in session.links(SACRUM) if link.state == LOST]
    assert lost[0].detail.startswith("Sacrum sensor: pairing needed. Press the sensor's button")
    gaps_s = [(after.t_ns - before.t_ns) / 1e9 for before, after in pairwise(lost)]
    assert gaps_s[0] < 3.0
    assert gaps_s[1] > 4.0


def test_an_encrypted_access_that_never_returns_asks_for_pairing_after_ten_seconds() -> None:
    sacrum, _ = pair()
    sacrum.troubles["subscribe"] = [HANG]

    async def script(session: FakeSession) -> None:
        connecting_s = await session.until(SACRUM, CONNECTING)
        assert 10.0 < await session.until(SACRUM, LOST) - connecting_s < 11.0
        await session.until(SACRUM, STREAMING)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert "Sacrum sensor: pairing needed" in next(link.detail for link in session.links(SACRUM) if link.state == LOST)


def test_subscriptions_use_acquire_notify_and_fall_back() -> None:
    sacrum, _ = pair()
    sacrum.troubles["subscribe"] = [BleakDBusError("org.bluez.Error.NotSupported", [])]

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)

    run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert [wish["use_start_notify"] for wish in sacrum.subscriptions] == [False, True, False]


def test_a_sensor_without_battery_or_device_information_is_used_all_the_same() -> None:
    sacrum, _ = pair()
    sacrum.offers = sacrum.offers[4:]

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.deaf = True
        assert await session.until(SACRUM, LOST) < 20.0

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    assert session.links(SACRUM)[-1].serial == ""


def test_a_changed_battery_level_is_told_with_the_same_state() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.battery_pct = 79
        sacrum.tell_status()
        sacrum.tell_status()
        await asyncio.sleep(0.1)

    session = run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
    streaming = [link.battery_pct for link in session.links(SACRUM) if link.state == STREAMING]
    assert streaming == [80, 79]


def test_a_bug_in_a_driver_comes_out_of_the_iteration() -> None:
    sacrum, _ = pair()

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        sacrum.send(DATA.replace("fa01", "fa02"), b"")
        await asyncio.sleep(1.0)

    with pytest.raises(IndexError):
        run_session(FakeAir(sacrum), script, [Wanted(SACRUM)])
