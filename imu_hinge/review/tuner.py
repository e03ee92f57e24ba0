"""What another limit would have made of repetitions that were measured before. Pure.

Counted from what is stored of each repetition, its peak or its share: how long a limit was passed is not looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import radians

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.core.faults import AUTOMATIC_WIDER_DEG, Rule, in_force
from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Calibrated, FaultRaised, Rep
from imu_hinge.review.book import in_force_at

HOW = "from each repetition's peak; hold times not looked at"
STORED = {
    "lumbar_flexion": "lumbar_flexion_peak_deg",
    "low_hinge_share": "hinge_share",
    "incomplete_lockout": "lockout_pelvis_deg",
}
"""Fault -> the measure that is stored of each repetition. The others are known to the fold alone."""
_STEPS = {"deg": 1.0, "share": 0.01}
"""Unit -> how far one key moves a limit."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Plain limits of one fault, in its unit, as `with_limit` takes them."""

    fault: Fault
    caution: float
    limit: float

    def moved(self, caution_steps: int, limit_steps: int) -> "Setting":
        """With its limits so many steps higher; the same where the limit would not be past the early one."""
        step = _STEPS[self.fault.unit]
        caution, limit = (round(self.caution + step * caution_steps, 4), round(self.limit + step * limit_steps, 4))
        sensible = self.fault.fault is None or self.fault.beyond(limit, caution)
        return replace(self, caution=caution, limit=limit) if sensible else self

    @property
    def decisive(self) -> float:
        """What a repetition is past or not: the early limit of a fault that has no other."""
        return self.caution if self.fault.fault is None else self.limit


@dataclass(frozen=True, slots=True)
class Past:
    """The sets of one session, with what they were judged by."""

    sets: Sequence[SetSummary]
    exercise: Exercise
    calibrations: Sequence[Calibrated]


@dataclass(frozen=True, slots=True)
class Judged:
    """Repetitions that were judged alike: by this fault, as it was then, under this calibration."""

    reps: Sequence[Rep]
    fault: Fault
    calibrated: Calibrated | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Repetitions past a limit, as it was and with another one."""

    of: int
    """How many could be judged."""
    before: int
    now: int


def tunable(exercise: Exercise) -> tuple[Fault, ...]:
    """The faults whose limits may be changed, those that can be counted at once first."""
    faults = [fault for fault in exercise.faults if "plan" not in fault.needs]
    return tuple(sorted(faults, key=lambda fault: fault.id not in STORED))


def setting(fault: Fault, calibrated: Calibrated | None) -> Setting:
    """What was in force under this calibration, without the margin that the fold itself adds."""
    rule, margin = _rule(fault, calibrated), _margin(fault, calibrated)
    limit = rule.caution if rule.limit is None else rule.limit
    return Setting(fault, round(rule.caution - margin, 4), round(limit - margin, 4))


def tally(groups: Iterable[Judged], now: Setting) -> Tally | None:
    """What the limits as they were and `now` make of the repetitions; None where the measure is not stored."""
    if now.fault.id not in STORED:
        return None
    of = before = after = 0
    for group in groups:
        was, margin = setting(group.fault, group.calibrated), _margin(now.fault, group.calibrated)
        values = [value for rep in group.reps if (value := _value(rep, group.fault)) is not None]
        of += len(values)
        before += sum(now.fault.beyond(value, was.decisive + margin) for value in values)
        after += sum(now.fault.beyond(value, now.decisive + margin) for value in values)
    return Tally(of, before, after)


def cues(raised: Iterable[FaultRaised], fault: str) -> int:
    """How often a fault was cued."""
    return sum(one.fault == fault and bool(one.cue) for one in raised)


def judged(past: Past, fault: str) -> list[Judged]:
    """The repetitions of each set under the calibration in force; none for an exercise without this fault."""
    row = next((one for one in past.exercise.faults if one.id == fault), None)
    if row is None:
        return []
    return [Judged(one.reps, row, in_force_at(past.calibrations, one.t_end_ns)) for one in past.sets]


def _rule(fault: Fault, calibrated: Calibrated | None) -> Rule:
    if calibrated is None:
        return in_force(fault, UNCALIBRATED)
    own = calibrated.own_max_lumbar_deg
    known = replace(UNCALIBRATED, status=calibrated.status, own_max_lumbar_rad=None if own is None else radians(own))
    return in_force(fault, known)


def _margin(fault: Fault, calibrated: Calibrated | None) -> float:
    """What is added to a limit because of how the calibration was made, in the unit of the fault."""
    wide = fault.absolute and calibrated is not None and calibrated.status == "automatic"
    return (AUTOMATIC_WIDER_DEG if fault.direction == "above" else -AUTOMATIC_WIDER_DEG) if wide else 0.0


def _value(rep: Rep, fault: Fault) -> float | None:
    """What of a repetition is held against the limit; None where it was not judged."""
    least = fault.thorax_range_above_deg
    if fault.id in rep.not_judged or (least is not None and (rep.thorax_rom_deg or 0.0) < least):
        return None
    value: float | None = getattr(rep, STORED[fault.id])
    return value
