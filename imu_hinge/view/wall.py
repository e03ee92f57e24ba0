"""What a trainer watches: one seat for each client, what happened lately, and what may be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from imu_hinge.view.snapshot import Snapshot

BROKER_OK = "broker ok"
"""What `Wall.broker` says while all is well."""


NOT_WATCHED = "not watched any more (taken back)"
"""What card and feed say of Presence.UNWATCHED."""


class Presence(StrEnum):
    """Whether a client is there."""

    HERE = "here"
    SILENT = "silent"
    """Connected as far as is known, but nothing was heard for longer than there should be."""
    AWAY = "away"
    """The connection is lost."""
    LEFT = "left"
    """The client ended the session."""
    UNWATCHED = "unwatched"
    """The client took back being watched; the session may go on."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a client is to do today of one exercise."""

    exercise: str
    sets: int
    reps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a seat is for."""

    client: str
    """Pseudonym: the key."""
    number: int
    """Of the key that opens it, from 1; it stays as long as the screen does."""
    name: str
    """Shown; never leaves the trainer's machine."""
    planned: tuple[Planned, ...] = ()
    level: int | None = None
    """Of the progression; None where nobody chose one."""
    pain: int | None = None
    """The newest score before today's session; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One client as watched at this moment."""

    person: Person
    snapshot: Snapshot | None = None
    """None: nothing came yet."""
    presence: Presence = Presence.HERE
    silent_s: float | None = None
    """Since anything was heard; None where that cannot be, as on this station."""
    remark: str = ""
    """About the connection, in words: `clock +1 h`, `12 not yet here`; empty where there is nothing to say."""
    mute: str = ""
    """Why the cues of this client cannot be heard here; empty where they can."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the feed."""

    id: int
    """Rising in the order of arrival."""
    at_s: float
    """When it came, seconds since 1970 by the trainer's clock."""
    client: str
    words: str
    more: int = 0
    """How many sentences it stands for, where it stands for several; it goes on rising under the same id."""


@dataclass(frozen=True, slots=True)
class Wall:
    """All there is to show."""

    seats: tuple[Seat, ...] = ()
    """By number."""
    feed: tuple[Line, ...] = ()
    """Newest first; the last few hundred."""
    broker: str = ""
    """Where the broker stands, in words; empty where there is none."""


class Watch(Protocol):
    """What the trainer's screen drives; it lives in threads of its own, and nothing here waits.

    What is asked for answers with words for why it cannot be; empty where it is under way.
    """

    def read(self) -> Wall:
        """The newest state."""
        ...

    def look_at(self, clients: Sequence[str]) -> None:
        """Who is on a screen: said with every picture. Where there are many, the others may be a second old."""
        ...

    def note(self, client: str, text: str) -> str:
        """Keeps a note about this moment, with its author."""
        ...

    def ask_stop(self, client: str, reason: str) -> str:
        """Asks the wearer to stop."""
        ...

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        """Proposes another exercise."""
        ...

    def listen(self, client: str | None) -> str:
        """Makes this client's cues heard here, and nobody else's; None: nobody's."""
        ...

    def exercises(self) -> Sequence[tuple[str, str]]:
        """Id and title of what can be proposed."""
        ...

    def begin(self) -> None:
        """Starts watching."""
        ...

    def stop(self) -> None:
        """Asks for the end."""
        ...

    @property
    def running(self) -> bool:
        """From its beginning until everything is closed."""
        ...

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for its last page: a signal came, or it broke."""
        ...
