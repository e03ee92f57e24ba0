"""What is known of a person on a level: sessions, pain scores, decisions. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from imu_hinge.core.progression.ticks import SIDES
from imu_hinge.model.events import Rep, RepStatus

_LOW_BACK, _TOP = "lumbar_flexion", "incomplete_lockout"
"""Faults without whose verdict a repetition, or its top, was not seen."""


class Judged(NamedTuple):
    """What was said of a repetition, but for its measures; in a session there are few different ones."""

    status: str
    """`counted` or `unsure`."""
    side: str | None
    """The working side."""
    valid: bool
    """Whether its measures hold."""
    faults: tuple[str, ...]
    """Past the limit."""
    not_judged: tuple[str, ...]
    """Faults that could not be judged."""

    @property
    def is_sure(self) -> bool:
        """Whether it was counted beyond doubt."""
        return self.status == RepStatus.COUNTED


Alike = Mapping[Judged, Sequence[float | None]]
"""The repetitions of a session: the hinge share of each, by what was said of it; None where it was not judged."""


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


def session_of(ident: str, at_ns: int, day: int, exercise: str, reps: Alike) -> Session:
    """A session from its repetitions; there may be none."""
    left, right = ({one: of_it for one, of_it in reps.items() if one.side == side} for side in SIDES)
    shares = [found for one, of_it in reps.items() if one.is_sure and one.valid for found in of_it if found is not None]
    return Session(
        id=ident,
        at_ns=at_ns,
        day=day,
        exercise=exercise,
        whole=counts(reps),
        left=counts(left) if left else Counts(),
        right=counts(right) if right else Counts(),
        hinge_share=median(shares) if shares else None,
    )


def alike(reps: Iterable[Rep]) -> Alike:
    """Repetitions as the fold has them, by what was said of them."""
    found: dict[Judged, list[float | None]] = defaultdict(list)
    for rep in reps:
        found[Judged(rep.status, rep.side, rep.valid, rep.faults, rep.not_judged)].append(rep.hinge_share)
    return found


def counts(reps: Alike) -> Counts:
    """Each repetition is one of: in form, past a limit, not seen."""
    sure = [one for one in reps if one.is_sure]
    past = _sum(reps, [one for one in sure if one.faults])
    in_form = _sum(reps, [one for one in sure if one.valid and not one.faults and _LOW_BACK not in one.not_judged])
    tops = [one for one in sure if _TOP not in one.not_judged]
    missed = [one for one in tops if _TOP in one.faults]
    every = _sum(reps, reps)
    return Counts(every, in_form, past, every - in_form - past, _sum(reps, tops), _sum(reps, missed))


def _sum(reps: Alike, some: Iterable[Judged]) -> int:
    return sum([len(reps[one]) for one in some])


def share(part: int, whole: int) -> float | None:
    """None of nothing."""
    return part / whole if whole else None
