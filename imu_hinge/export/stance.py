"""Where the wearer stands as calibrated: there both sensors are known to face forward."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import angle, runs
from imu_hinge.core.mount import Calibration, Mount
from imu_hinge.core.orientation import turned, up_in_sensor
from imu_hinge.core.summary import SetSummary
from imu_hinge.export.folded import Folded
from imu_hinge.export.quaternions import apart, in_earth
from imu_hinge.model.arrays import Array, Bools, Times
from imu_hinge.model.inputs import Placement

GRID_HZ = 100
"""Rows per second of a table on a uniform grid."""
STAND_ROWS = GRID_HZ
"""A stand lasts a second, and its mean direction counts."""
NEAR_RAD = np.radians(6.0)
"""The guided calibration refuses a second stand that differs by more from the first."""
SLOW_DPS = 10.0
"""Who stands sways by 1 to 3 deg/s; who turns round on the spot makes 30 deg/s and more (inferred)."""
_STEP = GRID_HZ // 5

Grid = Mapping[Placement, Array]
"""(n, 4) orientations of both sensors, row by row at the same times."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The calibration to stand by, and when."""

    calibration: Calibration
    from_ns: int
    """A stand that begins earlier does not count."""
    before_ns: int | None
    """The last stand that ends before this; None: the first one."""


def sought(folded: Folded, one: SetSummary | None) -> Sought | None:
    """The stand that a session, or this set of it, begins with; None without a calibration of both sensors."""
    usable = [since for since in folded.calibrations if mounts(since.calibration) and since.calibration.upright_known]
    if not usable:
        return None
    known = usable if one is None else [since for since in usable if since.t_ns <= one.t_end_ns] or usable[:1]
    calibration, t_ns = known[-1].calibration, known[-1].t_ns
    asked = [stood for stood in folded.stood_ns if stood <= t_ns] if calibration.status == "guided" else []
    return Sought(calibration, asked[-1] if asked else 0, None if one is None else one.t_start_ns)


def mounts(calibration: Calibration) -> dict[Placement, Mount]:
    """Both mounts; nothing when one is not known."""
    if calibration.sacrum is None or calibration.thoracic is None:
        return {}
    return {Placement.SACRUM: calibration.sacrum, Placement.THORACIC: calibration.thoracic}


def stand(t_ns: Times, grid: Grid, look: Sought) -> int | None:
    """The row at which the stand begins that is looked for; None when there is none."""
    standing = t_ns >= look.from_ns
    if look.before_ns is not None:
        standing &= t_ns < look.before_ns
    for place, mount in mounts(look.calibration).items():
        standing &= _near(grid[place], mount) & _slow(grid[place])
    found = runs(standing, STAND_ROWS)
    if not len(found):
        return None
    return int(found.start[0] if look.before_ns is None else found.stop[-1] - STAND_ROWS)


def facing_forward(grid: Grid, calibration: Calibration) -> dict[Placement, Array]:
    """Each sensor turned about the vertical so that in the stand, the first rows, its segment faces earth's x."""
    return {
        place: turned(grid[place], -_heading(grid[place][:STAND_ROWS], mount))
        for place, mount in mounts(calibration).items()
    }


def _heading(quat: Array, mount: Mount) -> float:
    """Mean direction of the segment's forward axis in the plane, rad from earth's x."""
    x, y, _ = in_earth(quat, mount.axes[0]).mean(axis=0)
    return float(np.arctan2(y, x))


def _near(quat: Array, mount: Mount) -> Bools:
    return np.asarray(angle(up_in_sensor(quat).T, mount.axes[2]) < NEAR_RAD)


def _slow(quat: Array) -> Bools:
    """(n,) whether the sensor has hardly turned in the last fifth of a second."""
    turn = np.full(len(quat), np.inf)
    turn[_STEP:] = apart(quat[_STEP:], quat[:-_STEP])
    return np.asarray(turn < np.radians(SLOW_DPS) * _STEP / GRID_HZ)
