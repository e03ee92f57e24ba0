"""What training must have been like to propose the next level, row by row. Pure."""

from collections.abc import Callable

from imu_hinge.core.progression.checks import (
    AT_LEAST,
    AT_MOST,
    RATIO,
    SHARE,
    WHOLE,
    Criterion,
    Figure,
    Missing,
    up_needs,
)
from imu_hinge.core.progression.facts import Counts, Session
from imu_hinge.core.progression.looked import DAY_NS, Looked

Measure = Callable[[Session], float | None]

MORE_DAYS = "{count} more day{s} of training"


def days_trained(looked: Looked) -> int:
    """Days among the last sessions."""
    return len({one.day for one in looked.last})


def days_to_go(looked: Looked, low: set[int]) -> int:
    """Days of training until none of `low` is among the last, and there are enough."""
    held = {one.day for one in looked.last if one.day > max(low, default=-1)}
    return int(up_needs("sessions")(looked)) - len(held)


def _days_since(looked: Looked) -> float | None:
    return (looked.facts.now_ns - looked.last[-1].at_ns) // DAY_NS if looked.last else None


def _least(measure: Measure) -> Figure:
    """The lowest over the last sessions; None where it is not known of one."""

    def figure(looked: Looked) -> float | None:
        values = [measure(one) for one in looked.last]
        known = [value for value in values if value is not None]
        return min(known) if known and len(known) == len(values) else None

    return figure


def _to_go(measure: Measure, key: str) -> Missing:
    """Days of training until enough in a row are as they should be."""

    def missing(looked: Looked) -> int:
        least = up_needs(key)(looked)
        low = {one.day for one in looked.last if (value := measure(one)) is None or value < least}
        return days_to_go(looked, low)

    return missing


def _of_sides(of: Callable[[Counts], float | None]) -> Measure:
    """Of the whole, and of either side where left and right were named; the lowest."""

    def measure(session: Session) -> float | None:
        values = [of(one) for one in (session.whole, session.left, session.right) if one.reps]
        known = [value for value in values if value is not None]
        return min(known) if known and len(known) == len(values) else None

    return measure


def _row(key: str, title: str, measure: Measure, asks: str, unit: str = SHARE) -> Criterion:
    return Criterion(
        id=key,
        title=title,
        figure=_least(measure),
        needed=up_needs(key),
        holds=AT_LEAST,
        unit=unit,
        asks=f"at least {{needed}} {asks}",
        missing=_to_go(measure, key),
        lacks=MORE_DAYS,
    )


MOVEMENT: tuple[Criterion, ...] = (
    Criterion(
        id="sessions",
        title="days of training",
        figure=days_trained,
        needed=up_needs("sessions"),
        holds=AT_LEAST,
        asks="at least {needed} in a row as below",
        missing=lambda looked: days_to_go(looked, set()),
        lacks=MORE_DAYS,
    ),
    Criterion(
        id="recent_days",
        title="days since the last one",
        figure=_days_since,
        needed=up_needs("recent_days"),
        holds=AT_MOST,
        asks="at most {needed}",
        missing=lambda looked: 1,
        lacks=MORE_DAYS,
    ),
    _row("form_share", "reps in form", _of_sides(lambda one: one.form_share), "of those that were judged"),
    _row(
        "lockout_share", "reps back at the top", _of_sides(lambda one: one.lockout_share), "of those that were judged"
    ),
    _row("hinge_share", "hinge share", lambda one: one.hinge_share, "as the median of a session", RATIO),
    _row("seen_share", "reps that were judged", lambda one: one.whole.seen_share, "of all"),
    _row("side_reps", "reps on each side", lambda one: min(one.left.reps, one.right.reps), "left and right", WHOLE),
)
"""A figure is the lowest of all sessions of the last days."""
