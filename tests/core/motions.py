"""Movements in closed form: tilts and lateral leans of both segments, and what two sensors on them would feel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations, product

import numpy as np

from imu_hinge.core.motion import GRID_NS, Motion, Pair
from imu_hinge.model.arrays import Array

HZ = 50.0
THORAX_ARM_M, PELVIS_ARM_M = 0.35, 0.12
"""How far each sensor is from the axis it turns about: sets its linear acceleration."""


@dataclass(frozen=True, eq=False)
class Course:
    """Angles in deg at 50 Hz: columns thorax tilt, pelvis tilt, thorax lateral, pelvis lateral, vertical heave m/s2."""

    rows: Array

    def __add__(self, other: "Course") -> "Course":
        return Course(np.concatenate([self.rows, other.rows]))

    def __mul__(self, times: int) -> "Course":
        return Course(np.tile(self.rows, (times, 1)))

    def leaning(self, thorax_deg: float = 0.0, pelvis_deg: float = 0.0) -> "Course":
        return Course(self.rows + np.array([thorax_deg, pelvis_deg, 0.0, 0.0, 0.0]))


def hold(seconds: float, thorax: float = 0.0, pelvis: float = 0.0) -> Course:
    return Course(np.tile([thorax, pelvis, 0.0, 0.0, 0.0], (round(seconds * HZ), 1)))


def swing(columns: list[float], seconds: float) -> Course:
    """There and back along a raised cosine; columns as in Course, without heave."""
    t = np.arange(round(seconds * HZ)) / (seconds * HZ)
    return Course(np.outer((1 - np.cos(2 * np.pi * t)) / 2, [*columns, 0.0]))


def bend(thorax: float = 70.0, pelvis: float = 50.0, seconds: float = 2.4) -> Course:
    return swing([thorax, pelvis, 0.0, 0.0], seconds)


def side(lean: float, seconds: float = 2.0) -> Course:
    return swing([0.0, 0.0, lean, 0.3 * lean], seconds)


def walk(seconds: float) -> Course:
    t = np.arange(round(seconds * HZ)) / HZ
    rows = np.zeros((len(t), 5))
    rows[:, 4] = 3.0 * np.sin(2 * np.pi * 1.9 * t)
    rows[:, 0] = 2.0 * np.sin(2 * np.pi * 0.95 * t)
    return Course(rows)


def segment(tilt_deg: Array, lateral_deg: Array, heave: Array, arm_m: float) -> Motion:
    """What a sensor aligned with its segment feels: rotation by the tilt about y, then by the lateral lean about x."""
    tilt, lean = np.radians(tilt_deg), np.radians(lateral_deg)
    turn, roll = np.gradient(tilt) * HZ, np.gradient(lean) * HZ
    up = np.stack([-np.sin(tilt), np.cos(tilt) * np.sin(lean), np.cos(tilt) * np.cos(lean)], 1)
    gyr = np.stack([roll, turn * np.cos(lean), -turn * np.sin(lean)], 1)
    lin = heave[:, None] * up
    lin[:, 0] += arm_m * np.gradient(turn) * HZ
    return Motion(up, up, gyr, lin, np.ones(len(up), dtype=bool))


def pair(course: Course, start: int = 0) -> Pair:
    thorax, pelvis, thorax_lean, pelvis_lean, heave = course.rows.T
    return Pair(
        (np.arange(len(course.rows), dtype=np.int64) + start) * GRID_NS,
        segment(pelvis, pelvis_lean, heave, PELVIS_ARM_M),
        segment(thorax, thorax_lean, heave, THORAX_ARM_M),
    )


def turned(motion: Motion, mounting: Array) -> Motion:
    """The same motion felt by a sensor whose axes are the segment's, turned by `mounting` (3, 3)."""

    def turn(v: Array) -> Array:
        return np.asarray(np.einsum("ij,nj->ni", mounting, v))

    return Motion(turn(motion.up), turn(motion.up_slow), turn(motion.gyr), turn(motion.lin), motion.valid)


def mounted(both: Pair, sacrum: Array, thoracic: Array) -> Pair:
    return Pair(both.t_ns, turned(both.sacrum, sacrum), turned(both.thoracic, thoracic))


def silent(motion: Motion, rows: slice = slice(None)) -> Motion:
    """The motion with NaN where nothing was heard."""
    fields = {name: getattr(motion, name).copy() for name in ("up", "up_slow", "gyr", "lin")}
    for values in fields.values():
        values[rows] = np.nan
    valid = motion.valid.copy()
    valid[rows] = False
    return Motion(**fields, valid=valid)


def without(both: Pair, placement: str, rows: slice = slice(None)) -> Pair:
    if placement == "sacrum":
        return replace(both, sacrum=silent(both.sacrum, rows))
    return replace(both, thoracic=silent(both.thoracic, rows))


def cuts(both: Pair, seed: int) -> Iterator[Pair]:
    """The pair in blocks of 1 to 60 rows."""
    rng, at = np.random.default_rng(seed), 0
    while at < len(both):
        n = int(rng.integers(1, 61))
        yield both[at : at + n]
        at += n


def axis_maps() -> list[Array]:
    """The 24 rotations that map axes to axes."""
    maps = [
        np.eye(3)[list(p)] * np.array(s)[:, None]
        for p in permutations(range(3))
        for s in product([1.0, -1.0], repeat=3)
    ]
    return [m for m in maps if np.linalg.det(m) > 0]


def random_rotation(rng: np.random.Generator) -> Array:
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return q if np.linalg.det(q) > 0 else -q


def off_deg(axes: Array, mounting: Array) -> float:
    """Largest angle between found segment axes and the true ones in sensor coordinates."""
    cosines = np.clip((axes * mounting.T).sum(1), -1.0, 1.0)
    return float(np.degrees(np.arccos(cosines)).max())
