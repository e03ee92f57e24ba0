"""Measures of a planned set on the true angles (docs/measures.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from imu_hinge.catalogue import Exercise, Fault, load_exercise
from imu_hinge.core.quality import usual_rate
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.virtual.body import Body
from imu_hinge.virtual.script import PlannedRep, PlannedSet
from imu_hinge.virtual.truth import TrueFault, TrueRep, TrueSet, relative

RATE_HZ = 250.0
_QUIET_DPS = 8.0
"""Below this rate the thorax stands or turns."""
_LOCKOUT_HOLD_S = 0.15
_SETTLING_FROM = 0.7
"""Share of the planned way up after which a slow thorax means its end: a halt on the way lies before."""
_AFTER_S = 3.5
"""How long the stand after the last repetition is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The true angles of one set on a regular grid, deg and deg/s."""

    t: Array
    pelvis: Array
    thorax: Array
    lateral: Array
    rate: Array
    """Of the thorax."""

    @property
    def lumbar(self) -> Array:
        """Lumbar flexion."""
        return self.thorax - self.pelvis

    def at(self, t_s: float) -> int:
        """Row of a time."""
        return int(np.clip(np.searchsorted(self.t, t_s), 0, len(self.t) - 1))


def course(body: Body, start_s: float, end_s: float, stance_deg: tuple[float, float]) -> Course:
    """The angles from `start_s` to `end_s`, against the stance (pelvis, thorax)."""
    t = np.arange(start_s, end_s, 1 / RATE_HZ)
    tilts = relative(body.tilts(t), *stance_deg)
    pelvis, thorax, lateral = np.degrees(tilts.pelvis), np.degrees(tilts.thorax), np.degrees(tilts.lateral)
    return Course(t, pelvis, thorax, lateral, np.gradient(thorax) * RATE_HZ)


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows of a repetition in its course."""

    start: int
    down_10: int
    down_90: int
    bottom_start: int
    bottom: int
    up_90: int
    up_third: int
    up_10: int
    end: int
    next_start: int


def measure_set(plan: PlannedSet, index: int, body: Body, stance_deg: tuple[float, float], own_max: float) -> TrueSet:
    """The truth of one set."""
    c = course(body, plan.reps[0].t_start_s - 1.0, plan.reps[-1].t_end_s + _AFTER_S, stance_deg)
    starts = [rep.t_start_s for rep in plan.reps[1:]] + [min(plan.reps[-1].t_end_s + 1.5, plan.t_end_s)]
    all_marks = [_marks(c, rep, following) for rep, following in zip(plan.reps, starts, strict=True)]
    exercise = load_exercise(plan.exercise)
    speeds = [_mean_speed(c, marks) for marks in all_marks]
    reps = tuple(
        _rep(c, marks, rep, plan, exercise, own_max, i, _loss(speeds, i))
        for i, (rep, marks) in enumerate(zip(plan.reps, all_marks, strict=True))
    )
    return TrueSet(
        index=index,
        exercise=plan.exercise,
        side=plan.side,
        armed=plan.armed,
        t_start_s=reps[0].t_start_s,
        t_end_s=reps[-1].t_end_s,
        reps=reps,
    )


def _loss(speeds: Sequence[float], i: int) -> float:
    """Of number i against the working ones ahead of it; -inf where there are none yet."""
    usual = usual_rate(speeds[:i])
    return -np.inf if usual is None else 1 - speeds[i] / usual


