"""What pain must have been like to propose the next level, row by row: nothing is promoted on pain. Pure."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import ceil

from imu_hinge.core.progression.checks import AT_LEAST, AT_MOST, BELOW, Criterion, Figure, Missing, Number, up_needs
from imu_hinge.core.progression.facts import Score
from imu_hinge.core.progression.looked import DAY_NS, Looked, largest_rise
from imu_hinge.core.progression.movement import MORE_DAYS, days_to_go, days_trained

Of = Callable[[Looked, Sequence[Score]], float]
_TOLD_AFTER = frozenset({"during", "after"})


def _untold(looked: Looked) -> set[int]:
    """Days of training without a score before, or without one during or after the last session."""
    ends = {one.day: one.at_ns for one in looked.last}
    return {day for day, at_ns in ends.items() if not _is_told(looked.told(day), at_ns)}


def _is_told(scores: Sequence[Score], last_ns: int) -> bool:
    before = any(one.moment == "before" for one in scores)
    return before and any(one.moment in _TOLD_AFTER and one.at_ns >= last_ns for one in scores)


def _most(looked: Looked) -> float:
    """Below the start limit in any case."""
    limit, most = looked.facts.start_limit, up_needs("pain_most")(looked)
    return most if limit is None else min(most, limit - 1)


def _figure(of: Of) -> Figure:
    """None where no score was given."""
    return lambda looked: of(looked, looked.scores) if looked.scores else None


def _until_gone(of: Of, needed: Number, holds: Callable[[float, float], bool]) -> Missing:
    """Days until what stands in the way is no longer looked at; without the oldest scores no figure is higher."""

    def missing(looked: Looked) -> int:
        scores, most = looked.scores, needed(looked)
        gone = bisect_left(range(len(scores)), True, key=lambda n: holds(of(looked, scores[n:]), most))
        return ceil((scores[gone - 1].at_ns + looked.days_ns - looked.facts.now_ns) / DAY_NS) if gone else 0

    return missing


def _row(
    key: str, title: str, of: Of, asks: str, holds: Callable[[float, float], bool], needed: Number | None = None
) -> Criterion:
    number = needed or up_needs(key)
    return Criterion(
        id=key,
        title=title,
        figure=_figure(of),
        needed=number,
        holds=holds,
        asks=f"{asks} {{needed}}",
        missing=_until_gone(of, number, holds),
        lacks="{count} day{s} until it is no longer looked at",
    )


PAIN: tuple[Criterion, ...] = (
    Criterion(
        id="pain_told",
        title="days with pain told",
        figure=lambda looked: days_trained(looked) - len(_untold(looked)),
        needed=up_needs("sessions"),
        holds=AT_LEAST,
        asks="at least {needed} in a row, before and after",
        missing=lambda looked: days_to_go(looked, _untold(looked)),
        lacks=f"{MORE_DAYS} with both answers",
    ),
    _row("pain_most", "highest pain", lambda _, scores: max(one.score for one in scores), "at most", AT_MOST, _most),
    _row("pain_rise", "largest rise of pain", lambda _, scores: largest_rise(scores), "below", BELOW),
    _row(
        "pain_stops",
        "sets stopped for pain",
        lambda looked, scores: sum(map(looked.is_stop, scores)),
        "at most",
        AT_MOST,
    ),
)
