"""How long to wait before the next try to connect."""

import random
from collections.abc import Callable

FIRST_S, SOON_MOST_S, MOST_S = 0.5, 10.0, 60.0
SOON_FOR_S = 60.0
"""So long after the connection was lost tries stay frequent."""
REFUSED_S = 60.0
"""After a refusal, which stays until somebody changes something."""
STABLE_S = 10.0
"""A connection that lasted so long makes the next loss a new one."""


class Backoff:
    """Full jitter: a hall of clients must not come back all at once. Times in s, of any clock that never goes back."""

    def __init__(self, chance: Callable[[float, float], float] = random.uniform) -> None:
        self._chance = chance
        self._most_s = FIRST_S
        self._since_s: float | None = None

    def connected(self, lasted_s: float) -> None:
        """A connection has ended that stood for so long."""
        if lasted_s >= STABLE_S:
            self._most_s, self._since_s = FIRST_S, None

    def wait_s(self, now_s: float, refused: bool) -> float:
        """Until the next try."""
        if self._since_s is None:
            self._since_s = now_s
        if refused:
            return REFUSED_S * self._chance(0.5, 1.0)
        limit_s = SOON_MOST_S if now_s - self._since_s < SOON_FOR_S else MOST_S
        most_s, self._most_s = self._most_s, min(2 * self._most_s, limit_s)
        return self._chance(0.0, most_s)
