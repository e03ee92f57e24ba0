"""Where upright is, when nobody was asked to stand still: dwell modes, and the witnesses that vote for them."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import Rows, Runs, across, angle, dot, middle, norm, runs, unit
from imu_hinge.core.motion import Motion, Pair
from imu_hinge.core.smooth import GRID_HZ, smoothed
from imu_hinge.model.arrays import Array, Bools


@dataclass(frozen=True, slots=True)
class UprightParams:
    """Limits found on 16 TrunkyXL recordings and 43 simulated sets unless said otherwise."""

    thin_ns: int = 200_000_000
    """Dwell is looked for at 5 Hz."""
    seeds: int = 240
    """Largest number of cones tried; bounds the cost of a long past."""
    cone_deg: float = 8.0
    mode_apart_deg: float = 20.0
    modes: int = 4
    mode_share: float = 0.03
    """A weaker mode than this share of the strongest dwell is a passage, not a posture (inferred)."""
    dwell_s: float = 25.0
    """With 8 to 15 s the strongest mode was a held bend or a backward lean in two recordings."""
    excursion_deg: float = 15.0
    side_from_deg: float = 50.0
    side_to_deg: float = 130.0
    side_ratio: float = 2.5
    quiet_s: float = 2.0
    quiet_dps: float = 8.0
    quiet_hz: float = 1.0
    quiet_near_deg: float = 10.0
    ends_s: float = 1.0
    ends_near_deg: float = 12.0
    horizon_s: float = 179.0
    """A past this long was cut off at its beginning: its first second proves nothing."""
    walk_s: float = 1.6
    walk_rms_mps2: float = 0.9
    walk_crossings: tuple[int, int] = (4, 16)
    walk_sway_deg: float = 5.0
    """RMS of the thorax about its mean: stands for "not bent" where the tilt is not known yet (inferred)."""
    walk_total_s: float = 2.0
    """Windows of walking needed, in seconds of their last instants (inferred)."""
    walk_near_deg: float = 10.0
    points_walk: int = 3
    points_side: int = 2
    points_quiet_most: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Excursions:
    """Times spent away from a centre: rows, where it is deepest, how deep (rad), and which way there."""

    rows: Runs
    peak: Rows
    size_rad: Array
    direction: Array
    """(k, 3) unit vectors across the centre."""

    def __len__(self) -> int:
        return len(self.peak)

    def only(self, keep: Bools) -> "Excursions":
        """The excursions where `keep` holds."""
        return Excursions(self.rows.only(keep), self.peak[keep], self.size_rad[keep], self.direction[keep])


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A posture that may be upright."""

    up: Array
    """(3,) sensor frame."""
    points: int
    outside: bool
    """Whether a witness outside the repetitions spoke for it."""


def excursions(up_slow: Array, centre: Array, floor_deg: float) -> Excursions:
    """Every stretch of `up_slow` (n, 3) more than `floor_deg` away from `centre` (3,)."""
    incl = angle(up_slow, centre)
    found = runs(incl > np.radians(floor_deg))
    peak = np.array([a + np.argmax(incl[a:b]) for a, b in zip(found.start, found.stop, strict=True)], dtype=np.intp)
    return Excursions(found, peak, incl[peak], unit(across(up_slow[peak], centre)))


