"""What can go wrong on the radio: one table from an exception to the link's state, the words, and the next try.

An exception that no row takes is a bug: `trouble_of` gives None and the caller lets it go up.
"""

import errno
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from imu_hinge.model.errors import HingeError, LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import LinkState


class Delay(Enum):
    """When to try again."""

    AT_ONCE = "at once, then fast"
    AT_ONCE_THEN_SLOW = "at once, then slow"
    SHORT = "a quarter of a second each time"
    FAST = "growing from a quarter of a second to 5 s"
    SLOW = "5 s"
    NEVER = "not at all"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an exception means for one link."""

    row: str
    state: LinkState | None
    """None: the state stays."""
    words: str
    """Empty: nothing is told."""
    delay: Delay


class AdapterStuckError(HingeError):
    """A scan that neither starts nor fails."""


class NoConnectionError(HingeError):
    """The sensor was seen and did not answer the call."""


class NotInReachError(HingeError):
    """A scan ended without the sensor."""


class PairingStuckError(SensorRefusedError):
    """The first encrypted access of a connection never returned."""


class WrongSensorError(SensorRefusedError):
    """The sensor is not the one that was asked for: the message says both serials."""


class HungError(LinkDownError):
    """The link is in order, and the sensor does not do what it was asked."""


class UnansweredError(LinkDownError):
    """No answer, and no end of the link: the radio is disturbed, or the sensor hangs."""


class StackDownError(LinkDownError):
    """A LinkDownError whose cause, an exception of the stack, says more."""


class StackRefusedError(SensorRefusedError):
    """A SensorRefusedError whose cause, an exception of the stack, says more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    takes: Callable[[BaseException], bool]
    state: LinkState | None
    words: str
    """With {sensor}, and {said} for what the exception says."""
    delay: Delay


Reason = BleakBluetoothNotAvailableReason
_ENCRYPTION_CODES = {0x05, 0x08, 0x0C, 0x0F}
_ENCRYPTION_NAMES = {"org.bluez.Error.AuthenticationFailed", "org.bluez.Error.AuthenticationCanceled"}
_SERVICE_UNKNOWN = {"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"}
_NO_SERVICE = (
    "The system's Bluetooth service is not running. In WSL and containers there is none: run natively, use `--hci`, "
    "or `--simulate`."
)
_PAIRING = "{sensor}: pairing needed. Press the sensor's button, wait up to 60 s, and confirm if the system asks."
_PERMISSION = {
    "darwin": "Allow the terminal program under System Settings, Privacy & Security, Bluetooth, and start it again.",
    "win32": "Allow desktop apps under Settings, Privacy & security, Radios.",
}.get(sys.platform, "Ask for access to the system D-Bus and to org.bluez (often: join the group `bluetooth`).")


def _not_available(*reasons: Reason) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, BleakBluetoothNotAvailableError) and error.reason in reasons


def _dbus(*names: str) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, BleakDBusError) and error.dbus_error in names


def _dbus_ending(end: str) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, BleakDBusError) and error.dbus_error.endswith(end)


def _saying(*parts: str) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, BleakError) and any(part in str(error) for part in parts)


def _is(*kinds: type[BaseException]) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, kinds)


def _either(*tests: Callable[[BaseException], bool]) -> Callable[[BaseException], bool]:
    return lambda error: any(test(error) for test in tests)


def _encryption(error: BaseException) -> bool:
    return isinstance(error, BleakGATTProtocolError) and int(error.code) in _ENCRYPTION_CODES


def _stopped(error: BaseException) -> bool:
    """A bus that broke, or closed while it was in use; a refused connect is a service that is not there."""
    return isinstance(error, EOFError | ConnectionError) and not isinstance(error, ConnectionRefusedError)


def _no_socket(error: BaseException) -> bool:
    return isinstance(error, OSError) and not isinstance(error, TimeoutError)


def _denied(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM)


def _already_notifying(error: BaseException) -> bool:
    """CoreBluetooth on a client that was used before (hbldh/bleak#1969)."""
    return isinstance(error, ValueError) and "notif" in str(error).lower()


def _of_dbus_library(error: BaseException) -> bool:
    """Addresses and handshakes that dbus-fast refuses; it is installed on Linux only, so it is known by name."""
    return type(error).__module__.split(".")[0] == "dbus_fast"


