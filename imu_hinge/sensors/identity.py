"""Who a connected sensor is. Most makes say it in Device Information and Battery, others in their own way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.sensors.dialogue import Port


def standard(number: int) -> str:
    """The full UUID of a number that the Bluetooth SIG assigned."""
    return f"0000{number:04x}-0000-1000-8000-00805f9b34fb"


BATTERY, MODEL, SERIAL, FIRMWARE = map(standard, (0x2A19, 0x2A24, 0x2A25, 0x2A26))
_LARGEST_PCT = 100


@dataclass(frozen=True, slots=True)
class Identity:
    """What the sensor says of itself; empty or None where it says nothing."""

    serial: str
    model: str
    firmware: str
    battery_pct: int | None = None


AskIdentity = Callable[[Port], Awaitable[Identity]]
"""Raises LinkDownError, and SensorRefusedError for a sensor that cannot be used."""


async def read_identity(port: Port) -> Identity:
    """From Device Information and Battery. Raises LinkDownError."""
    serial, model, firmware = [await _text(port, uuid) for uuid in (SERIAL, MODEL, FIRMWARE)]
    battery = await _value(port, BATTERY)
    known = bool(battery) and battery[0] <= _LARGEST_PCT
    return Identity(serial, model, firmware, battery[0] if known else None)


def probed(port: Port) -> str | None:
    """A characteristic that can be read at any time, to see whether the sensor answers; None where there is none."""
    return next((uuid for uuid in (BATTERY, SERIAL, MODEL, FIRMWARE) if port.offers(uuid)), None)


async def _text(port: Port, characteristic: str) -> str:
    return (await _value(port, characteristic)).decode("utf-8", "replace").strip("\0 ")


async def _value(port: Port, characteristic: str) -> bytes:
    """Empty where the sensor has no such value, or keeps it to itself."""
    if not port.offers(characteristic):
        return b""
    try:
        return await port.read(characteristic)
    except SensorRefusedError:
        return b""
