"""Which events are sent next: numbers, acknowledgements, and when to send again. Pure; all times are given.

A broker's word that it took a message proves nothing: only a trainer's acknowledgement does, and it follows what the
trainer has stored. A window, and no request for what is missing: a hole stops the acknowledgement, and the client goes
back to it by itself. Without a window a long cut makes more copies of old events than new ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MOST_AHEAD = 200
"""Events sent beyond the acknowledged one."""
AGAIN_S, AGAIN_MOST_S = 5.0, 60.0
"""So long without progress, and everything from the acknowledged one on is sent again; doubled up to the second."""
HOLDS_S = 120.0
"""A trainer who said nothing for so long keeps nothing from the others: twice the longest wait before a copy, which is
answered. Whoever speaks again is caught up with from where that one stands."""
ABSENT_S = 86_400.0
"""What a trainer lacks who said nothing for so long is neither told nor sent again; a hello brings it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far one trainer has come."""

    seq: int
    at_ns: int
    """When that was last said; 0: never, which is long ago."""


@dataclass(frozen=True, slots=True)
class Range:
    """What to send next: at most so many events after this number."""

    after: int
    most: int


class Window:
    """Of one client. `heard` names the trainers of the consent, `from_seq` is the first number it covers."""

    def __init__(self, heard: Mapping[str, Heard], from_seq: int, last_seq: int) -> None:
        least = from_seq - 1
        self._heard = {trainer: Heard(max(one.seq, least), one.at_ns) for trainer, one in heard.items()}
        self._least = least
        self._sent = least
        self._since_ns = 0
        self._again_s = AGAIN_S
        self._here: set[str] = set()
        self.last_seq = last_seq
        """The highest number given out."""

    def acked(self, now_ns: int) -> int:
        """What all trainers hold who spoke lately; where none did, what one of them holds."""
        there = [one.seq for one in self._heard.values() if _spoke(one, now_ns, HOLDS_S)]
        return min(there) if there else max((one.seq for one in self._heard.values()), default=self._least)

    def waiting(self, now_ns: int) -> int:
        """Events that are not yet with the trainer."""
        return max(0, self.last_seq - self.acked(now_ns))

    @property
    def here(self) -> tuple[str, ...]:
        """The trainers who were heard from since the connection was made."""
        return tuple(trainer for trainer in self._heard if trainer in self._here)

    def owed(self, now_ns: int) -> Mapping[str, int]:
        """Events that are not yet with each trainer who is not absent."""
        return {
            trainer: max(0, self.last_seq - one.seq)
            for trainer, one in self._heard.items()
            if _spoke(one, now_ns, ABSENT_S)
        }

    def begin(self, now_ns: int) -> None:
        """A connection was made: what was under way may be lost."""
        self._here.clear()
        self._go_back(now_ns)
        self._again_s = AGAIN_S

    def ack(self, trainer: str, up_to: int, now_ns: int) -> None:
        """A trainer holds everything up to this number; it never goes down."""
        known = self._heard.get(trainer)
        if known:
            self._hear(trainer, max(known.seq, up_to), now_ns)

    def hello(self, trainer: str, up_to: int, now_ns: int) -> None:
        """A trainer came back, and holds everything up to this number, which may be less than it did before."""
        if trainer in self._heard:
            self._hear(trainer, up_to, now_ns)
            self._go_back(now_ns)

    def due(self, now_ns: int, most: int) -> Range | None:
        """What to send; None: nothing at this moment. The range counts as sent after `sent`."""
        acked = self.acked(now_ns)
        self._sent = max(self._sent, acked)
        if self._is_stuck(acked, now_ns):
            self._go_back(now_ns)
            self._again_s = min(2 * self._again_s, AGAIN_MOST_S)
        room = min(self.last_seq, acked + MOST_AHEAD) - self._sent
        return Range(self._sent, min(room, most)) if room > 0 else None

    def sent(self, up_to: int, now_ns: int) -> None:
        """Everything up to this number is under way."""
        if self._sent <= self.acked(now_ns):
            self._since_ns = now_ns
        self._sent = up_to

    def _hear(self, trainer: str, up_to: int, now_ns: int) -> None:
        """Numbers that were never given out cannot have arrived."""
        before = self.acked(now_ns)
        self._here.add(trainer)
        self._heard[trainer] = Heard(min(max(up_to, self._least), max(self.last_seq, self._least)), now_ns)
        after = self.acked(now_ns)
        if after > before:
            self._since_ns, self._again_s = now_ns, AGAIN_S
        elif after < before:
            self._go_back(now_ns)

    def _is_stuck(self, acked: int, now_ns: int) -> bool:
        """Nobody is there: nobody is waited for."""
        if self._sent <= acked or not any(_spoke(one, now_ns, ABSENT_S) for one in self._heard.values()):
            return False
        return now_ns - self._since_ns >= self._again_s * 1e9

    def _go_back(self, now_ns: int) -> None:
        self._sent, self._since_ns = self.acked(now_ns), now_ns


def _spoke(one: Heard, now_ns: int, within_s: float) -> bool:
    return abs(now_ns - one.at_ns) < within_s * 1e9  # a clock may have been set back
