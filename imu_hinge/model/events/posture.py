"""What the fold says of a day."""

from dataclasses import dataclass
from enum import StrEnum


class PostureState(StrEnum):
    """What the wearer seems to do; `sitting` is a guess."""

    STANDING = "standing"
    SITTING = "sitting"
    WALKING = "walking"
    BENDING = "bending"
    LYING = "lying"
    NOT_WORN = "not_worn"
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """Where the trunk is, by its tilt from the calibrated stance."""

    TALL = "tall"
    LEAN = "lean"
    BENT = "bent"
    DEEP = "deep"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureChanged:
    """The posture of the second that ends at `t_ns` differs from the one before it; definitions: docs/posture.md."""

    t_ns: int
    state: PostureState
    zone: Zone | None
    """None where the tilt of the thorax is not known, or says nothing (lying, not worn)."""
    slumped: bool | None
    """None where it cannot be told: it needs both sensors."""
    reasons: tuple[str, ...]
    """Why the state is unknown, or what is not known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureReminder:
    """The wearer has stayed for as long as a row of the posture catalogue allows."""

    t_ns: int
    reminder: str
    """Id of the row."""
    fate: str
    """`given`, or why it is recorded only: `snoozed`, `muted`, `quiet_hours`."""
    since_ns: int
    held_s: float
    cue: str
    """The words for the wearer; empty unless given."""


PostureEvent = PostureChanged | PostureReminder
