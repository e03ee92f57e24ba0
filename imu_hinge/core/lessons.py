"""What a guided calibration learns from its stands and hinges, and how good each of them was."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.directions import Rows, Runs, across, angle, dot, frame, norm, principal, unit
from imu_hinge.core.forward import score
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.mount import Mount
from imu_hinge.core.swapped import SwapParams, liveliness, pelvis_goes_further, ranges
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement

GRAVITY_MPS2 = 9.81


@dataclass(frozen=True, slots=True)
class LessonParams:
    """Limits as (refused, good); inferred."""

    still_dps: tuple[float, float] = (2.0, 0.5)
    gravity_mps2: tuple[float, float] = (0.6, 0.25)
    """Wide: an offset of 20 mg on each axis is ordinary and does the angles little harm."""
    range_deg: tuple[float, float] = (30.0, 45.0)
    planarity: tuple[float, float] = (0.90, 0.97)
    off_level_deg: tuple[float, float] = (15.0, 5.0)
    correlation: tuple[float, float] = (0.90, 0.97)
    spread: tuple[float, float] = (0.30, 0.10)
    stance_deg: tuple[float, float] = (6.0, 2.0)
    lost_most: float = 0.05
    full_bend_deg: tuple[float, float] = (25.0, 90.0)
    """Lumbar flexion outside of this is no full bend."""
    swap: SwapParams = field(default_factory=SwapParams)


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """A stand: where up is for each sensor, and how good the stand was."""

    up: dict[Placement, Array]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What the hinges taught."""

    mounts: dict[Placement, Mount]
    rom_rad: float
    """Median thorax range."""
    scores: dict[str, float]


def sensor(pair: Pair, placement: Placement) -> Motion:
    """The motion of one placement."""
    return pair.sacrum if placement is Placement.SACRUM else pair.thoracic


def spread_dps(rates: Array) -> float:
    """Standard deviation of (n, 3) low-passed rates in rad/s about their mean, deg/s."""
    off = rates - rates.mean(axis=0)
    return float(np.degrees(np.sqrt(dot(off, off).mean())))


def stand(rows: Pair, rates: dict[Placement, Array], p: LessonParams) -> Stance:
    """The stand in these rows; `rates` are the 1 Hz low-passed rates of the placements that take part."""
    gravity = [norm(m.lin + GRAVITY_MPS2 * m.up_slow).mean() for m in (sensor(rows, s) for s in rates)]
    off = max(abs(float(g) - GRAVITY_MPS2) for g in gravity)
    scores = {
        "moved_in_stance": score(max(spread_dps(r) for r in rates.values()), *p.still_dps),
        "not_gravity": score(off, *p.gravity_mps2),
    }
    return Stance({s: unit(sensor(rows, s).up_slow.mean(axis=0)) for s in rates}, scores)


def hinge(rows: Pair, up: dict[Placement, Array], hinges: Runs, p: LessonParams) -> Lesson:
    """The mounts from the hinges, given as stretches of the rows."""
    heard = np.all([np.isfinite(sensor(rows, s).gyr[:, 0]) for s in up], axis=0)
    inside = np.concatenate([np.flatnonzero(heard[a:b]) + a for a, b in zip(hinges.start, hinges.stop, strict=True)])
    axes = {s: principal(sensor(rows, s).gyr[inside]) for s in up}
    left = {s: forwards(sensor(rows, s).up_slow[inside], up[s], axis) for s, (axis, _) in axes.items()}
    size = ranges(rows.thoracic, up[Placement.THORACIC], hinges)
    level = [abs(90.0 - float(np.degrees(angle(axis, up[s])))) for s, (axis, _) in axes.items()]
    scores = {
        "hinge_too_small": score(float(np.degrees(np.median(size))), *p.range_deg),
        "not_planar": score(min(planarity for _, planarity in axes.values()), *p.planarity),
        "axis_not_level": score(max(level), *p.off_level_deg),
        "segments_disagree": score(likeness(rows, left, inside), *p.correlation),
        "hinges_differ": score(float(size.std() / size.mean()), *p.spread),
    }
    if Placement.SACRUM in up:
        scores["swapped"] = unswapped(rows, up, hinges, size, p.swap)
    return Lesson({s: Mount(frame(up[s], left[s])) for s in up}, float(np.median(size)), scores)


def forwards(up_slow: Array, up: Array, axis: Array) -> Array:
    """(3,) the level flexion axis, its sign such that the largest excursion of (n, 3) `up_slow` goes forward."""
    y = unit(across(axis, up))
    ahead = -dot(up_slow, np.cross(y, up))
    return y if abs(ahead.max()) >= abs(ahead.min()) else -y


def likeness(rows: Pair, left: dict[Placement, Array], inside: Rows) -> float:
    """Correlation of the segments' flexion rates, 1 with one sensor."""
    rates = [dot(sensor(rows, s).gyr[inside], y) for s, y in left.items()]
    a, b = rates[0], rates[-1]
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def unswapped(rows: Pair, up: dict[Placement, Array], hinges: Runs, thorax_rad: Array, p: SwapParams) -> float:
    """0 when the sensors sit in each other's place, else 1."""
    pelvis_rad = ranges(rows.sacrum, up[Placement.SACRUM], hinges)
    return 0.0 if liveliness(rows, hinges, p) < p.ratio or pelvis_goes_further(pelvis_rad, thorax_rad, p) else 1.0


def full_bend_rad(rows: Pair, mounts: dict[Placement, Mount], p: LessonParams) -> float | None:
    """Largest lumbar flexion in the rows, None without a pelvis or when it is no full bend."""
    if len(mounts) < 2 or not len(rows):
        return None
    pelvis, thorax = (tilt(sensor(rows, s).up_slow, mounts[s]) for s in (Placement.SACRUM, Placement.THORACIC))
    largest = float(np.nan_to_num(thorax - pelvis, nan=-np.pi).max())
    low, high = np.radians(p.full_bend_deg)
    return largest if low <= largest <= high else None


def tilt(up_slow: Array, mount: Mount) -> Array:
    """(n,) sagittal inclination in rad; below -100 deg it is taken as beyond 260: the cut lies behind the wearer."""
    angle_rad = np.arctan2(-dot(up_slow, mount.axes[0]), dot(up_slow, mount.axes[2]))
    return np.asarray(np.where(angle_rad < np.radians(-100.0), angle_rad + 2 * np.pi, angle_rad))


def agreement(first: Stance, second: Stance, p: LessonParams) -> dict[str, float]:
    """How well the second stand agrees with the first."""
    apart = max(float(np.degrees(angle(first.up[s], second.up[s]))) for s in first.up)
    return {"stance_moved": score(apart, *p.stance_deg)}


def refusal_in(scores: dict[str, float]) -> str:
    """The first reason whose score is 0, empty when all passed."""
    return next((reason for reason, value in scores.items() if value <= 0.0), "")
