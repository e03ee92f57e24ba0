"""Which two repetitions to look at, and the one sentence for next time. Pure."""

from dataclasses import dataclass

from imu_hinge.model.events import Rep
from imu_hinge.model.plural import counted
from imu_hinge.report.contents import Contents
from imu_hinge.view.advice import INSIDE, most_frequent, not_judged, pain_words
from imu_hinge.view.pains import highest_of_sets
from imu_hinge.view.verdicts import Verdict, verdict_of

_BEST = (Verdict.GOOD, Verdict.COUNTED, Verdict.CLOSE)
_TO_WORK_ON = (Verdict.PAST, Verdict.CLOSE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to look after next."""

    words: str
    whose: str
    """Whose words they are."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two repetitions to lay over each other; either may be missing."""

    best: Rep | None
    other: Rep | None
    other_name: str
    """What the other one is there for."""
    other_ink: str


def sentence(contents: Contents) -> Sentence:
    """The trainer's; without one what the session itself suggests, of which a high pain comes first."""
    if contents.note:
        return Sentence(contents.note, "your trainer")
    if words := pain_words(_highest_pain(contents), contents.pain_limit):
        return Sentence(words, "suggested by this session")
    numbers = contents.totals
    fault = most_frequent(numbers.faults, numbers.cautions, contents.exercise)
    if fault is None:
        return Sentence(_nothing_seen(contents), "suggested by this session")
    past = numbers.faults.get(fault.id, 0)
    what = fault.title if past else f"close to {fault.title}"
    seen = (
        f"suggested by this session: {what} in {past or numbers.cautions[fault.id]} of {counted(numbers.reps, 'rep')}"
    )
    return Sentence(fault.explanation if fault.cue else f"Most often: {fault.title}.", seen)


def _highest_pain(contents: Contents) -> int | None:
    """In or after the session, and the day after."""
    in_sets = highest_of_sets(contents.sets, contents.pains)
    given = [in_sets[0] if in_sets else None, contents.pain_next_day]
    return max((score for score in given if score is not None), default=None)


def _nothing_seen(contents: Contents) -> str:
    numbers = contents.totals
    if not numbers.reps:
        return contents.refused.remedy.capitalize() + "." if contents.refused else "No reps were counted."
    if not contents.exercise.faults:
        return "Counted and measured; this assessment judges nothing."
    reps = [rep for one in contents.sets for rep in one.reps]
    return not_judged(reps) if numbers.unsure + numbers.not_judged else INSIDE


def pair(contents: Contents) -> Pair:
    """The good repetition with the smallest low back peak, beside the one past the limit with the largest.

    Of those past the limit only the ones with the most frequent fault are looked at, if there are such with a peak.
    """
    known = [rep for rep in contents.reps if rep.valid and rep.lumbar_flexion_peak_deg is not None]
    best = next((min(group, key=_peak) for group in _by_verdict(contents, known, _BEST)), None)
    rest = [rep for rep in known if rep is not best]
    if groups := _by_verdict(contents, rest, _TO_WORK_ON):
        return Pair(best, max(_with_fault(contents, groups[0]), key=_peak), "to work on", Verdict.PAST.value.ink)
    return Pair(best, max(rest, key=_peak, default=None), "largest peak", "lost")


def _by_verdict(contents: Contents, reps: list[Rep], wanted: tuple[Verdict, ...]) -> list[list[Rep]]:
    """The repetitions of each of these verdicts, without those that nobody has."""
    groups = [[rep for rep in reps if verdict_of(rep, contents.exercise) is verdict] for verdict in wanted]
    return [group for group in groups if group]


def _with_fault(contents: Contents, reps: list[Rep]) -> list[Rep]:
    numbers = contents.totals
    fault = most_frequent(numbers.faults, numbers.cautions, contents.exercise)
    return [rep for rep in reps if fault and fault.id in (*rep.faults, *rep.cautions)] or reps


def _peak(rep: Rep) -> float:
    return rep.lumbar_flexion_peak_deg or 0.0
