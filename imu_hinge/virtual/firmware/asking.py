"""Asking the central for a connection interval (PROTOCOL.md N1, N4)."""

from dataclasses import dataclass
from math import inf

_WANTED = (12, 24)
"""15 to 30 ms (N1)."""
_FIRST_AFTER_S, _AGAIN_AFTER_S, _TIMES = 1.0, 5.0, 3


@dataclass(frozen=True, slots=True)
class AskInterval:
    """A connection parameter update request: latency 0, supervision timeout 4 s."""

    lowest: int
    highest: int
    """Units of 1.25 ms."""
    latency: int = 0
    timeout_s: float = 4.0


class IntervalAsking:
    """Asks once after a link began, and at most twice more, 5 s apart, while something else is granted."""

    def __init__(self, t_s: float) -> None:
        self._wanted, self._left, self.next_s = _WANTED, _TIMES, t_s + _FIRST_AFTER_S

    def replace(self, lowest: int, highest: int, t_s: float) -> None:
        """SET_CONN: this is wanted until the link ends (N4)."""
        self._wanted, self._left, self.next_s = (lowest, highest), _TIMES, t_s

    def due(self, t_s: float, granted: int) -> AskInterval | None:
        """What to ask now, if anything; `granted` in units of 1.25 ms, 0 unknown."""
        if t_s < self.next_s:
            return None
        again = self._left < _TIMES
        if again and self._wanted[0] <= granted <= self._wanted[1]:
            self.next_s = inf
            return None
        self._left -= 1
        self.next_s = t_s + _AGAIN_AFTER_S if self._left else inf
        return AskInterval(*self._wanted)
