"""Four levels: what is known of a person, and what follows from it as a proposal (docs/progression.md).

Names are imported when first asked for: a session ticks off its plan without loading the rules of the levels.
`ticks.ticks` stays in its module, which has the same name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imu_hinge.core.progression.checks import Checked
    from imu_hinge.core.progression.facts import Counts, Decision, Facts, Judged, Score, Session, alike, session_of
    from imu_hinge.core.progression.proposal import Kind, Proposal, propose
    from imu_hinge.core.progression.ticks import Aim, SetDone, Tick, all_done, sides_words
    from imu_hinge.core.progression.words import (
        DECIDE,
        Standing,
        level_words,
        proposal_words,
        reason_lines,
        standing_lines,
        step_words,
        tick_words,
    )

__all__ = [
    "DECIDE",
    "Aim",
    "Checked",
    "Counts",
    "Decision",
    "Facts",
    "Judged",
    "Kind",
    "Proposal",
    "Score",
    "Session",
    "SetDone",
    "Standing",
    "Tick",
    "alike",
    "all_done",
    "level_words",
    "proposal_words",
    "propose",
    "reason_lines",
    "session_of",
    "sides_words",
    "standing_lines",
    "step_words",
    "tick_words",
]

_HOMES = {
    "checks": ("Checked",),
    "facts": ("Counts", "Decision", "Facts", "Judged", "Score", "Session", "alike", "session_of"),
    "proposal": ("Kind", "Proposal", "propose"),
    "ticks": ("Aim", "SetDone", "Tick", "all_done", "sides_words"),
}
"""Module -> its names; all others are words."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "words")
    return getattr(import_module(f"{__name__}.{home}"), name)
