"""Which way is forward, and how the pelvis sensor sits, from the forward bends of the thorax."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import (
    Rows,
    angle,
    dot,
    frame,
    middle,
    norm,
    principal,
    unit,
)
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.mount import Mount
from imu_hinge.core.smooth import GRID_HZ
from imu_hinge.core.upright import Excursions, excursions
from imu_hinge.model.arrays import Array, Bools


@dataclass(frozen=True, slots=True)
class ForwardParams:
    """Measured on dev TrunkyXL: forward 46 to 69 deg deep, extension 0 to 27, side bends paired."""

    floor_deg: float = 15.0
    least_deg: float = 30.0
    ahead_deg: float = 12.0
    cone_deg: float = 25.0
    opposite_deg: float = 35.0
    refine_share: float = 0.6
    bend_within_deg: float = 40.0
    """The plane rule of 7.3: beyond this an excursion is no forward bend."""
    bend_share: float = 0.5
    """Bends to learn from are at least this share of the largest (inferred)."""
    deep_deg: float = 45.0
    """Side bends reach 16 to 43 deg: bends above this need one fellow to be believed while more may come (inferred)."""
    fellows_deep: int = 2
    fellows: int = 3
    small_floor_deg: float = 8.0
    small_least_deg: float = 10.0
    small_rival: float = 0.75
    small_rivals: float = 0.25
    """Smaller movement (half squats): excursions elsewhere that reach `small_rival` of it, per bend (inferred)."""


@dataclass(frozen=True, slots=True)
class PelvisParams:
    """Limits set between 15 healthy dev TrunkyXL recordings and the one that slides."""

    upright_deg: float = 10.0
    slow_dps: float = 20.0
    beside_s: float = 1.5
    """The thorax passes upright at most this far from each end of a bend (inferred)."""
    same_deg: float = 10.0
    """Healthy stances lie within 8 deg of one another, a loose sensor's 20 to 107 deg away."""
    planarity: tuple[float, float] = (0.92, 0.96)
    """Share of the main axis, refused and good: healthy 0.961 to 0.996, sliding 0.901."""
    correlation: tuple[float, float] = (0.6, 0.8)
    """Healthy 0.70 to 1.00."""
    off_level_deg: tuple[float, float] = (20.0, 10.0)
    """Healthy 0 to 12 deg, sliding 25."""
    scatter_deg: tuple[float, float] = (12.0, 6.0)
    """Axis of one bend against all of them: healthy 0 to 5 deg, sliding 9 to 14."""
    family_share: float = 0.5
    """Share of the bends that must agree on how the sensor sits; fewer: it is loose (inferred)."""
    slide_deg: float = 25.0
    """Stance before a bend against after it: healthy at most 16 deg, sliding 36."""
    family_slid: int = 3
    """Bends that must agree when the sensor slid in another one (inferred)."""
    known_share: float = 0.8
    """Share of a bend's rows that must be there."""


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """The thorax sensor on its segment, and the bends that say so."""

    mount: Mount
    bends: Excursions


@dataclass(frozen=True, slots=True, eq=False)
class Pelvis:
    """The pelvis sensor on its segment, how well each check passed, and the bends it was learned from."""

    mount: Mount
    scores: dict[str, float]
    bends: Excursions


def find_forward(thorax: Motion, up: Array, live: bool, p: ForwardParams) -> Forward | None:
    """The thorax mount for upright `up` (3,), None while nothing tells forward. `live`: more is to come."""
    return large_bends(thorax, up, live, p) or (None if live else small_bends(thorax, up, p))


def large_bends(thorax: Motion, up: Array, live: bool, p: ForwardParams) -> Forward | None:
    """Forward is where the large one-sided excursions go."""
    away = settled_excursions(thorax, up, p.floor_deg)
    if not len(away):
        return None
    apart = pairwise(away.direction)
    ahead = largest(away.size_rad, apart < np.radians(p.cone_deg))
    behind = largest(away.size_rad, apart > np.pi - np.radians(p.opposite_deg))
    lead = np.where(ahead >= np.radians(p.least_deg), ahead - behind, 0.0)
    best = int(np.argmax(lead))
    if lead[best] < np.radians(p.ahead_deg):
        return None
    found = mounted(away, up, apart[best] < np.radians(p.cone_deg), p)
    deep = ahead[best] > np.radians(p.deep_deg)
    return found if not live or len(found.bends) >= (p.fellows_deep if deep else p.fellows) else None


def small_bends(thorax: Motion, up: Array, p: ForwardParams) -> Forward | None:
    """Forward is where several like, small excursions go, when nothing else moves nearly as far."""
    away = settled_excursions(thorax, up, p.small_floor_deg)
    if not len(away):
        return None
    near = pairwise(away.direction) < np.radians(p.cone_deg)
    ahead = largest(away.size_rad, near)
    count = (near & (away.size_rad > np.radians(p.small_least_deg))).sum(1)
    best = int(np.argmax(count))
    rivals = (away.size_rad[~near[best]] > p.small_rival * ahead[best]).sum()
    if count[best] < p.fellows or rivals > p.small_rivals * count[best]:
        return None
    return mounted(away, up, near[best], p)


def settled_excursions(motion: Motion, up: Array, floor_deg: float) -> Excursions:
    """The excursions whose deepest instant can be trusted."""
    away = excursions(motion.up_slow, up, floor_deg)
    return away.only(motion.valid[away.peak])


def pairwise(directions: Array) -> Array:
    """(k, k) angles between (k, 3) unit rows."""
    return angle(directions[:, None, :], directions[None, :, :])


