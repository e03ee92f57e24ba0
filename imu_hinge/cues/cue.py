"""One thing said to the wearer, and how urgent it is."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a cue is about; the order is the urgency, most urgent first."""

    STOPPED = "stopped"
    NOT_RECORDING = "not_recording"
    LOST = "lost"
    MOVED = "moved"
    BACK = "back"
    FAULT = "fault"
    TALL = "tall"
    NEAR = "near"
    LAST_REP = "last_rep"
    REP = "rep"
    HINT = "hint"
    MORE = "more"
    CAPTURED = "captured"
    GO = "go"
    HELD = "held"
    STEP = "step"
    READY = "ready"
    SIDE = "side"
    REST = "rest"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One cue: a tone by its sort, then words."""

    t_ns: int
    """Session time of the input that caused it."""
    sort: Sort
    words: str = ""
    """What is spoken after the tone; empty where the tone says all."""
    soft: bool = False
    """A repetition that is provisional or unsure: the same click, softer."""


class Mode(StrEnum):
    """How much is heard."""

    OFF = "off"
    TONES = "tones"
    COUNTS = "tones+counts"
    ALL = "all"


_RANKS = {sort: rank for rank, sort in enumerate(Sort)}


def rank(cue: Cue) -> int:
    """Urgency: 0 is the most urgent."""
    return _RANKS[cue.sort]
