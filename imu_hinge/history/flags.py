"""Sessions at a glance, and what about one is worth a second look. Pure."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from imu_hinge.gate.pain import RISE, rise

LOST_PER_S = 35.0
"""Missing samples for each second of a session, of both sensors together, from which on it is flagged: a third at
52 Hz, a sixth at 104 Hz."""


class Glance(NamedTuple):
    """What of one session a list of clients needs. A tuple, for a view of the week has thousands."""

    client: str
    """Id of the client, 32 hexadecimal digits."""
    session: str
    """The same of the session; of one that was only watched what was sent of it."""
    here: bool
    """Whether it is in this history; False: it was only watched, over a broker."""
    started_at_ns: int
    """Of one that was only watched: when its first event arrived."""
    exercise: str
    duration_s: float
    sets: int
    counted: int
    unsure: int
    past: int
    """Repetitions past a limit."""
    pains: tuple[int, ...]
    """Scores in order of time."""
    stopped: bool
    """A set ended for pain."""
    lost_samples: int
    moved: bool
    """A sensor did, on the body."""
    edited: bool
    """By a person."""
    ended: bool = True
    """False: it began, and of its end nothing is known (yet)."""
    each: tuple[tuple[str | None, int], ...] = ()
    """Side and repetitions of each set of a session that was only watched; of others the history has the sets."""

    @property
    def reps(self) -> int:
        """Counted and unsure ones."""
        return self.counted + self.unsure


Rule = Callable[[Glance], bool]

RULES: Mapping[str, tuple[str, Rule]] = {
    "pain_stop": ("stopped for pain", lambda one: one.stopped),
    "pain_rise": (f"pain rose by {RISE} or more", lambda one: rise(one.pains) >= RISE),
    "faults": ("past a limit in more than half", lambda one: 2 * one.past > one.reps),
    "moved": ("a sensor moved", lambda one: one.moved),
    "lost": ("many samples missing", lambda one: one.lost_samples > LOST_PER_S * max(one.duration_s, 1.0)),
    "edited": ("changed by hand", lambda one: one.edited),
}
"""Id -> its words, and when it holds; the most urgent first."""


def flags(one: Glance) -> tuple[str, ...]:
    """Ids of the rules that hold."""
    return tuple([ident for ident, (_, holds) in RULES.items() if holds(one)])


def flag_words(idents: tuple[str, ...]) -> str:
    """`stopped for pain, a sensor moved`; empty where nothing is out of the ordinary."""
    return ", ".join(RULES[ident][0] for ident in idents)
