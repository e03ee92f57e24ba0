"""Pain from 0 to 10: read from keys and Commands, and a rise since the start with what is offered then."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from imu_hinge.gate.questions import OVERRIDABLE, PAINS
from imu_hinge.gate.verdict import COMMAND

START_LIMIT = 5
"""Pain from which no session starts where the settings say nothing else; our choice, without a clinical source."""
RISE = 2
"""A rise that is told; our choice."""

KEYS: Mapping[str, int] = {**{str(pain): pain for pain in range(10)}, "x": 10}
"""One key for each pain."""

CHOICE = "pain_choice"
"""Name of the Command that keeps what the wearer chose after a rise; its argument is an Offer."""


class Offer(StrEnum):
    """What the wearer may choose after a rise."""

    STOP = "stop"
    EASIER = "easier"
    """One level easier."""
    ON = "on"


def pain_said(name: str, argument: str) -> int | None:
    """The pain that a Command tells, in or before a set; None where it tells none."""
    before = name == COMMAND and argument.startswith(f"{OVERRIDABLE} ")
    number = argument.removeprefix(f"{OVERRIDABLE} ") if before else argument
    return int(number) if (before or name == "pain") and number in PAINS else None


def rise(pains: Sequence[int]) -> int:
    """How much higher the last pain is than the first; 0 where there are no two."""
    return pains[-1] - pains[0] if pains else 0


def question(pains: Sequence[int]) -> str:
    """What the wearer is asked after a rise of RISE or more since the start; empty where there is none."""
    return f"pain {pains[-1]}, was {pains[0]}. Stop, easier, or go on?" if rise(pains) >= RISE else ""
