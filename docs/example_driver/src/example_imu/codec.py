"""Example IMU bytes, from the maker's table (README.md). All numbers are little-endian."""

from dataclasses import dataclass
from math import pi
from struct import Struct

import numpy as np
from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError

DRIVER_ID = "example_imu"
SERVICE, DATA, COMMAND = (f"6e10000{number}-0e5a-4b1c-9a53-6578616d706c" for number in (1, 2, 3))
START, STOP = b"\x01", b"\x00"
"""Values of COMMAND."""

_FRAME = Struct("<BBI6hH")
_HEAD = 0xA5
_SUM_AT = 18
_ACC_MPS2_PER_LSB = 9.80665 / 2048
_GYR_RADPS_PER_LSB = pi / 180 / 16
_SCALE = np.repeat([_ACC_MPS2_PER_LSB, _GYR_RADPS_PER_LSB], 3)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One data notification."""

    battery_pct: int
    t_us: int
    """32 bit."""
    si: Array
    """(6,) specific force in m/s2 and angular rate in rad/s."""


def decode_frame(payload: bytes) -> Frame:
    """Raises ProtocolError length, head, or sum."""
    if len(payload) != _FRAME.size:
        raise ProtocolError(DRIVER_ID, len(payload), "length")
    head, battery_pct, t_us, *raw, told_sum = _FRAME.unpack(payload)
    if head != _HEAD:
        raise ProtocolError(DRIVER_ID, 0, "head")
    if told_sum != sum(payload[:_SUM_AT]):
        raise ProtocolError(DRIVER_ID, _SUM_AT, "sum")
    return Frame(battery_pct, t_us, np.array(raw) * _SCALE)
