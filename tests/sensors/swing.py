"""Something to measure that never repeats a value soon, so that a sample tells its time."""

from dataclasses import dataclass
from math import inf, pi, sin

import numpy as np

from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True)
class Swing:
    """A slow swing of acceleration and rate on all axes, until a true time."""

    end_s: float = inf

    def at(self, t_s: float) -> Array | None:
        phases = np.array([sin(2 * pi * (0.3 * t_s + axis / 6)) for axis in range(6)])
        si = phases * np.array([3.0, 3.0, 3.0, 2.0, 2.0, 2.0]) + np.array([0.0, 0.0, 9.8, 0.0, 0.0, 0.0])
        return si if t_s < self.end_s else None
