"""The recent angles by grid index: what measures look back at."""

import numpy as np

from imu_hinge.core.angles import Angles
from imu_hinge.core.motion import GRID_NS
from imu_hinge.model.arrays import Array

KEEP_S = 40.0
"""Longer than the longest repetition with what comes after it."""
COLUMNS = ("pelvis", "thorax", "lumbar", "height", "rate", "valid_pelvis", "valid_thorax", "thorax_there")
"""Angles are NaN where they are not to be judged; `thorax_there`: the count signal, `height`, is the thorax's own."""


class Tape:
    """Columns over grid indices; the oldest are forgotten."""

    def __init__(self) -> None:
        self._keep = round(KEEP_S * 1e9 / GRID_NS)
        self._rows = np.empty((len(COLUMNS), 0))
        self._first = 0

    def append(self, first: int, angles: Angles, height: Array, rate: Array) -> None:
        """Add the rows of a block that begins at grid index `first`."""
        pelvis = np.where(angles.valid_pelvis, angles.pelvis, np.nan)
        thorax = np.where(angles.valid_thorax, angles.thorax, np.nan)
        valid = (angles.valid_pelvis, angles.valid_thorax, np.isfinite(angles.thorax))
        rows = np.stack([pelvis, thorax, thorax - pelvis, height, rate, *valid])
        kept = self._rows[:, -self._keep :]
        self._rows = np.concatenate([kept, rows], axis=1)
        self._first = first - kept.shape[1]

    def column(self, name: str, start: int, stop: int) -> Array:
        """A column over grid indices; shorter where the tape does not reach."""
        a, b = max(start - self._first, 0), max(stop - self._first, 0)
        return np.asarray(self._rows[COLUMNS.index(name), a:b])
