"""The instants at which the rules of the catalogue are met by a movement, whoever looks at it and however late.

Where a repetition's parts lie is always taken from the truth; the angles that are compared with a limit are those of
the course that is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from latency_course import RATE_HZ, Course

from imu_hinge.catalogue import Fault
from imu_hinge.core.faults import LATERAL_TO_DEG
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.virtual.truth import TrueRep

SLOW_DPS = 8.0
PELVIS_NEAR_S, LOCKOUT_S = 0.3, 1.0
"""How long after the deepest point the pelvis may still go further, and how long a lockout is waited for."""
DEEP_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows of a repetition in its course."""

    start: int
    down: int
    """Nine tenths of the way down are done."""
    bottom_start: int
    bottom: int
    left: int
    """The bottom is left: 0.15 R and a quarter of the excursion above it (docs/phases.md)."""
    up: int
    """A tenth of the way up is done."""
    up_third: int
    top: int | None
    """The top zone is entered again; None when the wearer turned before it."""
    end: int
    following: int
    """The next repetition begins, or the wearer turns to something else."""
    down_again: int
    """The next way down is recognised (docs/phases.md)."""


def parts(true: Course, rep: TrueRep, following_s: float, range_deg: float) -> Parts:
    """The parts of a repetition of a wearer with this range."""
    start, bottom, end, last = (true.at(t) for t in (rep.t_start_s, rep.t_bottom_s, rep.t_end_s, following_s))
    thorax, slow = true.thorax, np.abs(true.rate) < SLOW_DPS
    excursion = thorax[bottom] - thorax[start]
    high = thorax[start] + DEEP_SHARE * excursion
    down = start + first(thorax[start : bottom + 1] >= high)
    up = bottom + int(np.flatnonzero(thorax[bottom : end + 1] >= high)[-1])
    left = thorax[bottom] - max(0.15 * range_deg, 0.25 * excursion)
    top = np.flatnonzero(thorax[bottom:last] < max(0.18 * range_deg, 7.0))
    lowest = bottom + int(np.argmin(thorax[bottom : last + 1]))
    again = 0.25 * range_deg if len(top) else thorax[lowest] + max(0.12 * range_deg, 8.0)
    return Parts(
        start=start,
        down=down,
        bottom_start=down + first(slow[down : bottom + 1]),
        bottom=bottom,
        left=bottom + first(thorax[bottom : end + 1] < left),
        up=up,
        up_third=up + first(thorax[up : end + 1] <= thorax[bottom] - (thorax[bottom] - thorax[end]) / 3),
        top=bottom + int(top[0]) if len(top) else None,
        end=end,
        following=last,
        down_again=lowest + first(thorax[lowest:] > again),
    )


def first(flags: Bools) -> int:
    """Row of the first true; the last row when there is none."""
    return int(np.argmax(flags)) if flags.any() else len(flags) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A repetition in one course."""

    course: Course
    parts: Parts
    rep: TrueRep
    row_starts_s: tuple[float, ...]
    """When its rows begin."""


Looked = tuple[int, Array]
"""First row and values of the stretch in which a fault is looked for; NaN where it is not judged."""


NOWHERE: Looked = (0, np.empty(0))


def _stretch(start: int, stop: int, values: Array) -> Looked:
    return start, values[start : stop + 1]


def _standing(s: Scene, values: Array) -> Looked:
    """From the top zone on, or from where the trunk rests before it."""
    start = s.parts.end if s.parts.top is None else min(s.parts.top, s.parts.end)
    return _stretch(start, s.parts.following, values)


def _drive(s: Scene) -> Looked:
    """Rows come between bottom and way up, and what is lost in them has a fault of its own."""
    if s.row_starts_s:
        return NOWHERE
    rise = s.course.lumbar - s.course.lumbar[s.parts.bottom_start]
    return _stretch(s.parts.bottom_start, s.parts.up_third, rise)


def _row(s: Scene) -> Looked:
    if len(s.row_starts_s) < 2:
        return NOWHERE
    start = s.course.at(s.row_starts_s[0])
    return _stretch(start, s.parts.up, s.course.lumbar - s.course.lumbar[start])


def _tall(s: Scene, fault: Fault) -> Looked:
    near = np.abs(s.course.pelvis) <= (fault.pelvis_within_deg or np.inf)
    return _standing(s, np.where(near, s.course.lumbar, np.nan))


def _lateral(s: Scene) -> Looked:
    change = np.abs(s.course.lateral - s.course.lateral[s.parts.start])
    return _stretch(
        s.parts.bottom_start, s.parts.up, np.where(np.abs(s.course.thorax) < LATERAL_TO_DEG, change, np.nan)
    )


LOOKED: dict[str, Callable[[Scene, Fault], Looked]] = {
    "lumbar_flexion": lambda s, f: _stretch(s.parts.start, s.parts.end, s.course.lumbar),
    "arch_lost": lambda s, f: _drive(s),
    "row_arch_lost": lambda s, f: _row(s),
    "not_tall": _tall,
    "forward_lean": lambda s, f: _standing(s, s.course.thorax),
    "overextension": lambda s, f: _standing(s, s.course.lumbar),
    "side_shift": lambda s, f: _lateral(s),
}
"""Where each fault with a hold time is looked for."""


def _share_known(s: Scene) -> float:
    deepest_s = s.rep.t_bottom_s + PELVIS_NEAR_S
    return max(deepest_s, float(s.course.t_s[s.parts.left]))


def _lockout_known(s: Scene) -> float:
    return min(s.rep.t_end_s + LOCKOUT_S, float(s.course.t_s[s.parts.down_again]))


KNOWN: dict[str, Callable[[Scene], float]] = {"low_hinge_share": _share_known, "incomplete_lockout": _lockout_known}
"""When a fault that is decided once per repetition is decided by the movement, s."""


def met(scene: Scene, fault: Fault, limit: float) -> float | None:
    """When the measure has been past the limit for the hold time, wearer's time in s; None where it never has."""
    start, values = LOOKED[fault.id](scene, fault)
    width = max(round(fault.hold_s * RATE_HZ), 1)
    if len(values) < width:
        return None
    past = values > limit if fault.direction == "above" else values < limit
    held = np.lib.stride_tricks.sliding_window_view(past, width).all(axis=1)
    return float(scene.course.t_s[start + int(np.argmax(held)) + width - 1]) if held.any() else None


def falls_below(course: Course, start: int, level_deg: float) -> float | None:
    """When the thorax first comes below a level from a row on, s."""
    below = np.flatnonzero(course.thorax[start:] < level_deg)
    return float(course.t_s[start + int(below[0])]) if len(below) else None
