"""The stream frames of a virtual WitMotion sensor, also those that its driver must not use."""

from datetime import datetime, timedelta
from struct import Struct

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.witmotion.codec import encode_stream

DISPLACEMENT, TIME_STAMPS = 1, 2
"""Bits of the output content."""
_STAMP = Struct("<6BH")
_CLOCK_BEGINS = datetime(2025, 1, 1)  # the sensor knows no time zone
_CENTURY = 2000


def stream_frame(si: Array, output: int, t_s: float) -> bytes:
    """A frame of (6,) SI at a time; displacements and speeds of a sensor at rest in their place where asked for."""
    frame = encode_stream(np.zeros(6) if output & DISPLACEMENT else si)
    return frame + _stamp(t_s) if output & TIME_STAMPS else frame


def _stamp(t_s: float) -> bytes:
    now = _CLOCK_BEGINS + timedelta(seconds=t_s)
    ms = now.microsecond // 1000
    return _STAMP.pack(now.year - _CENTURY, now.month, now.day, now.hour, now.minute, now.second, ms)
