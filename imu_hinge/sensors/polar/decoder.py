"""Notifications of one Polar H10 to samples in SI units: acceleration alone."""

from fractions import Fraction

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.polar.codec import (
    COMPRESSED_G,
    CONTROL,
    DATA,
    PERIOD_NS,
    RAW,
    Frame,
    Op,
    decode_answer,
    decode_frame,
    factor_of,
    is_answer,
    refused,
)
from imu_hinge.sensors.timeline import Placed, Timeline

_G_MPS2 = 9.80665
_MG = 1e-3
_MOST_MPS2 = 2 * 16 * _G_MPS2
"""Twice the largest range: what lies beyond is no measurement."""


class PolarDecoder:
    """Numbers samples by the time of the last one of each packet; the answer to the start tells the factor."""

    def __init__(self) -> None:
        self._timeline = Timeline(Fraction(1), 64, PERIOD_NS)
        self._factor = 1.0

    def decode(self, packet: Packet) -> Decoded | None:
        """The samples of one packet; raises ProtocolError as the codec does, or value for what cannot be measured."""
        if packet.characteristic == CONTROL and is_answer(packet.payload, Op.START):
            self._factor = factor_of(decode_answer(packet.payload))
        if packet.characteristic not in ("", DATA):
            return None
        frame = decode_frame(packet.payload)
        return self._decoded(frame, packet.t_ns) if frame else None

    def _decoded(self, frame: Frame, t_ns: int) -> Decoded | None:
        acc = frame.samples.astype(np.float64) * (self._g_per_count(frame.kind) * _G_MPS2)
        if not (np.abs(acc) <= _MOST_MPS2).all():
            raise refused(10, "value")
        placed = self._timeline.place(frame.last_ns, len(acc), t_ns)
        return None if placed is None else _in_place(acc, placed)

    def _g_per_count(self, kind: int) -> float:
        if kind == RAW:
            return _MG
        return self._factor * (1.0 if kind == COMPRESSED_G else _MG)


def _in_place(acc: Array, placed: Placed) -> Decoded:
    return Decoded(
        stream=placed.stream,
        origin=(),
        index=placed.index,
        device_ns=placed.device_ns,
        nominal_period_ns=PERIOD_NS,
        acc=acc,
        gyr=np.full_like(acc, np.nan),
        rotation=None,
    )
