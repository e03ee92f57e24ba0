"""Data frames (PROTOCOL.md section 6): header, cumulative quaternion, raw samples."""

from dataclasses import dataclass
from struct import Struct

import numpy as np
import numpy.typing as npt

from imu_hinge.sensors.hsp.refusal import refused
from imu_hinge.sensors.hsp.uuids import BACKFILL

VERSION = 1
QUATERNION_BIT, BACKFILL_BIT = 1, 2
"""Bits of the frame type."""
GAP, ACC_CLIP, GYR_CLIP, LOW_BATTERY, STILL = (1 << bit for bit in range(5))
"""Bits of the flags."""
MAX_SAMPLES = 40

RawSamples = npt.NDArray[np.int16]
RawQuaternion = tuple[int, int, int, int]

_HEADER = Struct("<BBHI")
_QUATERNION = Struct("<4h")
_SAMPLE_BYTES = 12
_MAX_BODY = MAX_SAMPLES * _SAMPLE_BYTES
_LAST_TYPE = 3
_MAX_FRAME_BYTES = 244
_ATT_HEADER = 3
_NORM_LOWEST, _NORM_HIGHEST = 32439**2, 33095**2
_WITH_QUATERNION_FROM = 40


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One live or backfill frame, counters still short, values raw."""

    type: int
    """0..3; bit 0 with quaternion, bit 1 backfill."""
    flags: int
    """Bits 0..5."""
    epoch: int
    """Config epoch modulo 4."""
    index: int
    """Index of the first sample in its run, modulo 65536."""
    t_us: int
    """Device time of the first sample, modulo 2^32."""
    quat: RawQuaternion | None
    """w, x, y, z times 32767, after the last sample of the frame."""
    samples: RawSamples
    """(n, 6) acc x y z, gyr x y z, LSB."""


def encode_frame(frame: Frame) -> bytes:
    """The bytes; raises struct.error for a field outside its type, ValueError when type and quaternion contradict."""
    if (frame.quat is not None) != bool(frame.type & QUATERNION_BIT):
        raise ValueError(f"a frame of type {frame.type} and quaternion {frame.quat} contradict each other")
    header = _HEADER.pack(VERSION << 5 | frame.type, frame.flags | frame.epoch << 6, frame.index, frame.t_us)
    quaternion = b"" if frame.quat is None else _QUATERNION.pack(*frame.quat)
    return header + quaternion + frame.samples.astype("<i2").tobytes()


def decode_frame(payload: bytes, characteristic: str) -> Frame:
    """The frame that came on DATA (or "") or BACKFILL; `samples` is a read-only view of the payload.

    Raises ProtocolError short, version, type, characteristic, length or quaternion, judged in this order.
    """
    if len(payload) < _HEADER.size:
        raise refused(len(payload), "short")
    head, flags, index, t_us = _HEADER.unpack_from(payload)
    kind = head & 0x1F
    _judge_head(head >> 5, kind, characteristic)
    start = _samples_start(len(payload), kind)
    quat = _quaternion(payload) if kind & QUATERNION_BIT else None
    samples = np.frombuffer(payload, "<i2", -1, start).reshape(-1, 6)
    return Frame(kind, flags & 0x3F, flags >> 6, index, t_us, quat, samples)


def _judge_head(version: int, kind: int, characteristic: str) -> None:
    if version != VERSION:
        raise refused(0, "version")
    if kind > _LAST_TYPE:
        raise refused(0, "type")
    if bool(kind & BACKFILL_BIT) != (characteristic == BACKFILL):
        raise refused(0, "characteristic")


def _samples_start(length: int, kind: int) -> int:
    start = _HEADER.size + (_QUATERNION.size if kind & QUATERNION_BIT else 0)
    body = length - start
    if body < _SAMPLE_BYTES or body > _MAX_BODY or body % _SAMPLE_BYTES:
        raise refused(length, "length")
    return start


def _quaternion(payload: bytes) -> RawQuaternion:
    w, x, y, z = _QUATERNION.unpack_from(payload, _HEADER.size)
    if not _NORM_LOWEST <= w * w + x * x + y * y + z * z <= _NORM_HIGHEST:
        raise refused(_HEADER.size, "quaternion")
    return w, x, y, z


def capacity(mtu: int, quaternion: bool) -> tuple[int, int]:
    """Frame type and most samples per live frame at this ATT MTU, for a device with or without quaternion (F1, F2)."""
    payload = min(mtu - _ATT_HEADER, _MAX_FRAME_BYTES)
    kind = QUATERNION_BIT if quaternion and payload >= _WITH_QUATERNION_FROM else 0
    header = _HEADER.size + kind * _QUATERNION.size
    return kind, (payload - header) // _SAMPLE_BYTES
