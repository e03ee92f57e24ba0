"""Each row of the table of errors, with an exception it is for."""

import asyncio

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)
from dbus_fast.errors import InvalidAddressError

from imu_hinge.bluetooth.errors import (
    TABLE,
    AdapterStuckError,
    Delay,
    HungError,
    NoConnectionError,
    NotInReachError,
    PairingStuckError,
    StackDownError,
    StackRefusedError,
    UnansweredError,
    WrongSensorError,
    trouble_of,
)
from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import LinkState

NONE, LOST, SEARCHING = LinkState.NO_BLUETOOTH, LinkState.LOST, LinkState.SEARCHING
Reason = BleakBluetoothNotAvailableReason


def unavailable(reason: Reason) -> BleakError:
    return BleakBluetoothNotAvailableError("it is not there", reason)


def dbus(name: str) -> BleakError:
    return BleakDBusError(name, ["details"])


PAIRING = "press the sensor's button"
CASES: list[tuple[str, Exception, LinkState | None, str, Delay]] = [
    ("no adapter", unavailable(Reason.NO_BLUETOOTH), NONE, "plug one in, or try `--simulate`", Delay.SLOW),
    ("switched off", unavailable(Reason.POWERED_OFF), NONE, "switch it on; i am waiting", Delay.SLOW),
    ("no low energy", unavailable(Reason.NO_BLE_CENTRAL_ROLE), NONE, "cannot do bluetooth low energy", Delay.SLOW),
    ("not allowed", unavailable(Reason.DENIED_BY_USER), NONE, "may not use bluetooth", Delay.SLOW),
    ("not allowed", unavailable(Reason.DENIED_BY_SYSTEM), NONE, "may not use bluetooth", Delay.SLOW),
    ("not allowed", unavailable(Reason.DENIED_BY_UNKNOWN), NONE, "may not use bluetooth", Delay.SLOW),
    ("not allowed", PermissionError(13, "no"), NONE, "may not use bluetooth", Delay.SLOW),
    ("not allowed", dbus("org.freedesktop.DBus.Error.AccessDenied"), NONE, "may not use bluetooth", Delay.SLOW),
    ("not available", unavailable(Reason.UNKNOWN), NONE, "it is not there. `imu-hinge doctor`", Delay.SLOW),
    ("adapter gone", BleakError("adapter 'hci0' not found"), NONE, "plug it in again", Delay.SLOW),
    ("old service", BleakError("Bleak requires BlueZ >= 5.55."), NONE, "update bluez", Delay.SLOW),
    (
        "GUI thread",
        BleakError("Thread is configured for Windows GUI but callbacks are not working."),
        NONE,
        "pywin32",
        Delay.NEVER,
    ),
    ("service stopped", dbus("org.freedesktop.DBus.Error.Spawn.ChildExited"), NONE, "service stopped", Delay.SLOW),
    ("service stopped", EOFError(), NONE, "service stopped", Delay.SLOW),
    ("service stopped", asyncio.IncompleteReadError(b"", 1), NONE, "service stopped", Delay.SLOW),
    ("service stopped", ConnectionResetError(), NONE, "service stopped", Delay.SLOW),
    ("no service", FileNotFoundError(2, "no socket"), NONE, "in wsl and containers there is none", Delay.SLOW),
    ("no service", ConnectionRefusedError(), NONE, "is not running", Delay.SLOW),
    ("no service", dbus("org.freedesktop.DBus.Error.ServiceUnknown"), NONE, "is not running", Delay.SLOW),
    ("no service", InvalidAddressError("nonsense"), NONE, "is not running", Delay.SLOW),
    ("adapter stuck", AdapterStuckError(), NONE, "switch bluetooth off and on", Delay.SLOW),
    ("adapter in use", dbus("org.bluez.Error.InProgress"), None, "another program is using the adapter", Delay.FAST),
    *[
        ("pairing refused", BleakGATTProtocolError(code), LOST, PAIRING, Delay.AT_ONCE_THEN_SLOW)
        for code in (0x05, 0x08, 0x0C, 0x0F)
    ],
    ("pairing refused", dbus("org.bluez.Error.AuthenticationFailed"), LOST, PAIRING, Delay.AT_ONCE_THEN_SLOW),
    ("pairing refused", dbus("org.bluez.Error.AuthenticationCanceled"), LOST, PAIRING, Delay.AT_ONCE_THEN_SLOW),
    ("pairing stuck", PairingStuckError(), LOST, PAIRING, Delay.SLOW),
    ("stale device", BleakDeviceNotFoundError("00"), SEARCHING, "", Delay.AT_ONCE),
    ("stale device", BleakError("device 'dev_00' not found"), SEARCHING, "", Delay.AT_ONCE),
    ("D-Bus", dbus("org.bluez.Error.Failed"), LOST, "[org.bluez.error.failed] details", Delay.FAST),
    ("not in reach", NotInReachError(), SEARCHING, "is it charged and on?", Delay.SHORT),
    ("no answer", NoConnectionError(), LOST, "move closer", Delay.FAST),
    ("no answer", TimeoutError(), LOST, "seen but does not answer", Delay.FAST),
    ("not offered", BleakCharacteristicNotFoundError("1234"), LOST, "does not offer 1234: update it", Delay.SLOW),
    ("refused by sensor", BleakGATTProtocolError(0x80), LOST, "code 0x80, application-specific", Delay.FAST),
    ("link gone", BleakError("Not connected"), LOST, "connection lost", Delay.FAST),
    ("link gone", BleakError("Service Discovery has not been performed yet"), LOST, "connection lost", Delay.FAST),
    ("link gone", BleakError("failed to discover services, device disconnected"), LOST, "connection lost", Delay.FAST),
    (
        "already notifying",
        ValueError("Characteristic notifications already started"),
        LOST,
        "connection lost",
        Delay.FAST,
    ),
    ("stack", BleakError("Could not write: Unreachable"), LOST, "could not write: unreachable", Delay.FAST),
    ("wrong sensor", WrongSensorError("serial B, not A"), SEARCHING, "serial b, not a", Delay.SHORT),
    ("hung", HungError("no answer within 3 s"), LOST, "no answer within 3 s. switch it off and on", Delay.FAST),
    ("unanswered", UnansweredError("no answer for 6 s"), LOST, "no answer for 6 s. move closer", Delay.FAST),
    ("link down", LinkDownError("connection lost"), LOST, "connection lost", Delay.FAST),
    ("refused", SensorRefusedError("battery empty: charge it"), LOST, "battery empty: charge it", Delay.SLOW),
]


