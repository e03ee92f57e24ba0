"""The feed of a trainer's screen: sentences about clients in the order in which they came."""

import time
from collections import deque
from collections.abc import Callable
from itertools import count
from threading import Lock

from imu_hinge.view.wall import Line

MOST = 300
"""Lines that are kept."""


class Board:
    """Written and read from any thread."""

    def __init__(self, now_s: Callable[[], float] = time.time, most: int = MOST) -> None:
        self._now_s, self._ids, self._lock = now_s, count(1), Lock()
        self._lines: deque[Line] = deque(maxlen=most)

    def post(self, client: str, words: str, at_s: float | None = None) -> None:
        """One more; `at_s` where it came at another time than this."""
        with self._lock:
            self._lines.appendleft(Line(next(self._ids), self._now_s() if at_s is None else at_s, client, words))

    def lines(self) -> tuple[Line, ...]:
        """The newest first."""
        with self._lock:
            return tuple(self._lines)
