"""What repetitions are counted by: how far forward the trunk is, and how fast that changes."""

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.angles import Angles
from imu_hinge.core.cycles import RATE_FRAMES
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.model.arrays import Array

PELVIS_OF_HINGE, PELVIS_OF_BEND = 0.75, 0.53
"""Pelvis / thorax tilt in a coached hinge (inferred) and in a free bend (59 of 111 deg, Laird 2019, PMC6339318)."""


class TrunkHeight:
    """The count signal of one calibration. Feed every block once, in order."""

    def __init__(self, exercise: Exercise, calibration: Calibration) -> None:
        self._hinge, self._thorax = exercise.hinge_demanded, calibration.thoracic is not None
        self._before = np.full(RATE_FRAMES, np.nan)

    def step(self, angles: Angles) -> tuple[Array, Array]:
        """Height, rad, and its rate, rad/s, (n,) each; NaN where nothing is known."""
        height = self._height(angles)
        return height, self._rate(height)

    def _height(self, angles: Angles) -> Array:
        """The thorax, or what the pelvis makes likely while the thorax is silent."""
        if not self._thorax:
            return angles.pelvis
        thorax = angles.thorax if self._hinge else angles.inclination
        share = PELVIS_OF_HINGE if self._hinge else PELVIS_OF_BEND
        return np.where(np.isnan(thorax), angles.pelvis / share, thorax)

    def _rate(self, height: Array) -> Array:
        """Mean over the last RATE_FRAMES: one period of soft-tissue wobble, which thereby cancels."""
        past = np.concatenate([self._before, height])
        self._before = past[-RATE_FRAMES:]
        return np.asarray((past[RATE_FRAMES:] - past[:-RATE_FRAMES]) / (RATE_FRAMES * GRID_NS * 1e-9))


def expected_range_rad(exercise: Exercise, calibration: Calibration) -> float:
    """How far down a repetition goes by this height: the wearer's own range, else that of the exercise."""
    expected = calibration.thorax_rom_rad or float(np.radians(exercise.thorax_range_deg))
    return expected * PELVIS_OF_HINGE if calibration.thoracic is None else expected
