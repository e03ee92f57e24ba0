"""Movella DOT bytes (XD0506P, BLE Services Specifications, rev F). All numbers are little-endian."""

from dataclasses import dataclass
from enum import IntEnum
from math import pi
from struct import Struct, pack, unpack_from

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError

DRIVER_ID = "movella_dot"


def dot_uuid(number: int) -> str:
    """The full UUID of one of the maker's numbers."""
    return f"1517{number:04x}-4947-11e9-8646-d663bd873d93"


CONFIGURATION, MEASUREMENT, BATTERY_SERVICE = map(dot_uuid, (0x1000, 0x2000, 0x3000))
"""Services."""
INFO, CONTROL, REPORT = map(dot_uuid, (0x1001, 0x1002, 0x1004))
RUN, MEDIUM = map(dot_uuid, (0x2001, 0x2003))
BATTERY = dot_uuid(0x3001)

RATE_QUANTITIES = 21
"""The payload mode that is used: time, acceleration and rate."""
MEDIUM_BYTES = 40
"""Every medium payload is padded to it with zeros."""
RATE_HZ = 60
"""The highest rate of a live stream."""
PERIOD_NS = 16_666_667
START, STOP = bytes((1, 1, RATE_QUANTITIES)), bytes((1, 0, RATE_QUANTITIES))
"""Values of RUN."""
INFO_BYTES, CONTROL_BYTES = 34, 32

_DPS = pi / 180
_MOST = np.array([2 * 16 * 9.80665] * 3 + [2 * 2000.0] * 3)
"""m/s2 and deg/s: twice the full scale. What lies beyond is no measurement."""
_USED_BYTES = 28
_INFO = Struct("<6s3BH5xIQ6s")
_RATE_AT = 24


class Visit(IntEnum):
    """Bits of CONTROL's first byte: which of its fields a write changes."""

    IDENTIFY = 0x01
    RATE = 0x10


def refused(offset: int, reason: str) -> ProtocolError:
    """The error for bytes refused at this place."""
    return ProtocolError(DRIVER_ID, offset, reason)


def quantities(payload: bytes, count: int) -> tuple[int, Array]:
    """Device time in µs (32 bit) and `count` numbers, with which every payload begins; refused: truncated."""
    if len(payload) < 4 + 4 * count:
        raise refused(len(payload), "truncated")
    return unpack_from("<I", payload)[0], np.array(unpack_from(f"<{count}f", payload, 4))


def decode_rate_quantities(payload: bytes) -> tuple[int, Array]:
    """Device time in µs (32 bit) and (6,) acceleration in m/s2 and rate in rad/s.

    Refused: truncated; mode, where the padding is no padding; value, for what cannot be measured.
    """
    t_us, values = quantities(payload, 6)
    if any(payload[_USED_BYTES:]):
        raise refused(_USED_BYTES, "mode")
    if not (np.abs(values) <= _MOST).all():
        raise refused(4, "value")
    values[3:] *= _DPS
    return t_us, values


def encode_rate_quantities(t_us: int, si: Array) -> bytes:
    """The payload of (6,) acceleration in m/s2 and rate in rad/s; the time wraps at 32 bit."""
    return pack("<I6f", t_us % (1 << 32), *si[:3], *(si[3:] / _DPS)).ljust(MEDIUM_BYTES, b"\0")


@dataclass(frozen=True, slots=True)
class Info:
    """What the sensor is."""

    address: str
    firmware: str
    serial: str
    product: str


def decode_info(value: bytes) -> Info:
    """Of the value of INFO; refused: truncated."""
    if len(value) < INFO_BYTES:
        raise refused(len(value), "truncated")
    address, major, minor, patch, _, _, serial, product = _INFO.unpack_from(value)
    name = product.decode("ascii", "replace").rstrip("\0 ")
    return Info(address[::-1].hex(":").upper(), f"{major}.{minor}.{patch}", f"{serial:016X}", name)


def encode_info(info: Info) -> bytes:
    """The value of INFO, without a build date."""
    address = bytes.fromhex(info.address.replace(":", ""))[::-1]
    version = (int(number) for number in info.firmware.split("."))
    return _INFO.pack(address, *version, 0, 0, int(info.serial, 16), info.product.encode().ljust(6, b"\0"))


def rate_of(control: bytes) -> int | None:
    """Output rate in Hz of a value of CONTROL; None where it is cut short."""
    return unpack_from("<H", control, _RATE_AT)[0] if len(control) >= CONTROL_BYTES else None


def set_rate(rate_hz: int) -> bytes:
    """The value of CONTROL that changes the output rate, for good, and nothing else."""
    value = bytearray(CONTROL_BYTES)
    value[0] = Visit.RATE
    value[_RATE_AT : _RATE_AT + 2] = rate_hz.to_bytes(2, "little")
    return bytes(value)


IDENTIFY = bytes((Visit.IDENTIFY, 1)).ljust(CONTROL_BYTES, b"\0")
"""The value of CONTROL that makes the light blink for some seconds."""
