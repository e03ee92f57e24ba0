"""The last seconds of lumbar flexion."""

import numpy as np

from imu_hinge.model.arrays import FRAME, Array, Records
from imu_hinge.view.snapshot import STALE_S, TRACE_S, Angles

SHARE_FROM_DEG = 8.0
"""Below this pelvis tilt a share would be a quotient of two small numbers."""


class Trace:
    """Keeps the newest frames; frames that come again replace those said before."""

    def __init__(self) -> None:
        self._rows = np.empty(0, FRAME)

    def take(self, frames: Records, t_ns: int) -> None:
        """Adds (n,) FRAME and forgets what is older than the trace at `t_ns`."""
        if len(frames):
            kept = self._rows[: np.searchsorted(self._rows["t_ns"], frames["t_ns"][0])]
            rows = np.concatenate([kept, frames])
            self._rows = rows[np.searchsorted(rows["t_ns"], t_ns - round(TRACE_S * 1e9)) :]

    def points(self, t_ns: int) -> Array:
        """(n, 2) seconds before `t_ns`, lumbar flexion in deg."""
        lumbar = np.where(self._rows["valid"], np.degrees(self._rows["lumbar_flexion"]), np.nan)
        points = np.column_stack([(self._rows["t_ns"] - t_ns) / 1e9, lumbar])
        points.flags.writeable = False
        return points

    def newest(self, t_ns: int) -> Angles:
        """The angles of the newest frame; unknown when it is stale."""
        if not len(self._rows) or t_ns - int(self._rows["t_ns"][-1]) > STALE_S * 1e9:
            return Angles()
        frame = self._rows[-1]
        pelvis, thorax, lumbar = (_deg(frame[name]) for name in ("pelvis_tilt", "thorax_tilt", "lumbar_flexion"))
        return Angles(pelvis, thorax, lumbar if frame["valid"] else None, _share(pelvis, thorax))


def _deg(angle_rad: float) -> float | None:
    return None if np.isnan(angle_rad) else float(np.degrees(angle_rad))


def _share(pelvis: float | None, thorax: float | None) -> float | None:
    if pelvis is None or thorax is None or pelvis < SHARE_FROM_DEG or thorax <= 0.0:
        return None
    return min(pelvis / thorax, 1.0)
