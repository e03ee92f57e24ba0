"""Polar H10 bytes: the measurement data service (PMD) of polarofficial/polar-ble-sdk. All numbers are little-endian."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct, pack, unpack_from

import numpy as np
import numpy.typing as npt

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.polar.deltas import decode_deltas, encode_deltas

DRIVER_ID = "polar"
SERVICE, CONTROL, DATA = (f"fb005c8{number}-02e7-f387-1cad-8acd2d8df0c8" for number in range(3))

ACC = 2
"""The measurement that is used."""
FEATURES, ANSWER = 0x0F, 0xF0
"""First bytes of what CONTROL tells: the measurements there are, and an answer."""
RAW, COMPRESSED = 0x01, 0x81
"""Frame types with a content in mg of 16 bit."""
COMPRESSED_G = 0x80
"""The frame type whose content is in units of the factor times 1 g."""

Samples = npt.NDArray[np.int64]
"""(n, 3)."""
_HEAD = Struct("<BQB")
_LATEST_NS = 1 << 63
"""292 years after the beginning of Polar's time; no device says so."""


class Op(IntEnum):
    """What CONTROL can be told."""

    SETTINGS = 1
    START = 2
    STOP = 3


class Setting(IntEnum):
    """What a measurement is made with."""

    RATE_HZ = 0
    RESOLUTION_BITS = 1
    RANGE_G = 2
    RANGE_MILLI = 3
    CHANNELS = 4
    FACTOR = 5


_SIZES = {0: 2, 1: 2, 2: 2, 3: 4, 4: 1, 5: 4}
"""Bytes of each setting's values."""
WANTED: Mapping[int, int] = {Setting.RATE_HZ: 200, Setting.RESOLUTION_BITS: 16, Setting.RANGE_G: 8}
PERIOD_NS = 5_000_000
ASK_SETTINGS, STOP = bytes((Op.SETTINGS, ACC)), bytes((Op.STOP, ACC))


def refused(offset: int, reason: str) -> ProtocolError:
    """The error for bytes refused at this place."""
    return ProtocolError(DRIVER_ID, offset, reason)


@dataclass(frozen=True, slots=True)
class Answer:
    """What CONTROL answers."""

    op: int
    status: int
    """0: done."""
    settings: Mapping[int, tuple[int, ...]]
    """The values that can be had, or that are used; a factor as its 32 bits."""


def encode_settings(values: Mapping[int, tuple[int, ...]]) -> bytes:
    """Each setting with its number of values and these."""
    return b"".join(
        bytes((kind, len(told))) + b"".join(value.to_bytes(_SIZES[kind], "little") for value in told)
        for kind, told in values.items()
    )


def decode_settings(content: bytes, offset: int = 0) -> dict[int, tuple[int, ...]]:
    """Of a content that stands at `offset`; refused: setting, for an unknown one, and truncated."""
    found, at = {}, 0
    while at < len(content):
        size = _SIZES.get(content[at])
        if size is None:
            raise refused(offset + at, "setting")
        end = at + 2 + (size * content[at + 1] if at + 1 < len(content) else 1)
        if end > len(content):
            raise refused(offset + len(content), "truncated")
        values = (content[i : i + size] for i in range(at + 2, end, size))
        found[content[at]] = tuple(int.from_bytes(value, "little") for value in values)
        at = end
    return found


def encode_start(values: Mapping[int, int] = WANTED) -> bytes:
    """The command that starts the accelerometer."""
    return bytes((Op.START, ACC)) + encode_settings({kind: (value,) for kind, value in values.items()})


def encode_answer(answer: Answer) -> bytes:
    """What CONTROL indicates; no content but where it was done."""
    head = bytes((ANSWER, answer.op, ACC, answer.status))
    return head if answer.status else head + b"\0" + encode_settings(answer.settings)


def decode_answer(payload: bytes) -> Answer:
    """Of an answer about the accelerometer; refused: truncated, setting."""
    if len(payload) < 4:
        raise refused(len(payload), "truncated")
    content = payload[5:] if payload[3] == 0 else b""
    return Answer(payload[1], payload[3], decode_settings(content, 5))


def is_answer(payload: bytes, op: int) -> bool:
    """Whether this answers a command about the accelerometer."""
    return payload[:3] == bytes((ANSWER, op, ACC)) and len(payload) > 3


def has_acc(features: bytes) -> bool:
    """Whether a value read from CONTROL names the accelerometer."""
    return len(features) > 1 and features[0] == FEATURES and bool(features[1] >> ACC & 1)


def factor_of(answer: Answer) -> float:
    """By what the numbers of compressed frames are to be multiplied; 1 where the start's answer does not tell."""
    told = answer.settings.get(Setting.FACTOR)
    return float(unpack_from("<f", pack("<I", told[0]))[0]) if told else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One data notification of the accelerometer."""

    last_ns: int
    """Time of the last sample, from the beginning of 2000 (2019 on a device that was never set)."""
    kind: int
    samples: Samples
    """(n, 3) as sent: see RAW, COMPRESSED, COMPRESSED_G."""


def decode_frame(payload: bytes) -> Frame | None:
    """None for another measurement. Refused: truncated, time, frame_type, length, bits and count."""
    if not payload or payload[0] != ACC:
        return None
    if len(payload) < _HEAD.size:
        raise refused(len(payload), "truncated")
    _, last_ns, kind = _HEAD.unpack_from(payload)
    if last_ns >= _LATEST_NS:
        raise refused(1, "time")
    return Frame(last_ns, kind, _samples(kind, payload[_HEAD.size :]))


def _samples(kind: int, content: bytes) -> Samples:
    if kind in (COMPRESSED, COMPRESSED_G):
        try:
            return decode_deltas(content)
        except ValueError as reason:
            raise refused(_HEAD.size, str(reason)) from None
    if kind != RAW:
        raise refused(_HEAD.size - 1, "frame_type")
    if not content or len(content) % 6:
        raise refused(_HEAD.size + len(content), "length")
    return np.frombuffer(content, "<i2").reshape(-1, 3).astype(np.int64)


def encode_frame(frame: Frame) -> bytes:
    """The notification of a frame."""
    raw = frame.kind == RAW
    content = frame.samples.astype("<i2").tobytes() if raw else encode_deltas(frame.samples)
    return _HEAD.pack(ACC, frame.last_ns, frame.kind) + content
