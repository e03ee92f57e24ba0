"""Forward bends of the thorax found row by row, and a short memory of the rows they are made of."""

from collections import deque

import numpy as np

from imu_hinge.core.motion import Pair, join
from imu_hinge.model.arrays import Array, Bools


class Streak:
    """Counts rows for which something holds; rows that say nothing do not count and do not interrupt."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.count = 0

    def step(self, for_it: Bools, against_it: Bools) -> list[int]:
        """Rows of the block at which `needed` rows in a row had spoken for it: once for each such stretch."""
        if not for_it.any():
            self.count = 0 if against_it.any() else self.count
            return []
        telling = np.flatnonzero(for_it | against_it)
        speaks = for_it[telling]
        position = np.arange(len(telling))
        last_against = np.maximum.accumulate(np.where(speaks, -1 - self.count, position))
        counts = position - last_against
        self.count = int(counts[-1])
        return list(telling[speaks & (counts == self.needed)].tolist())


class Bends:
    """Stretches in which the thorax is away from upright, by two limits."""

    def __init__(self, opens_rad: float, closes_rad: float) -> None:
        self.opens_rad, self.closes_rad = opens_rad, closes_rad
        self._row = 0
        self._open: int | None = None

    def step(self, away: Array) -> list[tuple[int, int]]:
        """First and last-plus-one row, counted from the first block, of the stretches that end in this block."""
        start, self._row = self._row, self._row + len(away)
        if self._open is None and not (away > self.opens_rad).any():
            return []
        closed = []
        for row, angle in enumerate(away.tolist(), start):
            if self._open is None:
                self._open = row if angle > self.opens_rad else None
            elif angle < self.closes_rad:
                closed.append((self._open, row))
                self._open = None
        return closed


class Memory:
    """The latest rows of a stream, by their number since the first block."""

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.row = 0
        self._blocks: deque[tuple[int, Pair]] = deque()

    def append(self, block: Pair) -> None:
        """Take the block in, let go of what is older than `keep` rows."""
        self._blocks.append((self.row, block))
        self.row += len(block)
        while self._blocks[0][0] + len(self._blocks[0][1]) <= self.row - self.keep - len(block):
            self._blocks.popleft()

    def rows(self, start: int, stop: int) -> Pair | None:
        """The rows start to stop, None when they are not (or no longer) all there."""
        if start >= stop or start < stop - self.keep or not self._blocks or start < self._blocks[0][0]:
            return None
        there = [(at, b) for at, b in self._blocks if at < stop and at + len(b) > start]
        return join([b[max(start - at, 0) : stop - at] for at, b in there])


def calm(gyr: Array, limit_radps: float) -> Bools:
    """(n,) whether the segment turns slower than the limit; unknown is not calm."""
    x, y, z = gyr.T
    return np.asarray(x * x + y * y + z * z < limit_radps**2)