def _marks(c: Course, rep: PlannedRep, next_s: float) -> Marks:
    first, last = c.at(rep.t_start_s), c.at(next_s)
    bottom = first + int(np.argmax(c.thorax[first : c.at(rep.t_end_s) + 1]))
    low, high = _levels(c, first, bottom)
    down_90 = first + _first(c.thorax[first : bottom + 1] >= high)
    down_10 = down_90 - _first(c.thorax[first : down_90 + 1][::-1] < low)
    start = down_10 - _first(c.rate[first : down_10 + 1][::-1] < _QUIET_DPS)
    bottom_start = min(bottom, down_90 + _first(c.rate[down_90 : bottom + 1] < _QUIET_DPS))
    above = np.flatnonzero(c.thorax[bottom:last] >= high)
    up_90 = bottom + int(above[-1])
    lowest = up_90 + int(np.argmin(c.thorax[up_90 : last + 1]))
    late = c.at(rep.t_up_s + _SETTLING_FROM * (rep.t_end_s - rep.t_up_s))
    end = _end(c, max(up_90, late), lowest)
    up_10 = min(end, up_90 + _first(c.thorax[up_90 : last + 1] <= low))
    third = c.thorax[bottom] - (c.thorax[bottom] - c.thorax[end]) / 3
    up_third = up_90 + _first(c.thorax[up_90 : end + 1] <= third)
    return Marks(start, down_10, down_90, bottom_start, bottom, up_90, up_third, up_10, end, last)


def _levels(c: Course, first: int, bottom: int) -> tuple[float, float]:
    """Thorax tilt at 10 and at 90 % of the excursion."""
    excursion = c.thorax[bottom] - c.thorax[first]
    return float(c.thorax[first] + 0.1 * excursion), float(c.thorax[first] + 0.9 * excursion)


def _end(c: Course, late: int, lowest: int) -> int:
    """Where the way up has ended: slow again, at the latest at the turn."""
    lowest = max(late, lowest)
    slow = c.rate[late : lowest + 1] > -_QUIET_DPS
    return late + _first(slow)


def _first(flags: Bools) -> int:
    """Row of the first true; the last row when there is none."""
    return int(np.argmax(flags)) if flags.any() else len(flags) - 1


def _mean_speed(c: Course, m: Marks) -> float:
    return float((c.thorax[m.up_90] - c.thorax[m.up_10]) / (c.t[m.up_10] - c.t[m.up_90]))


def held(values: Array, hold_s: float) -> float:
    """The largest value that was reached or passed for `hold_s` without a break; -inf when that is too long."""
    width = max(1, round(hold_s * RATE_HZ))
    if len(values) < width:
        return -np.inf
    return float(np.lib.stride_tricks.sliding_window_view(values, width).min(axis=1).max())


def _lockout(values: Array) -> float:
    return -held(-values, _LOCKOUT_HOLD_S)


