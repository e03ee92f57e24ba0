"""MetaWear bytes: module, register (bit 7: read), content. All numbers are little-endian."""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from struct import pack, unpack_from

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError

DRIVER_ID = "metamotion"
SERVICE, COMMAND, NOTIFY = (f"326a{number}-85cb-9195-d9dd-464cfbbae75a" for number in ("9000", "9001", "9006"))
TICK_NS = Fraction(48 * 10**9, 32768)
"""Of the board's own time."""
TICK_BITS = 32
READ = 0x80


class Module(IntEnum):
    """The parts of a board that are used here."""

    LED = 0x02
    ACC = 0x03
    HAPTIC = 0x08
    PROCESSOR = 0x09
    SETTINGS = 0x11
    GYR = 0x13


class Register(IntEnum):
    """Of the accelerometer and the gyroscope alike."""

    DISCOVERY = 0x00
    POWER = 0x01
    SAMPLING = 0x02
    CONFIG = 0x03
    ACC_DATA = 0x04


DISCOVERY = Register.DISCOVERY | READ
CONFIG_READ = Register.CONFIG | READ
BATTERY_ASK, BATTERY_TOLD = bytes((Module.SETTINGS, 0xCC)), bytes((Module.SETTINGS, 0x8C))
LED_OFF, LED_PLAY = bytes.fromhex("020201"), bytes.fromhex("020101")
_CONNECTION = bytes((Module.SETTINGS, 0x09))
_UNIT_MS, _TIMEOUT_UNIT_MS = 1.25, 10
_BLINK_MS, _MOST_BLINKS = 500, 254
_HEAD_BYTES = 3
_TRIPLE_BYTES = 6


def refused(offset: int, reason: str) -> ProtocolError:
    """The error for bytes refused at this place."""
    return ProtocolError(DRIVER_ID, offset, reason)


def discover(module: int) -> bytes:
    """Asks whether a module is there."""
    return bytes((module, DISCOVERY))


@dataclass(frozen=True, slots=True)
class Found:
    """A module that is there."""

    implementation: int
    revision: int


def decode_found(payload: bytes) -> Found | None:
    """The answer to `discover`; None for a module that is not there."""
    return Found(payload[2], payload[3]) if len(payload) > _HEAD_BYTES else None


def triples(content: bytes, offset: int = 0) -> Array:
    """(n, 3) numbers as sent, of a content that stands at `offset`; refused: length."""
    if not content or len(content) % _TRIPLE_BYTES:
        raise refused(offset + len(content), "length")
    return np.frombuffer(content, "<i2").reshape(-1, 3).astype(np.float64)


def untriples(raw: Array) -> bytes:
    """The bytes of (n, 3) numbers, which are rounded, and clipped to 16 bit."""
    return bytes(np.clip(np.round(raw), -32768, 32767).astype("<i2"))


@dataclass(frozen=True, slots=True, eq=False)
class Accounted:
    """What an accounter gives: what a processor before it gave, and when."""

    processor: int
    tick: int
    """Time in TICK_NS, 32 bit; or a count, for an accounter that counts."""
    raw: Array
    """(n, 3) numbers as sent: the acceleration, and the rate that was joined to it."""


def decode_accounted(payload: bytes) -> Accounted:
    """Refused: short, length."""
    if len(payload) < _HEAD_BYTES + 4:
        raise refused(len(payload), "short")
    tick: int = unpack_from("<I", payload, _HEAD_BYTES)[0]
    return Accounted(payload[2], tick, triples(payload[_HEAD_BYTES + 4 :], _HEAD_BYTES + 4))


def encode_accounted(told: Accounted) -> bytes:
    """The time wraps at 32 bit."""
    tick = pack("<I", told.tick % (1 << TICK_BITS))
    return bytes((Module.PROCESSOR, 0x03, told.processor)) + tick + untriples(told.raw)


def decode_battery(payload: bytes) -> tuple[int, int] | None:
    """Percent and mV; None for anything else."""
    if len(payload) != 5 or not payload.startswith(BATTERY_TOLD):
        return None
    return payload[2], int.from_bytes(payload[3:], "little")


def connection(lowest_ms: float, highest_ms: float, latency: int, timeout_ms: float) -> bytes:
    """Asks for a connection interval."""
    units = round(lowest_ms / _UNIT_MS), round(highest_ms / _UNIT_MS)
    return _CONNECTION + pack("<4H", *units, latency, int(timeout_ms / _TIMEOUT_UNIT_MS))


def vibrate(share: float, ms: int) -> bytes:
    """Runs the motor, where there is one, at a share of its strength."""
    return bytes((Module.HAPTIC, 0x01)) + pack("<BHB", round(248 * share), ms, 0)


def blink(seconds: float) -> bytes:
    """Sets the green light to blink twice a second; LED_PLAY makes it do so."""
    times = min(max(1, round(seconds * 1000 / _BLINK_MS)), _MOST_BLINKS)
    return bytes((Module.LED, 0x03, 0, 2)) + pack("<2B5HB", 31, 0, 0, 50, 0, _BLINK_MS, 0, times)
