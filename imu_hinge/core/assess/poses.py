"""Rows of both sensors to angles that can be held: smoothed tilts of pelvis and thorax, deg."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.angles import angles_of, in_segment
from imu_hinge.core.assess.params import AssessParams
from imu_hinge.core.motion import GRID_NS, Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.sampler import DELAY_NS
from imu_hinge.core.smooth import Smooth
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement

PELVIS, THORAX, LATERAL, PELVIS_LATERAL = range(4)
"""Columns of angles: tilts forward, and tilts to the right."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One instant of the grid."""

    t_ns: int
    angles: Array
    """(4,) deg against the calibrated stance; NaN where unknown, 0 for a pelvis that is not measured at all."""
    real: bool
    """Whether every sensor that is measured gave real samples."""

    @property
    def known(self) -> bool:
        """Whether there are angles."""
        return not bool(np.isnan(self.angles).any())


class Poses:
    """Under one calibration."""

    def __init__(self, calibration: Calibration, params: AssessParams) -> None:
        self._calibration = calibration
        self._smooth = Smooth(params.smooth_hz)
        self.lag_ns = DELAY_NS + round(self._smooth.delay_frames * GRID_NS)
        """By how much the angles of an instant are older than it."""
        self.paired = calibration.sacrum is not None
        """Whether the pelvis is measured."""

    def step(self, pair: Pair) -> list[Pose]:
        """Of rows of the grid."""
        angles = angles_of(pair, self._calibration, {s: np.zeros(len(pair), dtype=bool) for s in Placement})
        sideways = in_segment(pair.sacrum.up_slow, self._calibration.sacrum)[1]
        pelvis, lean = (angles.pelvis, np.arcsin(np.clip(sideways, -1.0, 1.0))) if self.paired else _none(len(pair))
        columns = np.degrees(np.stack([pelvis, angles.thorax, angles.lateral, lean]))
        rows = self._smooth.step(columns).T
        real = angles.valid_thorax & (angles.valid_pelvis | (not self.paired))
        return [Pose(t, row, one) for t, row, one in zip(pair.t_ns.tolist(), rows, real.tolist(), strict=True)]


def _none(n: int) -> tuple[Array, Array]:
    return np.zeros(n), np.zeros(n)


def measured(test: AssessTest, angles: Array) -> Array:
    """The measure of a test, positive in its direction, of (..., 4) changes of the angles, deg."""
    by = {
        "lumbar_flexion": angles[..., THORAX] - angles[..., PELVIS],
        "pelvis_tilt": angles[..., PELVIS],
        "thorax_tilt": angles[..., THORAX],
        "lateral": angles[..., LATERAL],
    }
    return np.asarray(test.direction * by[test.measure])


def way(test: AssessTest, angles: Array) -> Array:
    """How far along the movement is, of (..., 4) changes: for the low back the thorax, which alone goes one way."""
    lumbar = test.measure == "lumbar_flexion"
    return test.direction * angles[..., THORAX] if lumbar else measured(test, angles)