_NONE, _LOST, _SEARCH = LinkState.NO_BLUETOOTH, LinkState.LOST, LinkState.SEARCHING
TABLE = (
    Row("no adapter", _not_available(Reason.NO_BLUETOOTH), _NONE,
        "No Bluetooth adapter found. Plug one in, or try `--simulate`.", Delay.SLOW),
    Row("switched off", _not_available(Reason.POWERED_OFF), _NONE,
        "Bluetooth is switched off. Switch it on; I am waiting.", Delay.SLOW),
    Row("no low energy", _not_available(Reason.NO_BLE_CENTRAL_ROLE), _NONE,
        "This adapter cannot do Bluetooth Low Energy. Use another one.", Delay.SLOW),
    Row("not allowed",
        _either(_not_available(Reason.DENIED_BY_USER, Reason.DENIED_BY_SYSTEM, Reason.DENIED_BY_UNKNOWN), _denied,
                _dbus("org.freedesktop.DBus.Error.AccessDenied")),
        _NONE, f"This program may not use Bluetooth. {_PERMISSION} `imu-hinge doctor` tells more.", Delay.SLOW),
    Row("not available", _is(BleakBluetoothNotAvailableError), _NONE,
        "{said} `imu-hinge doctor` tells more.", Delay.SLOW),
    Row("adapter gone", _saying("adapter '"), _NONE,
        "The Bluetooth adapter is gone. Plug it in again.", Delay.SLOW),
    Row("old service", _saying("requires BlueZ"), _NONE,
        "The system's Bluetooth service is too old: {said}. Update BlueZ.", Delay.SLOW),
    Row("GUI thread", _saying("Windows GUI"), _NONE,
        "Another package (often pywin32) has claimed this program's thread for windows, and Bluetooth cannot answer in "
        "it. Remove that package from this installation.", Delay.NEVER),
    Row("service stopped", _either(_dbus_ending("Spawn.ChildExited"), _dbus_ending("Error.Disconnected"), _stopped),
        _NONE, "The Bluetooth service stopped. Start it again; I am waiting.", Delay.SLOW),
    Row("no service", _either(_dbus(*_SERVICE_UNKNOWN), _of_dbus_library, _no_socket), _NONE, _NO_SERVICE, Delay.SLOW),
    Row("adapter stuck", _is(AdapterStuckError), _NONE,
        "The Bluetooth adapter does not answer. Switch Bluetooth off and on, or plug the adapter in again.",
        Delay.SLOW),
    Row("adapter in use", _dbus("org.bluez.Error.InProgress"), None,
        "Another program is using the adapter. Close it, or stop its scan.", Delay.FAST),
    Row("pairing refused", _either(_encryption, _dbus(*_ENCRYPTION_NAMES)), _LOST, _PAIRING, Delay.AT_ONCE_THEN_SLOW),
    Row("pairing stuck", _is(PairingStuckError), _LOST, _PAIRING, Delay.SLOW),
    Row("stale device", _either(_is(BleakDeviceNotFoundError), _saying("device '")), _SEARCH, "", Delay.AT_ONCE),
    Row("D-Bus", _is(BleakDBusError), _LOST, "{sensor}: {said}. Trying again.", Delay.FAST),
    Row("not in reach", _is(NotInReachError), _SEARCH,
        "{sensor} not in reach. Is it charged and on? Is it connected to a phone or another program?", Delay.SHORT),
    Row("no answer", _is(NoConnectionError, TimeoutError), _LOST,
        "{sensor} seen but does not answer. Move closer.", Delay.FAST),
    Row("not offered", _is(BleakCharacteristicNotFoundError), _LOST,
        "{sensor}: its firmware does not offer {said}: update it, or choose another driver.", Delay.SLOW),
    Row("refused by sensor", _is(BleakGATTProtocolError), _LOST,
        "{sensor} refused a request: {said}. Trying again.", Delay.FAST),
    Row("link gone", _saying("Not connected", "Service Discovery has not been performed yet", "disconnected"), _LOST,
        "{sensor}: connection lost.", Delay.FAST),
    Row("already notifying", _already_notifying, _LOST, "{sensor}: connection lost.", Delay.FAST),
    Row("stack", _is(BleakError), _LOST, "{sensor}: {said}. Trying again.", Delay.FAST),
    Row("wrong sensor", _is(WrongSensorError), _SEARCH, "{said}.", Delay.SHORT),
    Row("hung", _is(HungError), _LOST, "{sensor}: {said}. Switch it off and on.", Delay.FAST),
    Row("unanswered", _is(UnansweredError), _LOST,
        "{sensor}: {said}. Move closer; if that does not help, switch it off and on.", Delay.FAST),
    Row("link down", _is(LinkDownError), _LOST, "{sensor}: {said}.", Delay.FAST),
    Row("refused", _is(SensorRefusedError), _LOST, "{sensor}: {said}", Delay.SLOW),
)  # fmt: skip
"""The first row that takes an exception holds."""


def trouble_of(error: BaseException, sensor: str) -> Trouble | None:
    """What an exception means for the link to `sensor` ("Sacrum sensor"); None for a bug."""
    if isinstance(error, StackDownError | StackRefusedError) and error.__cause__ is not None:
        return trouble_of(error.__cause__, sensor)
    row = next((row for row in TABLE if row.takes(error)), None)
    if row is None:
        return None
    return Trouble(row.name, row.state, row.words.format(sensor=sensor, said=_said(error)), row.delay)


def _said(error: BaseException) -> str:
    """What the exception itself says, without a full stop."""
    match error:
        case BleakCharacteristicNotFoundError():
            return str(error.char_specifier)
        case BleakBluetoothNotAvailableError():
            return f"{str(error.args[0]).rstrip('.')}."
        case BleakGATTProtocolError():
            return f"code 0x{int(error.code):02X}, {str(error.args[1]).removeprefix('GATT Protocol Error: ')}"
        case _:
            return str(error).rstrip(".") or type(error).__name__
