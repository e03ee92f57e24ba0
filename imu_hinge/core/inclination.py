"""Inclination of a sensor without a gyroscope: up is where the smoothed specific force points.

Good for tilt and counts alone.
"""

import numpy as np
from vqf import VQF

from imu_hinge.core.gaps import Run
from imu_hinge.core.orientation import Oriented, up_in_sensor
from imu_hinge.model.arrays import Array

SMOOTHING_S = 0.15
"""Time constant. On hinges of the virtual wearer the error is 7 deg RMS below 0.2 s, whatever is chosen, and grows
beyond: the acceleration of the movement itself looks like tilt."""
SETTLE_S = 1.0
"""After a begin or a gap nothing is judged for so long: six time constants of the smoothing."""


class Inclination:
    """Stands in for Orientation where rates are NaN."""

    def __init__(self, period_ns: int) -> None:
        self._period_s = period_ns * 1e-9
        self._begin()

    def _begin(self) -> None:
        self._filter = VQF(self._period_s, tauAcc=SMOOTHING_S)
        self._up: Array | None = None
        self._count = 0

    def step(self, run: Run, ratio: float) -> Oriented:
        """Inclination of a run, heading always 0; the rate is that of up, without the turn about the vertical."""
        if run.restart:
            self._begin()
        n = len(run)
        quat = np.asarray(self._filter.updateBatch(np.zeros((n, 3)), np.ascontiguousarray(run.acc))["quat6D"])
        up = up_in_sensor(quat).T
        before = np.concatenate([up[:1] if self._up is None else self._up, up[:-1]])
        rate = np.cross(up, before) / (self._period_s * ratio)
        self._up = up[-1:]
        age = self._count + np.arange(n)
        self._count += n
        return Oriented(run, quat, rate, age >= SETTLE_S / self._period_s, None)