def _rep(
    c: Course, m: Marks, rep: PlannedRep, plan: PlannedSet, exercise: Exercise, own_max: float, i: int, loss: float
) -> TrueRep:
    top = slice(max(m.bottom, m.end - round(0.1 * RATE_HZ)), min(m.next_start, m.end + round(RATE_HZ)) + 1)
    around = slice(max(m.start, m.bottom - round(0.3 * RATE_HZ)), m.bottom + round(0.3 * RATE_HZ) + 1)
    thorax_rom = float(c.thorax[m.bottom] - c.thorax[m.start])
    pelvis_rom = float(c.pelvis[around].max() - c.pelvis[m.start])
    peak = float(c.lumbar[m.start : m.end + 1].max())
    times = (c.t[m.down_90] - c.t[m.down_10], c.t[m.up_90] - c.t[m.down_90], c.t[m.up_10] - c.t[m.up_90])
    eccentric, pause, concentric = (float(x) for x in times)
    scene = _Scene(c, m, rep, top, plan, thorax_rom, pelvis_rom, (eccentric, pause, concentric), loss)
    measures = {f.id: MEASURES[f.id](scene, f) for f in exercise.faults if f.id in MEASURES}
    measures = {name: value for name, value in measures.items() if np.isfinite(value)}
    return TrueRep(
        index=i + 1,
        side=plan.side,
        style=rep.style,
        intended=rep.intended,
        t_start_s=float(c.t[m.start]),
        t_bottom_s=float(c.t[m.bottom]),
        t_end_s=float(c.t[m.end]),
        thorax_rom_deg=thorax_rom,
        pelvis_rom_deg=pelvis_rom,
        hinge_share=pelvis_rom / thorax_rom if thorax_rom >= 15 else None,
        lumbar_flexion_peak_deg=peak,
        lumbar_flexion_peak_pct=100 * peak / own_max,
        lockout_pelvis_deg=_lockout(c.pelvis[top]),
        lockout_thorax_deg=_lockout(c.thorax[top]),
        eccentric_s=eccentric,
        pause_s=pause,
        concentric_s=concentric,
        concentric_peak_dps=float(-c.rate[m.bottom : m.end + 1].min()),
        rows=len(rep.row_starts_s),
        measures=measures,
        faults=_faults(exercise, measures, own_max, _lockout(c.thorax[top])),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """All that a measure of one repetition may look at."""

    c: Course
    m: Marks
    rep: PlannedRep
    top: slice
    plan: PlannedSet
    thorax_rom: float
    pelvis_rom: float
    times_s: tuple[float, float, float]
    loss: float


def _rise_drive(s: _Scene, fault: Fault) -> float:
    window = s.c.lumbar[s.m.bottom_start : s.m.up_third + 1]
    return held(window, fault.hold_s) - float(window[0])


def _rise_row(s: _Scene, fault: Fault) -> float:
    if len(s.rep.row_starts_s) < 2:
        return -np.inf
    window = s.c.lumbar[s.c.at(s.rep.row_starts_s[0]) : s.m.up_90 + 1]
    return held(window, fault.hold_s) - float(window[0])


def _not_tall(s: _Scene, fault: Fault) -> float:
    rows = slice(s.m.end, s.m.next_start + 1)
    near = np.abs(s.c.pelvis[rows]) <= (fault.pelvis_within_deg or np.inf)
    return held(np.where(near, s.c.lumbar[rows], -np.inf), fault.hold_s)


def _tempo(s: _Scene, fault: Fault) -> float:
    targets = s.plan.tempo_s
    if targets is None:
        return -np.inf
    return max(abs(t - goal) / goal for t, goal in zip(s.times_s, targets, strict=True) if goal > 0)


def _side_shift(s: _Scene, fault: Fault) -> float:
    return held(np.abs(s.c.lateral[s.m.down_90 : s.m.up_90 + 1] - s.c.lateral[s.m.start]), fault.hold_s)


MEASURES: dict[str, Callable[[_Scene, Fault], float]] = {
    "lumbar_flexion": lambda s, f: held(s.c.lumbar[s.m.start : s.m.end + 1], f.hold_s),
    "low_hinge_share": lambda s, f: s.pelvis_rom / s.thorax_rom if s.thorax_rom >= 25 else np.inf,
    "arch_lost": _rise_drive,
    "row_arch_lost": _rise_row,
    "incomplete_lockout": lambda s, f: _lockout(s.c.pelvis[s.top]),
    "not_tall": _not_tall,
    "forward_lean": lambda s, f: held(s.c.thorax[s.m.end : s.m.next_start + 1], f.hold_s),
    "overextension": lambda s, f: -held(-s.c.lumbar[s.m.end : s.m.next_start + 1], f.hold_s),
    "shallow": lambda s, f: s.thorax_rom / s.plan.target_deg,
    "side_shift": _side_shift,
    "tempo": _tempo,
    "speed_loss": lambda s, f: s.loss,
}
"""What each fault of the catalogue looks at, by fault id."""


def _faults(
    exercise: Exercise, measures: Mapping[str, float], own_max: float, lockout_thorax: float
) -> tuple[TrueFault, ...]:
    found = []
    for fault in exercise.faults:
        if fault.id in measures:
            pairs = [(measures[fault.id], "limit")]
            if fault.caution.limit_thorax is not None:
                pairs.append((lockout_thorax, "limit_thorax"))
            candidates = [_past(fault, value, name, own_max) for value, name in pairs]
            found += sorted((x for x in candidates if x), key=lambda x: (x.level, x.margin))[-1:]
    return tuple(found)


def _past(fault: Fault, value: float, name: str, own_max: float) -> TrueFault | None:
    """The highest level that the value is past; `name` is the field of the limit."""
    for level, row in (("fault", fault.fault), ("caution", fault.caution)):
        if row is not None:
            limit = row.at(own_max) if name == "limit" else float(getattr(row, name))
            if fault.beyond(value, limit):
                return TrueFault(id=fault.id, level=level, value=value, limit=limit, margin=abs(value - limit))
    return None
