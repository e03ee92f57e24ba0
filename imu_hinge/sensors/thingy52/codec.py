"""Nordic Thingy:52 bytes, from its published firmware. All numbers are little-endian."""

from dataclasses import dataclass
from math import pi
from struct import Struct

import numpy as np

from imu_hinge.model.arrays import Array

DRIVER_ID = "thingy52"
SERVICE, NAME, CONNECTION, FIRMWARE, INTERFACE, LED, MOTION, CONFIG, RAW = (
    f"ef68{number:04x}-9b35-4933-9b10-52ffa9740042"
    for number in (0x0100, 0x0101, 0x0104, 0x0107, 0x0300, 0x0301, 0x0400, 0x0401, 0x0406)
)
"""SERVICE is the one that is advertised; it holds the three after it, INTERFACE one, MOTION two."""

RAW_BYTES = 18
_ACC_MPS2_PER_LSB = -9.80665 / 1024
"""Negative: the firmware turns the accelerometer so that the axis that points down reads positive."""
_GYR_RADPS_PER_LSB = pi / 180 / 32
_SCALE = np.repeat([_ACC_MPS2_PER_LSB, _GYR_RADPS_PER_LSB], 3)
_SHIFTS = np.repeat([6, 11], 3)
"""The firmware has 16 binary places and drops so many of them."""
_HIGHEST = np.repeat([31 << 10, 1023 << 5], 3)
"""It saturates at 31 g and 1023 degrees per second."""
_LOWEST = -32768
_CONFIG = Struct("<4HB")
_CONNECTION = Struct("<4H")
_INTERVAL_MS = 1.25
_TIMEOUT_10_MS = 400


@dataclass(frozen=True, slots=True)
class Config:
    """What is measured and how often; the sensor keeps it for good."""

    step_ms: int
    temperature_ms: int
    compass_ms: int
    rate_hz: int
    wake_on_motion: int


def encode_config(config: Config) -> bytes:
    """9 bytes; struct.error for a field outside its type."""
    return _CONFIG.pack(config.step_ms, config.temperature_ms, config.compass_ms, config.rate_hz, config.wake_on_motion)


def decode_config(value: bytes) -> Config | None:
    """None for a value of another length."""
    return Config(*_CONFIG.unpack(value)) if len(value) == _CONFIG.size else None


def encode_connection(interval_ms: float) -> bytes:
    """The wish for exactly this connection interval, latency 0, supervision time-out 4 s."""
    units = round(interval_ms / _INTERVAL_MS)
    return _CONNECTION.pack(units, units, 0, _TIMEOUT_10_MS)


def decode_connection(value: bytes) -> tuple[int, int, int, int] | None:
    """Shortest and longest interval in 1.25 ms, latency, time-out in 10 ms; None for a value of another length."""
    return _CONNECTION.unpack(value) if len(value) == _CONNECTION.size else None


def encode_raw(si: Array) -> bytes:
    """The value of (6,) specific force in m/s2 and angular rate in rad/s; compass 0."""
    fixed = np.round(si / _SCALE * 2.0**_SHIFTS).astype(np.int64)
    lsb = np.clip(fixed >> _SHIFTS, _LOWEST, _HIGHEST)
    return np.concatenate([lsb, [0, 0, 0]]).astype("<i2").tobytes()


def decode_raw(value: bytes) -> Array:
    """(6,) specific force in m/s2 and angular rate in rad/s of RAW_BYTES; the compass is left out."""
    return np.asarray(np.frombuffer(value, "<i2", 6) * _SCALE)
