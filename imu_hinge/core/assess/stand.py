"""Standing still at the start: the reference of a movement."""

from collections import deque

import numpy as np

from imu_hinge.core.assess.params import AssessParams, rows_in
from imu_hinge.core.assess.poses import LATERAL, PELVIS, PELVIS_LATERAL, THORAX, Pose
from imu_hinge.model.arrays import Array

REAL = 0.9
"""Share of a stand's rows that has to be real."""
_PELVIS, _THORAX = (PELVIS, PELVIS_LATERAL), (THORAX, LATERAL)


class Stand:
    """Fed one pose at a time."""

    def __init__(self, params: AssessParams) -> None:
        self._p, self._length = params, rows_in(params.stand_s)
        self._rows: deque[Pose] = deque(maxlen=self._length)
        self._still = 0
        self.reference: Array | None = None
        """(4,) where the wearer stands, deg from the calibrated stance; None unless still for long enough."""

    @property
    def still_s(self) -> float:
        """For how long."""
        return self._still / rows_in(1.0)

    def reset(self) -> None:
        """Begin anew."""
        self._rows.clear()
        self._still, self.reference = 0, None

    def step(self, pose: Pose) -> None:
        """Take one pose."""
        if not pose.known:
            self.reset()
            return
        self._rows.append(pose)
        rows = np.array([one.angles for one in self._rows])
        if np.ptp(rows, axis=0).max() > self._p.stand_deg:
            self._shorten(rows)
            return
        self._still += 1
        real = sum(one.real for one in self._rows)
        whole = len(rows) == self._length and real >= REAL * self._length
        self.reference = rows[: 2 * self._length // 3].mean(axis=0) if whole else None

    def _shorten(self, rows: Array) -> None:
        """Keep what is still with the last row."""
        off = np.abs(rows - rows[-1]).max(axis=1) > self._p.stand_deg
        for _ in range(int(np.flatnonzero(off)[-1]) + 1 if off.any() else 1):
            self._rows.popleft()
        self._still, self.reference = len(self._rows), None


def one_segment_off(off: Array, much_deg: float, little_deg: float) -> bool:
    """Whether of (4,) differences of a stand one segment is off by much and the other one by little."""
    pelvis, thorax = (float(np.abs(off[list(columns)]).max()) for columns in (_PELVIS, _THORAX))
    return max(pelvis, thorax) > much_deg and min(pelvis, thorax) <= little_deg
