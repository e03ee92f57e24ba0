"""How a set goes on: its repetitions against the first working ones of the same set. Pure.

Rates are those of the trunk on its way up. A first repetition that is quicker than the others, or a few lighter ones,
are no measure for the rest: compared is with repetitions that are alike.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from imu_hinge.catalogue import Exercise, Fault
from imu_hinge.model.events import Rep, RepStatus

WORKING = 4
"""So many sure repetitions in a row that are alike are what the later ones are compared with; our choice."""
ALIKE = 0.75
"""Alike: the slowest is so quick a share of the quickest. A change by more from one to the next is no tiredness but
another load, or a start in haste; the first four of a steady virtual set are alike in 99 of 100. Our choice."""
_LATELY = 2
"""What is so now is the mean of so many repetitions: one alone may be chance."""

Measure = Callable[[Rep], float | None]
"""Of one repetition; None where it is not known or unsure."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The set is not what it was at its start: a reason to end it soon, for whoever wants one."""

    fault: Fault
    """What its row calls it, and the words."""
    rep_index: int
    """Of the second repetition past the limit of that row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """A set now against its working repetitions; None where nothing can be said."""

    based_on: tuple[int, ...] = ()
    """Indices of the working repetitions; empty where there are none, and then all else is None."""
    speed_loss: float | None = None
    """1 - rate of the trunk now / at first; negative where it is quicker. Never a bar speed."""
    share_change: float | None = None
    """Hinge share now less at first."""
    peak_change_deg: float | None = None
    """Largest lumbar flexion now less at first."""
    hint: Hint | None = None
    """The first one of the set; it stays."""


def working(rates: Iterable[float | None]) -> tuple[int, ...]:
    """Places of the first WORKING rates in a row that are alike; None is left out. Empty where there are none."""
    row: list[tuple[int, float]] = []
    for place, rate in enumerate(rates):
        if rate is None:
            continue
        row = [*row, (place, rate)][-WORKING:]
        known = [value for _, value in row]
        if len(row) == WORKING and min(known) >= ALIKE * max(known) > 0.0:
            return tuple(place for place, _ in row)
    return ()


def usual_rate(rates: Sequence[float | None]) -> float | None:
    """Middle of the working ones among these, in their unit; None where there are none."""
    known = [rate for place in working(rates) if (rate := rates[place]) is not None]
    return median(known) if known else None


def quality(reps: Sequence[Rep], exercise: Exercise) -> Quality:
    """Of the repetitions of one set, by index, as they are known now; with limits as the fold judged them."""
    first, later = _parted(reps)
    return Quality(
        based_on=tuple(rep.index for rep in first),
        speed_loss=_speed_loss(first, later),
        share_change=_change(first, later, _share),
        peak_change_deg=_change(first, later, _peak),
        hint=_hint(first, later, exercise),
    )


def speed_loss(reps: Sequence[Rep]) -> float | None:
    """That of `quality`, which needs no exercise."""
    return _speed_loss(*_parted(reps))


def _speed_loss(first: Sequence[Rep], later: Sequence[Rep]) -> float | None:
    usual, now = _middle(first, _rate), _lately(later, _rate)
    return None if usual is None or now is None else 1.0 - now / usual


def is_sure(rep: Rep) -> bool:
    """Whether its measures may be compared."""
    return rep.valid and rep.status is RepStatus.COUNTED


def _parted(reps: Sequence[Rep]) -> tuple[Sequence[Rep], Sequence[Rep]]:
    """The working repetitions, and those after them; none of either where there are no working ones."""
    places = working([_rate(rep) for rep in reps])
    return ([reps[place] for place in places], reps[places[-1] + 1 :]) if places else ((), ())


def _rate(rep: Rep) -> float | None:
    return rep.concentric_peak_dps if is_sure(rep) else None


def _share(rep: Rep) -> float | None:
    return rep.hinge_share if is_sure(rep) else None


def _peak(rep: Rep) -> float | None:
    return rep.lumbar_flexion_peak_deg if is_sure(rep) else None


def _middle(reps: Iterable[Rep], of: Measure) -> float | None:
    known = [value for rep in reps if (value := of(rep)) is not None]
    return median(known) if known else None


def _lately(reps: Iterable[Rep], of: Measure) -> float | None:
    known = [value for rep in reps if (value := of(rep)) is not None]
    return fmean(known[-_LATELY:]) if known else None


def _change(first: Iterable[Rep], later: Iterable[Rep], of: Measure) -> float | None:
    """Now less at first; None where it is not known of both."""
    usual, now = _middle(first, of), _lately(later, of)
    return None if usual is None or now is None else now - usual


def _hint(first: Sequence[Rep], later: Sequence[Rep], exercise: Exercise) -> Hint | None:
    """The earliest one; of two at once that which stands first in the table."""
    faults = [fault for fault in exercise.faults if fault.hint and not any(_is_near(fault, rep) for rep in first)]
    for before, rep in pairwise(later):
        for fault in faults:
            if _is_reason(fault, before) and _is_reason(fault, rep):
                return Hint(fault, rep.index)
    return None


def _is_near(fault: Fault, rep: Rep) -> bool:
    """Past the early limit: who is there from the start does not get there by going on."""
    return fault.id in (*rep.faults, *rep.cautions)


def _is_reason(fault: Fault, rep: Rep) -> bool:
    past = _is_near(fault, rep) if fault.hint_from == "caution" else fault.id in rep.faults
    return is_sure(rep) and past
