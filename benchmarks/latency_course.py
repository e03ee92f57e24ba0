"""Two views of one movement on the same grid of time: what the wearer really did, and what the sensors made of it."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.sampler import CUTOFF_HZ
from imu_hinge.core.smooth import weights
from imu_hinge.model.arrays import Array, Records
from imu_hinge.virtual import Truth

RATE_HZ = 250.0


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Angles at rising wearer's times, deg; NaN where nothing is known."""

    t_s: Array
    pelvis: Array
    thorax: Array
    lateral: Array
    """Of the thorax."""

    @property
    def lumbar(self) -> Array:
        """Lumbar flexion."""
        return self.thorax - self.pelvis

    @property
    def rate(self) -> Array:
        """Of the thorax, deg/s."""
        return np.asarray(np.gradient(self.thorax) * RATE_HZ)

    def at(self, t_s: float) -> int:
        """Row of a time."""
        return int(np.clip(np.searchsorted(self.t_s, t_s), 0, len(self.t_s) - 1))


def true_course(truth: Truth, start_s: float, end_s: float) -> Course:
    """The segments themselves, against the calibrated stance."""
    t_s = np.arange(start_s, end_s, 1 / RATE_HZ)
    tilts = truth.tilts(t_s)
    return Course(t_s, *(np.degrees(angle) for angle in (tilts.pelvis, tilts.thorax, tilts.lateral)))


def seen_course(frames: Records, offset_s: float, t_s: Array) -> Course:
    """The fold's frames, freed of soft-tissue wobble by the fold's own window, without the window's delay."""
    window = weights(CUTOFF_HZ)
    middle_s = frames["t_ns"][len(window) - 1 :] * 1e-9 - (len(window) - 1) / 100 + offset_s
    pelvis, thorax = (np.degrees(np.convolve(frames[name], window, "valid")) for name in ("pelvis_tilt", "thorax_tilt"))
    unknown = np.full(len(t_s), np.nan)
    return Course(t_s, np.interp(t_s, middle_s, pelvis), np.interp(t_s, middle_s, thorax), unknown)
