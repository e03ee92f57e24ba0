"""Since when the wearer has stood tall and still, from the frames."""

import numpy as np

from imu_hinge.model.arrays import Records

TALL_DEG = 12.0
"""A tilt of the thorax beyond this is not tall: the early limit of leaning forward, and some sway."""
STILL_DEG = 4.0
"""Largest spread of a tilt in a stand: sway of quiet standing stays below 2 deg, walking does not (virtual wearer)."""


class Standing:
    """Fed with all frames; those of times gone by, which a calibration gives again, are left out."""

    def __init__(self) -> None:
        self.newest_ns = -1
        self.since_ns: int | None = None
        """None while the wearer bends, moves, or is not seen."""
        self._low = self._high = (0.0, 0.0)

    def step(self, frames: Records) -> None:
        """Take (n,) FRAME."""
        rows = frames[frames["t_ns"] > self.newest_ns]
        if not len(rows):
            return
        tilts = (np.degrees(rows[name]).tolist() for name in ("thorax_tilt", "pelvis_tilt"))
        for t_ns, thorax, pelvis in zip(rows["t_ns"].tolist(), *tilts, strict=True):
            self._row(t_ns, thorax, thorax if np.isnan(pelvis) else pelvis)
        self.newest_ns = int(rows["t_ns"][-1])

    def _row(self, t_ns: int, thorax: float, pelvis: float) -> None:
        if not abs(thorax) <= TALL_DEG:
            self.since_ns = None
            return
        now = (thorax, pelvis)
        low = (min(self._low[0], thorax), min(self._low[1], pelvis))
        high = (max(self._high[0], thorax), max(self._high[1], pelvis))
        if self.since_ns is None or max(high[0] - low[0], high[1] - low[1]) > STILL_DEG:
            self.since_ns, low, high = t_ns, now, now
        self._low, self._high = low, high
