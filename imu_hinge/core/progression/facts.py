"""What is known of a person on a level: sessions, pain scores, decisions. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from imu_hinge.core.progression.ticks import SIDES
from imu_hinge.model.events import RepStatus

_LOW_BACK, _TOP = "lumbar_flexion", "incomplete_lockout"
"""Faults without whose verdict a repetition, or its top, was not seen."""


class Judged(Protocol):
    """A repetition with what was said of it, as the fold or a database has it."""

    @property
    def status(self) -> str:
        """`counted` or `unsure`."""
        ...

    @property
    def side(self) -> str | None:
        """The working side."""
        ...

    @property
    def hinge_share(self) -> float | None:
        """None where it could not be judged."""
        ...

    @property
    def valid(self) -> bool:
        """Whether its measures hold."""
        ...

    @property
    def faults(self) -> Sequence[str]:
        """Past the limit."""
        ...

    @property
    def not_judged(self) -> Sequence[str]:
        """Faults that could not be judged."""
        ...


@dataclass(frozen=True, slots=True)
class Counts:
    """Repetitions of a session, or of one side of it."""

    reps: int = 0
    """Counted and unsure ones: the sum of the next three."""
    in_form: int = 0
    """Sure, seen whole, and inside the limits, with the low back judged."""
    past: int = 0
    """Sure, and past a limit."""
    unseen: int = 0
    """Unsure, or inside the limits as far as they could be judged."""
    tops: int = 0
    """Sure ones whose lockout could be judged."""
    tops_missed: int = 0

    @property
    def form_share(self) -> float | None:
        """Of the repetitions that were seen; None where none was."""
        return share(self.in_form, self.in_form + self.past)

    @property
    def lockout_share(self) -> float | None:
        """Lockouts reached; None where none could be judged."""
        return share(self.tops - self.tops_missed, self.tops)

    @property
    def seen_share(self) -> float | None:
        """Sure and judged ones, of all; None of none."""
        return share(self.reps - self.unseen, self.reps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of one exercise, as corrected by hand."""

    id: str
    at_ns: int
    """When it began, ns since 1970."""
    day: int
    """The wearer's local date as days since 1970."""
    exercise: str
    whole: Counts
    left: Counts = Counts()
    right: Counts = Counts()
    hinge_share: float | None = None
    """Median of the sure, valid repetitions; None where none could be judged."""

    @property
    def sides(self) -> tuple[Counts, Counts]:
        """Left and right."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """A pain score."""

    at_ns: int
    score: int
    """0 to 10."""
    moment: str
    """`before`, `during`, `after` or `next_day`."""
    session: str
    """Id of the session it was given in; empty: outside of any."""
    arrived_ns: int = 0
    """When it came to be known here, where that was later than it was given, as by an import; ns since 1970."""

    @property
    def known_ns(self) -> int:
        """Nobody decided on it before."""
        return max(self.at_ns, self.arrived_ns)


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """A person set a level, or the same one again: then what was proposed was declined."""

    at_ns: int
    level: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a proposal rests on; in any order."""

    now_ns: int
    sessions: tuple[Session, ...]
    scores: tuple[Score, ...]
    decisions: tuple[Decision, ...]
    """At least one."""
    start_limit: int | None = None
    """Pain from which no session starts, as the trainer set it; None: that of the catalogue."""


def session_of(ident: str, at_ns: int, day: int, exercise: str, reps: Iterable[Judged]) -> Session:
    """A session from its repetitions; there may be none."""
    listed = list(reps)
    left, right = ([one for one in listed if one.side == side] for side in SIDES)
    sure = [one for one in listed if one.status == RepStatus.COUNTED and one.valid]
    shares = [one.hinge_share for one in sure if one.hinge_share is not None]
    return Session(
        id=ident,
        at_ns=at_ns,
        day=day,
        exercise=exercise,
        whole=counts(listed),
        left=counts(left),
        right=counts(right),
        hinge_share=median(shares) if shares else None,
    )


def counts(reps: Sequence[Judged]) -> Counts:
    """Each repetition is one of: in form, past a limit, not seen."""
    sure = [one for one in reps if one.status == RepStatus.COUNTED]
    past = sum(bool(one.faults) for one in sure)
    in_form = sum(one.valid and not one.faults and _LOW_BACK not in one.not_judged for one in sure)
    tops = [one for one in sure if _TOP not in one.not_judged]
    missed = sum(_TOP in one.faults for one in tops)
    return Counts(len(reps), in_form, past, len(reps) - in_form - past, len(tops), missed)


def share(part: int, whole: int) -> float | None:
    """None of nothing."""
    return part / whole if whole else None
