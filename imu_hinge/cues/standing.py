"""Since when the wearer has stood tall and still, from the frames."""

import numpy as np

from imu_hinge.model.arrays import Records

TALL_DEG = 12.0
"""A tilt of the thorax beyond this is not tall: the early limit of leaning forward, and some sway."""
STILL_DEG = 3.0
"""Largest spread of the thorax tilt in a stand. Over two seconds the virtual wearer has 0.5 to 2.5 deg in a stand and
3.8 to 7.6 deg when walking or turning."""


class Standing:
    """Fed with all frames; those of times gone by, which a calibration gives again, are left out."""

    def __init__(self) -> None:
        self.newest_ns = -1
        self.since_ns: int | None = None
        """None while the wearer bends, moves, or is not seen."""
        self._low_deg = self._high_deg = 0.0

    def step(self, frames: Records) -> None:
        """Take (n,) FRAME."""
        rows = frames[frames["t_ns"] > self.newest_ns]
        if not len(rows):
            return
        for t_ns, thorax_deg in zip(rows["t_ns"].tolist(), np.degrees(rows["thorax_tilt"]).tolist(), strict=True):
            self._row(t_ns, thorax_deg)
        self.newest_ns = int(rows["t_ns"][-1])

    def _row(self, t_ns: int, thorax_deg: float) -> None:
        if not abs(thorax_deg) <= TALL_DEG:
            self.since_ns = None
            return
        low_deg, high_deg = min(self._low_deg, thorax_deg), max(self._high_deg, thorax_deg)
        if self.since_ns is None or high_deg - low_deg > STILL_DEG:
            self.since_ns, low_deg, high_deg = t_ns, thorax_deg, thorax_deg
        self._low_deg, self._high_deg = low_deg, high_deg