def dwell_modes(points: Array, p: UprightParams) -> list[Array]:
    """Cone centres (3,) that hold most of `points` (m, 3), m > 0, strongest first, apart from one another."""
    seeds = points[:: -(-len(points) // p.seeds)]
    x, y, z = points.T
    sx, sy, sz = seeds.T[..., None]
    weight = (sx * x + sy * y + sz * z > np.cos(np.radians(p.cone_deg))).sum(1)
    least = p.mode_share * weight.max()
    found: list[Array] = []
    while len(found) < p.modes and weight.max() > least:
        seed = seeds[np.argmax(weight)]
        mode = settle(points, seed, p.cone_deg)
        apart = np.radians(p.mode_apart_deg)
        weight = np.where((angle(seeds, mode) < apart) | (angle(seeds, seed) < apart), 0, weight)
        if all(angle(mode, other) > apart for other in found):
            found.append(mode)
    return found


def settle(points: Array, start: Array, cone_deg: float) -> Array:
    """(3,) the cone's centre after three moves to the mean of what it holds."""
    centre = start
    for _ in range(3):
        centre = unit(points[dot(points, centre) > np.cos(np.radians(cone_deg))].mean(axis=0))
    return centre


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Up vectors (k, 3) of the thorax from before it is known which posture is upright; k is 0 or 1 but for `quiet`."""

    walk: Array
    """Mean while walking."""
    quiet: Array
    first: Array
    last: Array


NONE = np.empty((0, 3))


def evidence(past: Pair, thorax: Motion, at_end: bool, p: UprightParams) -> Evidence:
    """Everything that can bear witness. `thorax` is the segment looked at, one of the two of `past`."""
    seen = thorax.up_slow[np.isfinite(thorax.up_slow[:, 0])]
    window = int(p.ends_s * GRID_HZ)
    whole = (past.t_ns[-1] - past.t_ns[0]) * 1e-9 < p.horizon_s
    still = quiet_runs(thorax, p)
    quiet = [middle(thorax.up_slow[a:b]) for a, b in zip(still.start, still.stop, strict=True)]
    return Evidence(
        walk=walking(past, thorax, p),
        quiet=np.array(quiet).reshape(-1, 3),
        first=middle(seen[:window])[None] if whole else NONE,
        last=middle(seen[-window:])[None] if at_end else NONE,
    )


def quiet_runs(motion: Motion, p: UprightParams) -> Runs:
    """Stretches in which the segment hardly turns."""
    known = np.isfinite(motion.gyr[:, 0])
    rate = norm(smoothed(np.where(known[:, None], motion.gyr, 0.0), p.quiet_hz))
    return runs(known & (rate < np.radians(p.quiet_dps)), int(p.quiet_s * GRID_HZ))


def walking(past: Pair, thorax: Motion, p: UprightParams) -> Array:
    """(0 or 1, 3) mean up vector of the thorax while walking: every sensor that is heard heaves like steps."""
    n = int(p.walk_s * GRID_HZ)
    if len(past) <= n:
        return NONE
    mean = moving_mean(np.nan_to_num(thorax.up_slow), n)
    steps = norm(mean) > 1.0 - 0.5 * np.radians(p.walk_sway_deg) ** 2
    for sensor in (past.sacrum, past.thoracic):
        if sensor.valid.any():
            steps &= heaving(sensor, n, p)
    return unit(mean[steps].mean(axis=0))[None] if steps.sum() >= p.walk_total_s * GRID_HZ else NONE


def heaving(sensor: Motion, n: int, p: UprightParams) -> Bools:
    """(m - n + 1,) whether the n rows that end there go up and down as in walking."""
    heave = np.nan_to_num(dot(sensor.lin, sensor.up_slow))
    power = moving_mean(heave * heave, n)
    crossings = n * moving_mean(np.abs(np.diff(np.signbit(heave).astype(float), prepend=0.0)), n)
    low, high = p.walk_crossings
    return np.asarray((power > p.walk_rms_mps2**2) & (crossings > low - 0.5) & (crossings < high + 0.5))


def moving_mean(rows: Array, n: int) -> Array:
    """(m - n + 1, ...) means of every n consecutive rows of (m, ...)."""
    total = np.cumsum(rows, axis=0)
    total[n:] -= total[:-n].copy()
    return np.asarray(total[n - 1 :] / n)


def candidates(past: Pair, thorax: Motion, at_end: bool, p: UprightParams) -> list[Candidate]:
    """The dwell modes of the thorax with the points of their witnesses, best first; none when it was not heard."""
    thin = thorax.valid & (past.t_ns % p.thin_ns == 0)
    if not thin.any():
        return []
    seen = evidence(past, thorax, at_end, p)
    dwelt = bool(thin.sum() * p.thin_ns * 1e-9 >= p.dwell_s)
    modes = dwell_modes(thorax.up_slow[thin], p)
    voted = [vote(mode, rank == 0 and dwelt, thorax, seen, p) for rank, mode in enumerate(modes)]
    return sorted(voted, key=lambda c: -c.points)


def vote(mode: Array, dwelt: bool, thorax: Motion, seen: Evidence, p: UprightParams) -> Candidate:
    """The mode with its points; upright is the mean of the witnesses that stood there, which lean less than a mode."""
    away = excursions(thorax.up_slow, mode, p.excursion_deg)
    walk = near(mode, seen.walk, p.walk_near_deg)
    sides = both_sides(away, mode, p)
    quiet = near(mode, seen.quiet, p.quiet_near_deg)
    begins, ends = (near(mode, up, p.ends_near_deg) for up in (seen.first, seen.last))
    stood = np.concatenate([walk, quiet, begins, ends])
    points = (
        int(dwelt)
        + p.points_walk * len(walk)
        + p.points_side * sides
        + min(len(quiet), p.points_quiet_most)
        + len(begins)
        + len(ends)
    )
    outside = len(walk) > 0 or sides or (len(quiet) > 0 and len(begins) + len(ends) > 0)
    return Candidate(unit(stood.mean(axis=0)) if len(stood) else mode, points, outside)


def near(mode: Array, ups: Array, within_deg: float) -> Array:
    """Those of the (k, 3) up vectors that are close to the mode."""
    return np.asarray(ups[angle(ups, mode) < np.radians(within_deg)])


def both_sides(away: Excursions, centre: Array, p: UprightParams) -> bool:
    """Whether excursions of similar size go to both sides of the largest one."""
    if not len(away):
        return False
    ahead = away.direction[np.argmax(away.size_rad)]
    turn = np.degrees(np.arctan2(dot(away.direction, np.cross(centre, ahead)), dot(away.direction, ahead)))
    sides = [away.size_rad[(s * turn > p.side_from_deg) & (s * turn < p.side_to_deg)].max(initial=0.0) for s in (1, -1)]
    return bool(min(sides) > 0.0 and max(sides) < p.side_ratio * min(sides))
