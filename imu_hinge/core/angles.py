"""Sagittal angles from gravity alone: no heading, no magnetometer (frames and signs: docs/measures.md)."""

from dataclasses import dataclass, fields

import numpy as np

from imu_hinge.core.directions import dot
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.model.arrays import FRAME, Array, Bools, Records, Times
from imu_hinge.model.inputs import Placement

Moved = dict[Placement, Bools]
"""(n,) per placement: rows in which the segment is not to be judged."""

BRANCH = np.radians(-100.0)
"""The branch cut of the tilt lies behind the wearer."""
LYING = 0.94
"""Beyond this |u_y| the segment lies on its side and its tilt is undefined."""


@dataclass(frozen=True, slots=True, eq=False)
class Angles:
    """Both segments on the grid, radians; NaN where unknown. Decisions use these 5 Hz values."""

    t_ns: Times
    pelvis: Array
    """Pelvis tilt."""
    thorax: Array
    """Thorax tilt."""
    lumbar: Array
    """Lumbar flexion: thorax less pelvis."""
    inclination: Array
    """How far the thorax is from upright, any direction."""
    plane: Array
    """Direction of that excursion: 0 forward, +90 deg to the right."""
    lateral: Array
    """Sideways lean of the thorax."""
    heave: Array
    """Vertical linear acceleration of the pelvis, of the thorax where there is no pelvis, m/s2."""
    pull: Array
    """Linear acceleration of the thorax along its own x axis, m/s2."""
    valid_pelvis: Bools
    valid_thorax: Bools

    def __len__(self) -> int:
        return len(self.t_ns)

    def __getitem__(self, rows: slice) -> "Angles":
        return Angles(*(getattr(self, f.name)[rows] for f in fields(self)))


def angles_of(pair: Pair, calibration: Calibration, moved: Moved) -> Angles:
    """The angles of the rows; a segment without a mount, or in `moved`, is unknown."""
    pelvis_up = in_segment(pair.sacrum.up_slow, calibration.sacrum)
    x, y, z = in_segment(pair.thoracic.up_slow, calibration.thoracic)
    pelvis, thorax = tilt_of(pelvis_up), tilt_of((x, y, z))
    heaving = pair.sacrum if calibration.sacrum is not None else pair.thoracic
    return Angles(
        pair.t_ns,
        pelvis,
        thorax,
        thorax - pelvis,
        np.arccos(np.clip(z, -1.0, 1.0)),
        np.arctan2(y, -x),
        np.arcsin(np.clip(y, -1.0, 1.0)),
        dot(heaving.lin, heaving.up_slow),
        in_segment(pair.thoracic.lin, calibration.thoracic)[0],
        np.isfinite(pelvis) & pair.sacrum.valid & ~moved[Placement.SACRUM],
        np.isfinite(thorax) & pair.thoracic.valid & ~moved[Placement.THORACIC],
    )


def in_segment(rows: Array, mount: Mount | None) -> tuple[Array, Array, Array]:
    """Components x, y, z in the segment of (n, 3) rows in the sensor frame; NaN without a mount."""
    if mount is None:
        unknown = np.full(len(rows), np.nan)
        return unknown, unknown, unknown
    x, y, z = (dot(rows, axis) for axis in mount.axes)
    return x, y, z


def tilt_of(up: tuple[Array, Array, Array]) -> Array:
    """Tilt of up vectors given by their components in the segment; NaN where the segment lies on its side."""
    x, y, z = up
    tilt = np.arctan2(-x, z)
    tilt = np.where(tilt < BRANCH, tilt + 2 * np.pi, tilt)
    return np.where(np.abs(y) <= LYING, tilt, np.nan)


def frames_of(pair: Pair, calibration: Calibration, moved: Moved) -> Records:
    """(n,) FRAME of the rows, unfiltered."""
    frames = np.empty(len(pair), FRAME)
    pelvis = tilt_of(in_segment(pair.sacrum.up, calibration.sacrum))
    thorax = tilt_of(in_segment(pair.thoracic.up, calibration.thoracic))
    frames["t_ns"], frames["pelvis_tilt"], frames["thorax_tilt"] = pair.t_ns, pelvis, thorax
    frames["lumbar_flexion"] = thorax - pelvis
    known = np.isfinite(frames["lumbar_flexion"]) & pair.sacrum.valid & pair.thoracic.valid
    frames["valid"] = known & ~(moved[Placement.SACRUM] | moved[Placement.THORACIC])
    return frames