def largest(sizes: Array, chosen: Bools) -> Array:
    """(k,) largest of the sizes chosen in each row of (k, k), 0 where none is."""
    return np.asarray(np.where(chosen, sizes, 0.0).max(axis=1))


def mounted(away: Excursions, up: Array, near: Bools, p: ForwardParams) -> Forward:
    """The mount whose forward is the median direction of the large excursions that `near` holds."""
    top = away.size_rad[near].max()
    towards = middle(away.direction[near & (away.size_rad > p.refine_share * top)])
    axes = frame(up, np.cross(up, -towards))
    within = angle(away.direction, towards) < np.radians(p.bend_within_deg)
    return Forward(Mount(axes), away.only(within & (away.size_rad > p.bend_share * top)))


def find_pelvis(past: Pair, thorax: Mount, bends: Excursions, p: PelvisParams) -> Pelvis | None:
    """The pelvis mount, led by the thorax; None when the sensor does not sit still on it.

    Only bends with the same pelvis stance before and after them teach, and only the largest family of them.
    """
    upright = upright_rows(past, thorax, p)
    chosen, at = family(past.sacrum, upright, bends, p)
    if at is None:
        return None
    here = upright & (angle(past.sacrum.up_slow, at) < np.radians(p.slide_deg))
    calm = here & slow(past.thoracic, p) & slow(past.sacrum, p)
    return learned(past, thorax, bends.only(chosen), middle(past.sacrum.up_slow[calm if calm.any() else here]), p)


def family(pelvis: Motion, upright: Bools, bends: Excursions, p: PelvisParams) -> tuple[Bools, Array | None]:
    """Which bends agree on the pelvis stance, and that stance (3,); None when too few do."""
    ends = list(zip(bends.rows.start, bends.rows.stop, strict=True))
    beside = [stances_beside(pelvis, upright, a, b, p) for a, b in ends]
    change = np.array([np.degrees(angle(s[0], s[-1])) if len(s) else np.nan for s in beside])
    known = np.array([np.isfinite(pelvis.gyr[a:b, 0]).mean() for a, b in ends]) >= p.known_share
    usable = np.flatnonzero((change < p.same_deg) & known)
    chosen = np.zeros(len(bends), dtype=bool)
    if not len(usable):
        return chosen, None
    at = unit(np.array([beside[i].mean(axis=0) for i in usable]))
    alike = pairwise(at) < np.radians(p.same_deg)
    most = int(np.argmax(alike.sum(1)))
    chosen[usable[alike[most]]] = True
    least = max(p.family_share * len(bends), p.family_slid if (change > p.slide_deg).any() else 1)
    return chosen, at[most] if chosen.sum() >= least else None


def slow(motion: Motion, p: PelvisParams) -> Bools:
    """(n,) whether the segment turns slowly."""
    return np.asarray(norm(motion.gyr) < np.radians(p.slow_dps))


def upright_rows(past: Pair, thorax: Mount, p: PelvisParams) -> Bools:
    """(n,) thorax upright, the pelvis known."""
    upright = angle(past.thoracic.up_slow, thorax.axes[2]) < np.radians(p.upright_deg)
    return np.asarray(upright & np.isfinite(past.sacrum.up_slow[:, 0]))


def stances_beside(pelvis: Motion, upright: Bools, start: int, stop: int, p: PelvisParams) -> Array:
    """(0 to 2, 3) pelvis up vectors where the thorax is upright next to a bend, the one before it first."""
    reach = int(p.beside_s * GRID_HZ)
    beside = [slice(max(start - reach, 0), start), slice(stop, stop + reach)]
    found = [middle(pelvis.up_slow[s][upright[s]]) for s in beside if upright[s].any()]
    return np.array(found).reshape(-1, 3)


def learned(past: Pair, thorax: Mount, bends: Excursions, up: Array, p: PelvisParams) -> Pelvis | None:
    """The mount from the pelvis gyro inside the bends, None when a check refuses it."""
    each = [known_rows(past, a, b) for a, b in zip(bends.rows.start, bends.rows.stop, strict=True)]
    rows = np.concatenate(each)
    axis, planarity = principal(past.sacrum.gyr[rows])
    lead = dot(past.thoracic.gyr[rows], thorax.axes[1])
    follow = dot(past.sacrum.gyr[rows], axis)
    likeness = float((lead * follow).sum() / np.sqrt((lead * lead).sum() * (follow * follow).sum()))
    left = axis * np.sign(likeness)
    own = [principal(past.sacrum.gyr[r])[0] for r in each]
    scatter = max(float(np.arccos(min(abs(float(dot(a, axis))), 1.0))) for a in own)
    scores = {
        "pelvis_not_planar": score(planarity, *p.planarity),
        "segments_disagree": score(abs(likeness), *p.correlation),
        "axis_not_level": score(abs(90.0 - float(np.degrees(angle(left, up)))), *p.off_level_deg),
        "pelvis_axis_scatters": score(float(np.degrees(scatter)), *p.scatter_deg),
    }
    return Pelvis(Mount(frame(up, left)), scores, bends) if min(scores.values()) > 0.0 else None


def known_rows(past: Pair, start: int, stop: int) -> Rows:
    """Rows start to stop in which both sensors were heard."""
    heard = np.isfinite(past.sacrum.gyr[start:stop, 0]) & np.isfinite(past.thoracic.gyr[start:stop, 0])
    return np.flatnonzero(heard) + start


def score(value: float, refused: float, good: float) -> float:
    """0 at or beyond `refused`, 1 at or beyond `good`, a straight line between."""
    return float(np.clip((value - refused) / (good - refused), 0.0, 1.0))
