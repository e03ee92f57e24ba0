"""Where a person stands in the progression, in words: the same on every page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from imu_hinge.catalogue.progression import rules_of
from imu_hinge.core.progression.proposal import Kind, Proposal
from imu_hinge.core.progression.ticks import Tick

DECIDE = "You or your trainer decide; nothing changes by itself."
NO_LEVEL = "no level yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Level, proposal, and what of today's plan is done."""

    proposal: Proposal | None
    """None: nobody chose a level yet."""
    ticks: tuple[Tick, ...] = ()
    """Of today; empty where nothing is planned."""


def level_words(level: int) -> str:
    """`level 2, split stance hinge`."""
    return f"level {level}, {_spaced(rules_of(level).id)}"


def proposal_words(proposal: Proposal) -> str:
    """`on to level 3, band rdl`, `stay on level 2`; what it is when a person declined is told, too."""
    if proposal.declined is not None:
        why = f" ({proposal.declined})" if proposal.declined else ""
        return f"stay on level {proposal.level}, as was decided{why}, until the next session or new pain"
    words = {
        Kind.UP: f"on to {level_words(proposal.to_level)}",
        Kind.STAY: f"stay on level {proposal.level}",
        Kind.BACK: f"one level easier, {level_words(proposal.to_level)}",
        Kind.REST: "rest, and talk it over with a trainer",
    }
    return words[proposal.kind]


def step_words(proposal: Proposal) -> str:
    """`on to 3`, `stay`, `back to 1`, `rest`: for a row of a table."""
    words = {Kind.UP: f"on to {proposal.to_level}", Kind.BACK: f"back to {proposal.to_level}"}
    return words.get(proposal.kind, proposal.kind.value)


def reason_lines(proposal: Proposal) -> list[str]:
    """Why, one line for each reason."""
    if proposal.kind is Kind.STAY:
        return list(proposal.missing) or ([] if proposal.up else ["this is the last level"])
    return [one.words for one in proposal.reasons]


def standing_lines(standing: Standing) -> list[str]:
    """A section of a page: level, proposal with its reasons, who decides, the plan of today."""
    return [*_level_lines(standing.proposal), *(f"today, {tick_words(one)}" for one in standing.ticks)]


def tick_words(one: Tick) -> str:
    """`split stance hinge left: 2 of 2 sets, 16 of 16 reps, done`."""
    name = " ".join([_spaced(one.exercise), *([one.side] if one.side else [])])
    return f"{name}: {one.words}{', done' if one.done else ''}"


def _level_lines(proposal: Proposal | None) -> Sequence[str]:
    if proposal is None:
        return [NO_LEVEL]
    told = f"{level_words(proposal.level)}; proposed: {proposal_words(proposal)}"
    return [told, *(f"  {line}" for line in reason_lines(proposal)), DECIDE]


def _spaced(ident: str) -> str:
    return ident.replace("_", " ")
