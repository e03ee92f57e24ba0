"""Faults: how often what is past a limit is said, and what is inside is not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from figures import Figure
from matching import Pair
from virtual import Outcome

from imu_hinge.catalogue import Fault, load_exercise
from imu_hinge.virtual.truth import TrueRep

CLEAR_DEG = 3.0
CLEAR_SHARE = 0.05
"""3 deg of a range of 60 deg."""
SPARED = ("tempo",)
"""Never judged: a session has no plan."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fault of one repetition that is clearly past or clearly inside its limit."""

    fault: str
    level: str
    script: str
    seed: int
    t_s: float
    past: bool
    said: bool
    judged: bool
    margin: float


def verdicts(outcomes: Iterable[Outcome]) -> Iterator[Verdict]:
    """Every clear case of every matched repetition; the level is `fault`, or `caution` where that is all there is."""
    for one in outcomes:
        for fault in load_exercise(one.exercise).faults:
            if fault.id not in SPARED:
                for pair in one.matched.pairs:
                    yield from _verdict(one, fault, pair)


def _verdict(one: Outcome, fault: Fault, pair: Pair) -> Iterator[Verdict]:
    level = "fault" if fault.fault else "caution"
    margin = true_margin(fault, pair.true, one.own_max_lumbar_deg)
    clear = CLEAR_DEG if fault.unit == "deg" else CLEAR_SHARE
    if margin is None or abs(margin) <= clear:
        return
    said = fault.id in (pair.said.faults if fault.fault else (*pair.said.faults, *pair.said.cautions))
    judged = fault.id not in pair.said.not_judged
    yield Verdict(fault.id, level, one.job.script, one.job.seed, pair.true.t_bottom_s, margin > 0, said, judged, margin)


def true_margin(fault: Fault, true: TrueRep, own_max_deg: float) -> float | None:
    """How far the truth is past the limit (negative: inside), in its unit; None where it does not apply."""
    limits = fault.fault or fault.caution
    if fault.id not in true.measures:
        return None
    sign = 1.0 if fault.direction == "above" else -1.0
    margin = sign * (true.measures[fault.id] - limits.at(own_max_deg))
    if limits.limit_thorax is not None:
        margin = max(margin, true.lockout_thorax_deg - limits.limit_thorax)
    return margin


def fault_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Sensitivity and specificity at the level `fault`."""
    cases = [v for v in verdicts(outcomes) if v.level == "fault"]
    past, inside = [v for v in cases if v.past], [v for v in cases if not v.past]
    missing = sum(not v.judged for v in past)
    return [
        Figure(
            name="faults, sensitivity",
            value=sum(v.said for v in past) / len(past) if past else None,
            least=0.97,
            basis=f"{len(past)} cases past the limit, {missing} of them not judged and taken as missed",
        ),
        Figure(
            name="faults, specificity",
            value=sum(not v.said for v in inside) / len(inside) if inside else None,
            least=0.97,
            basis=f"{len(inside)} cases inside the limit, {sum(not v.judged for v in inside)} of them not judged",
        ),
    ]


def by_fault(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Rows of fault, level, cases past and said, cases inside and said, not judged."""
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts(outcomes):
        groups[verdict.fault, verdict.level].append(verdict)
    return [_row(name, level, cases) for (name, level), cases in groups.items()]


def _row(name: str, level: str, cases: Sequence[Verdict]) -> tuple[str, ...]:
    past, inside = [v for v in cases if v.past], [v for v in cases if not v.past]
    return (
        name,
        level,
        f"{sum(v.said for v in past)} of {len(past)}",
        f"{sum(v.said for v in inside)} of {len(inside)}",
        str(sum(not v.judged for v in cases)),
    )


def wrong_verdicts(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """Rows of fault, script, seed, what was said, how often, margin and time of the first, of wrong clear cases."""
    groups: dict[tuple[str, str, int, str], list[Verdict]] = defaultdict(list)
    for v in verdicts(outcomes):
        if v.said is not v.past:
            groups[v.fault, v.script, v.seed, _said(v)].append(v)
    return [
        (fault, script, str(seed), f"{len(found)} {said}", f"margin {found[0].margin:+.2f} at {found[0].t_s:.1f} s")
        for (fault, script, seed, said), found in groups.items()
    ]


def _said(verdict: Verdict) -> str:
    return "raised" if verdict.said else "not raised" if verdict.judged else "not judged"
