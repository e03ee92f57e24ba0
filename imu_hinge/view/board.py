"""The feed of a trainer's screen: sentences about clients in the order in which they came."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from threading import Lock

from imu_hinge.view.wall import Line

MOST = 300
"""Lines that are kept."""
BURST, BURST_S = 12, 10.0
"""Lines of one client that stand for themselves within so long: more than one in a second is not read; our choice."""
MORE = "{count} more"


class Board:
    """Written and read from any thread. What is more than `burst` of one client becomes one line that counts up."""

    def __init__(self, now_s: Callable[[], float] = time.time, most: int = MOST, burst: int = BURST) -> None:
        self._now_s, self._ids, self._lock = now_s, count(1), Lock()
        self._lines: dict[int, Line] = {}
        self._told: tuple[Line, ...] | None = ()
        """What `lines` gave last; None where something came since."""
        self._most = most
        self._times: defaultdict[str, deque[float]] = defaultdict(partial(deque, maxlen=burst))
        self._folds: dict[str, int] = {}

    def post(self, client: str, words: str, at_s: float | None = None) -> None:
        """One more; `at_s` where it came at another time than this."""
        at_s = self._now_s() if at_s is None else at_s
        with self._lock:
            if self._too_many(client, at_s):
                self._fold(client, at_s)
            else:
                self._folds.pop(client, None)
                self._add(Line(next(self._ids), at_s, client, words))

    def lines(self) -> tuple[Line, ...]:
        """The newest first; the same object until something comes."""
        with self._lock:
            if self._told is None:
                self._told = tuple(reversed(self._lines.values()))
            return self._told

    def _too_many(self, client: str, at_s: float) -> bool:
        times = self._times[client]
        full = len(times) == times.maxlen and at_s - times[0] < BURST_S
        times.append(at_s)
        return full

    def _fold(self, client: str, at_s: float) -> None:
        """Counts up in its place, or begins."""
        before = self._lines.get(self._folds.get(client, 0)) or Line(next(self._ids), at_s, client, "")
        more = before.more + 1
        self._folds[client] = before.id
        self._add(replace(before, words=MORE.format(count=more), more=more))

    def _add(self, line: Line) -> None:
        self._lines[line.id], self._told = line, None
        if len(self._lines) > self._most:
            del self._lines[next(iter(self._lines))]
