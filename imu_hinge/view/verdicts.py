"""What became of a repetition, in one of five ways."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Rep, RepStatus


@dataclass(frozen=True, slots=True)
class Sign:
    """How a verdict is written."""

    glyph: str
    ink: str
    words: str


class Verdict(Enum):
    """From the best to the least known."""

    GOOD = Sign("●", "good", "good")
    COUNTED = Sign("●", "text", "counted")
    CLOSE = Sign("~", "caution", "close")
    PAST = Sign("✗", "bad", "past the limit")
    UNSURE = Sign("?", "lost", "unsure")


def verdict_of(rep: Rep, exercise: Exercise) -> Verdict:
    """Unsure comes first; what no fault could be judged on is never called good."""
    if rep.status is RepStatus.UNSURE:
        return Verdict.UNSURE
    if rep.faults or rep.cautions:
        return Verdict.PAST if rep.faults else Verdict.CLOSE
    return _passed(rep, exercise)


def _passed(rep: Rep, exercise: Exercise) -> Verdict:
    if not exercise.faults:
        return Verdict.COUNTED
    judged = (fault for fault in exercise.faults if "plan" not in fault.needs and fault.id not in rep.not_judged)
    return Verdict.UNSURE if next(judged, None) is None else Verdict.GOOD


def tally(one: SetSummary, exercise: Exercise) -> Counter[Verdict]:
    """Repetitions of a set by verdict."""
    return Counter(verdict_of(rep, exercise) for rep in one.reps)
