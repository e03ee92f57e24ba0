"""The angles of a session as far as they are known."""

import numpy as np

from imu_hinge.model.arrays import FRAME, Records

_LEAST = 4096


class Angles:
    """FRAME rows by time: those of the fold, and after them what was shown live until the fold gets there."""

    def __init__(self) -> None:
        self._rows, self._count = np.empty(_LEAST, FRAME), 0
        self._shown = np.empty(0, FRAME)
        self.complete = False
        """Whether the fold has been through the whole session."""

    @property
    def rows(self) -> Records:
        """(n,) FRAME of the fold, so far."""
        return self._rows[: self._count]

    @property
    def until_ns(self) -> int:
        """Session time up to which the fold has been; 0 before it has begun."""
        return int(self._rows["t_ns"][self._count - 1]) if self._count else 0

    def take(self, rows: Records) -> None:
        """Adds (n,) FRAME of the fold; times that come again replace those said before."""
        if not len(rows):
            return
        start = int(np.searchsorted(self.rows["t_ns"], rows["t_ns"][0]))
        self._grow(start + len(rows))
        self._rows[start : start + len(rows)] = rows
        self._count = start + len(rows)

    def take_shown(self, rows: Records) -> None:
        """Adds (n,) FRAME of what was shown live."""
        self._shown = np.concatenate([self._shown, rows])

    def finish(self) -> None:
        """The fold is through: only what it says holds."""
        self.complete, self._shown = True, np.empty(0, FRAME)

    def between(self, start_ns: int, end_ns: int) -> Records:
        """(n,) FRAME with start <= t <= end; read-only views where one of the two sources has it all."""
        if self.complete or end_ns <= self.until_ns:
            return cut(self.rows, start_ns, end_ns)
        shown = cut(self._shown, max(start_ns, self.until_ns + 1), end_ns)
        return np.concatenate([cut(self.rows, start_ns, end_ns), shown])

    def all(self) -> Records:
        """(n,) FRAME, everything there is."""
        return self.between(0, np.iinfo(np.int64).max)

    @property
    def state(self) -> tuple[int, int]:
        """Differs whenever something was added."""
        return self._count, len(self._shown)

    def _grow(self, needed: int) -> None:
        if needed > len(self._rows):
            rows = np.empty(max(needed, 2 * len(self._rows)), FRAME)
            rows[: self._count] = self.rows
            self._rows = rows


def cut(rows: Records, start_ns: int, end_ns: int) -> Records:
    """The rows with start <= t <= end."""
    first, last = np.searchsorted(rows["t_ns"], start_ns), np.searchsorted(rows["t_ns"], end_ns, side="right")
    return rows[first:last]
