"""Which said repetition is which true one, and what of a set is amiss."""

from collections.abc import Sequence
from dataclasses import dataclass

from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Rep, RepRejected, RepStatus
from imu_hinge.virtual.truth import TrueRep, TrueSet, Truth

SLACK_S = 0.3
"""A said bottom this far outside a true repetition still belongs to it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One true repetition and what was said of it."""

    true: TrueRep
    said: Rep


@dataclass(frozen=True, slots=True)
class SetScore:
    """One true set against what was said."""

    index: int
    true: int
    said: int
    """Repetitions of the said sets that share one with this set."""
    amiss: tuple[str, ...]
    """Empty when the set is exact: each repetition once, nothing else, in one set."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A said repetition that no one did."""

    t_s: float
    """Its bottom."""
    status: str
    act: str
    """What the wearer did then."""
    alone: bool
    """Whether its said set holds no true repetition at all."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A whole session, matched."""

    sets: tuple[SetScore, ...]
    pairs: tuple[Pair, ...]
    strays: tuple[Stray, ...]


def match(truth: Truth, said: Sequence[SetSummary], rejected: Sequence[RepRejected]) -> Matched:
    """Pairs by the time of the bottom, one to one."""
    paired = {one.index: _paired(one, said) for one in truth.sets}
    taken = {pair.said.id for pairs in paired.values() for pair in pairs}
    owned = {s.index for s in said if any(rep.id in taken for rep in s.reps)}
    strays = [_stray(truth, rep, s.index not in owned) for s in said for rep in s.reps if rep.id not in taken]
    scores = [_scored(truth, one, paired[one.index], said, rejected) for one in truth.sets]
    return Matched(tuple(scores), tuple(pair for pairs in paired.values() for pair in pairs), tuple(strays))


def bottom_s(rep: Rep) -> float:
    """Time of its bottom, s."""
    return rep.t_bottom_ns / 1e9


def act_at(truth: Truth, t_s: float) -> str:
    """What the wearer did at a time."""
    return next((act.name for act in truth.acts if act.t_start_s <= t_s <= act.t_end_s), "nothing")


def _paired(one: TrueSet, said: Sequence[SetSummary]) -> list[Pair]:
    free = [rep for s in said for rep in s.reps]
    pairs = []
    for true in one.reps:
        near = [rep for rep in free if true.t_start_s - SLACK_S <= bottom_s(rep) <= true.t_end_s + SLACK_S]
        if near:
            best = min(near, key=lambda rep: abs(bottom_s(rep) - true.t_bottom_s))
            free.remove(best)
            pairs.append(Pair(true, best))
    return pairs


def _stray(truth: Truth, rep: Rep, alone: bool) -> Stray:
    return Stray(bottom_s(rep), rep.status.value, act_at(truth, bottom_s(rep)), alone)


def _scored(
    truth: Truth, one: TrueSet, pairs: Sequence[Pair], said: Sequence[SetSummary], rejected: Sequence[RepRejected]
) -> SetScore:
    known = {pair.said.id for pair in pairs}
    mine = [s for s in said if any(rep.id in known for rep in s.reps)]
    listed = [rep for s in mine for rep in s.reps]
    found = {pair.true.index for pair in pairs}
    amiss = [f"rep {rep.index} missed ({why_missed(rep, rejected)})" for rep in one.reps if rep.index not in found]
    amiss += [
        f"extra at {bottom_s(rep):.1f} s ({act_at(truth, bottom_s(rep))}, {rep.status.value})"
        for rep in listed
        if rep.id not in known
    ]
    if len(mine) > 1:
        amiss.append(f"split into {len(mine)} sets")
    return SetScore(one.index, len(one.reps), len(listed), tuple(amiss))


def why_missed(rep: TrueRep, rejected: Sequence[RepRejected]) -> str:
    """The reasons of rejections that overlap a repetition."""
    reasons = [
        event.reason
        for event in rejected
        if event.t_start_ns / 1e9 < rep.t_end_s and event.t_end_ns / 1e9 > rep.t_start_s
    ]
    return ", ".join(dict.fromkeys(reasons)) or "never seen"


def counted(rep: Rep) -> bool:
    """Whether the repetition has a number the wearer trusts."""
    return rep.status is RepStatus.COUNTED
