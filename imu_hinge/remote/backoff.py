"""How long to wait before the next try to connect."""

import random
from collections.abc import Callable

FIRST_S, MOST_S = 0.5, 4.0
"""A try that began in vain just before a network is back takes `pipe.CONNECT_S`: with the longest wait after it one
second is left of the eight within which presence is right. So for ever: a network may be away for minutes."""
REFUSED_S = 60.0
"""After a refusal, which stays until somebody changes something."""
STABLE_S = 10.0
"""A connection that lasted so long makes the next loss a new one."""


class Backoff:
    """Full jitter: a hall of clients must not come back all at once. Times in s."""

    def __init__(self, chance: Callable[[float, float], float] = random.uniform) -> None:
        self._chance = chance
        self._most_s = FIRST_S

    def connected(self, lasted_s: float) -> None:
        """A connection has ended that stood for so long."""
        if lasted_s >= STABLE_S:
            self._most_s = FIRST_S

    def wait_s(self, refused: bool) -> float:
        """Until the next try."""
        if refused:
            return REFUSED_S * self._chance(0.5, 1.0)
        most_s, self._most_s = self._most_s, min(2 * self._most_s, MOST_S)
        return self._chance(0.0, most_s)