@pytest.mark.parametrize(
    ("row", "error", "state", "words", "delay"), CASES, ids=[f"{case[0]}-{case[1]!r}" for case in CASES]
)
def test_row(row: str, error: Exception, state: LinkState | None, words: str, delay: Delay) -> None:
    trouble = trouble_of(error, "Sacrum sensor")
    assert trouble is not None
    assert (trouble.row, trouble.state, trouble.delay) == (row, state, delay)
    assert words in trouble.words.lower()
    assert bool(words) == bool(trouble.words)


def test_every_row_has_a_case() -> None:
    assert {row.name for row in TABLE} == {case[0] for case in CASES}


@pytest.mark.parametrize("bug", [ValueError("a bug"), KeyError("x"), AssertionError(), RuntimeError("no")])
def test_what_is_not_in_the_table_is_a_bug(bug: Exception) -> None:
    assert trouble_of(bug, "Sacrum sensor") is None


@pytest.mark.parametrize("wrapping", [StackDownError, StackRefusedError])
def test_what_the_stack_said_decides_and_not_its_wrapping(wrapping: type[Exception]) -> None:
    error = wrapping("wrapped")
    error.__cause__ = BleakGATTProtocolError(0x0F)
    trouble = trouble_of(error, "Sacrum sensor")
    assert trouble is not None
    assert trouble.row == "pairing refused"


def test_words_name_the_sensor() -> None:
    trouble = trouble_of(NoConnectionError(), "Thoracic sensor")
    assert trouble is not None
    assert trouble.words == "Thoracic sensor seen but does not answer. Move closer."
