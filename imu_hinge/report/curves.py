"""The angles of repetitions, laid over each other from start to end. Pure."""

from collections.abc import Sequence

import numpy as np

from imu_hinge.core.smooth import weights
from imu_hinge.model.arrays import Array, Records
from imu_hinge.model.events import Rep
from imu_hinge.review.angles import cut
from imu_hinge.review.curves import Curve, curve

SMOOTHED_HZ = 5.0
"""As the angles that are measured."""
_ROUND_NS = 100_000_000
"""Beyond both ends, so that the ends are known."""


def smoothed(frames: Records) -> Records:
    """(n,) FRAME with the tilts and the low back as smooth as they are measured; NaN beside what is not known."""
    window, rows = weights(SMOOTHED_HZ), frames.copy()
    if len(rows) < len(window):
        return rows
    for name in ("pelvis_tilt", "thorax_tilt", "lumbar_flexion"):
        rows[name] = np.convolve(rows[name], window, "same")
    return rows


def curve_of(frames: Records, rep: Rep) -> Curve:
    """The curves of one repetition from all frames of its session."""
    return curve(cut(frames, rep.t_start_ns - _ROUND_NS, rep.t_end_ns + _ROUND_NS), rep)


def band(curves: Sequence[Curve], name: str) -> tuple[Array, Array] | None:
    """Lower and upper end of all curves of this kind, each (101,); None where no instant is known."""
    values = np.array([one.values[name] for one in curves])
    known = np.isfinite(values)
    if not known.any():
        return None
    lower, upper = np.where(known, values, np.inf).min(0), np.where(known, values, -np.inf).max(0)
    return np.where(known.any(0), lower, np.nan), np.where(known.any(0), upper, np.nan)
