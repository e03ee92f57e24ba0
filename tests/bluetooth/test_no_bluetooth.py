"""No adapter, switched off, busy: told for both sensors, with the remedy, and searched on."""

import asyncio

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError

from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.model.inputs import LinkState, Placement
from tests.bluetooth.fake_bleak import HANG, FakeAir, FakeSensor
from tests.bluetooth.sessions import FakeSession, run_session

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState


def air_with_both() -> FakeAir:
    return FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("thoracic", "B2"))


def test_switched_off_is_told_once_for_each_sensor_until_it_is_on() -> None:
    air = air_with_both()
    off = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
    air.scan_troubles = [off] * 7

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING)
        await session.until(THORACIC, STREAMING)

    session = run_session(air, script)
    for placement in Placement:
        assert session.states(placement)[:2] == [SEARCHING, NO_BLUETOOTH]
        told = [link for link in session.links(placement) if link.state == NO_BLUETOOTH]
        assert [link.detail for link in told] == ["Bluetooth is switched off. Switch it on; I am waiting."]
        assert session.states(placement)[-5:] == [NO_BLUETOOTH, SEARCHING, CONNECTING, STREAMING, STOPPED]


def test_a_scan_that_never_starts_has_a_limit() -> None:
    air = air_with_both()
    air.scan_troubles = [HANG]

    async def script(session: FakeSession) -> None:
        assert await session.until(SACRUM, NO_BLUETOOTH) < 6.0
        await session.until(SACRUM, STREAMING)

    session = run_session(air, script)
    gone = next(link for link in session.links(SACRUM) if link.state == NO_BLUETOOTH)
    assert gone.detail.startswith("The Bluetooth adapter does not answer.")


def test_an_adapter_in_use_elsewhere_is_told_when_it_lasts() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))
    air.scan_troubles = [BleakDBusError("org.bluez.Error.InProgress", [])] * 8

    async def script(session: FakeSession) -> None:
        await session.until(SACRUM, STREAMING, within_s=120.0)

    links = run_session(air, script, [Wanted(SACRUM)]).links(SACRUM)
    told = [link for link in links if link.detail]
    assert [link.detail for link in told] == ["Another program is using the adapter. Close it, or stop its scan."]
    assert told[0].t_ns > 10e9
    assert told[0].state == SEARCHING


def test_what_can_never_work_is_told_and_not_tried_again() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))
    air.scan_troubles = [BleakDBusError("Thread is configured for Windows GUI but callbacks are not working.", [])]

    async def script(session: FakeSession) -> None:
        await asyncio.sleep(600.0)

    session = run_session(air, script, [Wanted(SACRUM)])
    assert session.states(SACRUM) == [SEARCHING, NO_BLUETOOTH, STOPPED]
    assert air.scans == 1


def test_a_scan_that_failed_is_told_until_one_works() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1", in_reach=False))
    air.scan_troubles = [BleakDBusError("org.bluez.Error.Failed", [])]

    async def script(session: FakeSession) -> None:
        await asyncio.sleep(20.0)

    links = run_session(air, script, [Wanted(SACRUM)]).links(SACRUM)
    assert [(link.state, link.detail) for link in links] == [
        (SEARCHING, ""),
        (SEARCHING, "Sacrum sensor: [org.bluez.Error.Failed]. Trying again."),
        (SEARCHING, ""),
        (STOPPED, ""),
    ]
