"""What `doctor` finds, and the pairing agent as far as it goes without a D-Bus."""

import asyncio

import pytest
from bleak.backends.device import BLEDevice
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason
from dbus_fast import DBusError

from imu_hinge.bluetooth.adapter import Adapter, BleBackend
from imu_hinge.bluetooth.agent import pairing_agent
from imu_hinge.bluetooth.agent_interface import PairingAgent
from imu_hinge.bluetooth.probe import Finding, Verdict, diagnose
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import FakeAir, FakeSensor
from tests.bluetooth.fake_driver import FAKE


def diagnosed(air: FakeAir) -> list[Finding]:
    async def run() -> list[Finding]:
        return await diagnose(air.backend, Adapter(air.backend, [FAKE]))

    return run_jumping(run())


def test_sensors_in_reach_are_listed_with_role_battery_state_and_obstacle() -> None:
    in_need = FakeSensor("thoracic", "D4", state="battery low: charge it soon")
    air = FakeAir(FakeSensor("sacrum", "A1"), FakeSensor("newer", "B2"), FakeSensor("none", "C3"), in_need)
    assert [(one.verdict, one.subject, one.words) for one in diagnosed(air)] == [
        (Verdict.GOOD, "adapter", "The adapter scans."),
        (Verdict.GOOD, "FAKE-A1", "sacrum, -60 dBm, battery 80 %, ready"),
        (Verdict.NOTE, "FAKE-B2", "no role yet, -60 dBm, battery 80 %, ready, needs another version of this program"),
        (Verdict.GOOD, "FAKE-C3", "no role yet, -60 dBm, battery 80 %, ready"),
        (Verdict.NOTE, "FAKE-D4", "thoracic, -60 dBm, battery 80 %, battery low: charge it soon"),
    ]


def test_nobody_in_reach_says_what_to_look_at() -> None:
    assert "connected to a phone" in diagnosed(FakeAir())[-1].words


def test_the_one_that_is_missing_is_named() -> None:
    *_, sensor, missing = diagnosed(FakeAir(FakeSensor("thoracic", "B2")))
    assert sensor.words.startswith("thoracic")
    assert (missing.verdict, missing.words.split(".")[0]) == (Verdict.NOTE, "Sacrum sensor not in reach")


def test_an_adapter_that_is_switched_off_is_said_with_the_remedy() -> None:
    air = FakeAir()
    air.scan_troubles = [BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)]
    assert diagnosed(air) == [Finding(Verdict.BAD, "adapter", "Bluetooth is switched off. Switch it on; I am waiting.")]


def test_a_computer_without_bluetooth_service_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    findings = asyncio.run(diagnose(BleBackend()))
    assert findings[-1].verdict is Verdict.BAD
    assert "Bluetooth service is not running" in findings[-1].words


def test_an_agent_says_yes_to_the_sensors_being_set_up_and_to_no_other() -> None:
    set_up = {"/org/bluez/hci0/dev_A1", "/org/bluez/hci0/dev_B2"}
    agent = PairingAgent(set_up)
    agent.judge("/org/bluez/hci0/dev_B2")
    set_up.remove("/org/bluez/hci0/dev_B2")
    agent.judge("/org/bluez/hci0/dev_A1")
    for stranger in ("/org/bluez/hci0/dev_B2", "/org/bluez/hci0/dev_C3"):
        with pytest.raises(DBusError, match="not a sensor being set up"):
            agent.judge(stranger)


def test_no_agent_is_needed_on_another_stack_or_for_a_paired_sensor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("dbus_fast.aio.message_bus.MessageBus.__init__", _refuse)
    paired = BLEDevice("A1", None, {"path": "/x", "props": {"Paired": True}})

    async def run() -> None:
        async with pairing_agent(Adapter(), paired):
            pass
        async with pairing_agent(Adapter(FakeAir().backend), BLEDevice("A1", None, None)):
            pass

    run_jumping(run())


def test_an_agent_that_cannot_be_registered_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")

    async def run() -> set[str]:
        adapter = Adapter()
        async with pairing_agent(adapter, BLEDevice("A1", None, {"path": "/x", "props": {}})):
            assert adapter.pairing == {"/x"}
        return adapter.pairing

    assert asyncio.run(run()) == set()


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("no bus was to be opened")
