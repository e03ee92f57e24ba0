"""Config and Status (PROTOCOL.md sections 5 and 11): structs that begin with their own length."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import IntEnum
from struct import Struct
from typing import TypeVar

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp.refusal import refused

MAJOR, MINOR = 1, 0
UNKNOWN_PERCENT = 255
_CONFIG = Struct("<7BxHH4I")
_STATUS = Struct("<4BHh3IQ4H")
_PLAUSIBLE_RATIO = (0.8, 1.5)
Value = TypeVar("Value")


class State(IntEnum):
    """What the device is doing; other values are to be shown as unknown."""

    IDLE = 0
    STREAMING = 1
    BUFFERING = 2
    BUSY = 3
    FAULT = 4


class Role(IntEnum):
    """Where the device says it is worn."""

    NONE = 0
    SACRUM = 1
    THORACIC = 2


PLACEMENTS: dict[int, Placement] = {Role.SACRUM: Placement.SACRUM, Role.THORACIC: Placement.THORACIC}
"""Where a sensor of a role is worn; no entry for a role that is none or unknown."""


class Capability(IntEnum):
    """Bit numbers of `Config.caps`."""

    HAPTIC = 0
    LED = 1
    BACKFILL = 2
    SELF_TEST = 3
    TEMPERATURE = 4
    BUTTON = 5
    QUATERNION = 6
    DFU = 7


class StatusFlag(IntEnum):
    """Bit numbers of `Status.flags`."""

    LOW_BATTERY = 2
    CRITICAL_BATTERY = 3
    RING_OVERRUN = 4
    IMU_FAULT = 5
    BACKFILL_RUNNING = 6
    BUTTON = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the device is and how its samples are scaled. Field order is byte order."""

    length: int = _CONFIG.size
    """Bytes of the struct as received; encoded is always what this version knows."""
    major: int = MAJOR
    minor: int = MINOR
    epoch: int
    role: int
    state: int
    batch: int
    """Samples per full frame."""
    acc_fs_mg: int
    gyr_fs_dps: int
    acc_ng_per_lsb: int
    gyr_ndps_per_lsb: int
    odr_mhz: int
    """Nominal rate, millihertz."""
    caps: int
    """Bits numbered by Capability."""

    def can(self, capability: Capability) -> bool:
        """Whether the device has a capability."""
        return bool(self.caps >> capability & 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the device is, and its full counters. Field order is byte order."""

    length: int = _STATUS.size
    """Bytes of the struct as received; encoded is always what this version knows."""
    flags: int
    """Bits numbered by StatusFlag."""
    battery: int
    """Percent; 255 unknown."""
    charge: int
    """0 unknown, 1 discharging, 2 charging, 3 full."""
    battery_mv: int
    """0 unknown."""
    temp_cc: int
    """0.01 °C; -32768 unknown."""
    drops: int
    """Samples of this run not sent live."""
    ring_oldest: int
    ring_newest: int
    """Full index of the newest sample; oldest - 1 (mod 2^32) when the ring is empty."""
    now_us: int
    conn_interval: int
    """Units of 1.25 ms; 0 unknown."""
    mtu: int
    boot_id: int
    run: int

    def has(self, flag: StatusFlag) -> bool:
        """Whether a flag is set."""
        return bool(self.flags >> flag & 1)


_CONFIG_NAMES = tuple(field.name for field in fields(Config))
_STATUS_NAMES = tuple(field.name for field in fields(Status))


def encode_config(config: Config) -> bytes:
    """28 bytes; struct.error for a field outside its type."""
    return _CONFIG.pack(_CONFIG.size, *(getattr(config, name) for name in _CONFIG_NAMES[1:]))


def decode_config(payload: bytes) -> Config:
    """The known part of a Config; raises ProtocolError short, version, length, truncated or value, in this order."""
    if len(payload) < 2:
        raise refused(len(payload), "short")
    if payload[1] != MAJOR:
        raise refused(1, "version")
    _judge_length(payload, _CONFIG.size)
    config = Config(**dict(zip(_CONFIG_NAMES, _CONFIG.unpack_from(payload), strict=True)))
    if 0 in (config.acc_ng_per_lsb, config.gyr_ndps_per_lsb, config.odr_mhz):
        raise refused(12, "value")
    return config


def encode_status(status: Status) -> bytes:
    """36 bytes; struct.error for a field outside its type."""
    return _STATUS.pack(_STATUS.size, *(getattr(status, name) for name in _STATUS_NAMES[1:]))


def decode_status(payload: bytes) -> Status:
    """The known part of a Status; raises ProtocolError short, length or truncated, in this order."""
    if not payload:
        raise refused(0, "short")
    _judge_length(payload, _STATUS.size)
    return Status(**dict(zip(_STATUS_NAMES, _STATUS.unpack_from(payload), strict=True)))


def _judge_length(payload: bytes, known: int) -> None:
    if payload[0] < known:
        raise refused(0, "length")
    if len(payload) < payload[0]:
        raise refused(len(payload), "truncated")


def unless_cut(decode: Callable[[bytes], Value], notified: bytes) -> Value | None:
    """What a notification holds; None for one cut by a small MTU, which says only that the value changed (S2)."""
    try:
        return decode(notified)
    except ProtocolError as refusal:
        if refusal.reason == "truncated":
            return None
        raise


def implausible_scales(config: Config) -> tuple[str, ...]:
    """Which of `acc`, `gyr` have a scale that does not fit their full scale: to be accepted, and warned of once."""
    ratios = {
        "acc": config.acc_ng_per_lsb * 32768e-6 / max(config.acc_fs_mg, 1),
        "gyr": config.gyr_ndps_per_lsb * 32768e-9 / max(config.gyr_fs_dps, 1),
    }
    lowest, highest = _PLAUSIBLE_RATIO
    return tuple(name for name, ratio in ratios.items() if not lowest <= ratio <= highest)
