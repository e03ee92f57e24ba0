"""What one run of a sensor still misses, by sample index: samples of the past fill it, each once."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.core.gaps import GapParams
from imu_hinge.model.arrays import SAMPLE, Records, Times
from imu_hinge.sensors.driver import Decoded

MOST_HOLES = 4096
"""The oldest ones beyond this stay lost: half an hour with every tenth frame missing and none filled."""
MOST_EARLY = 64
"""Frames of the past that came before the live frame that tells of their hole, kept until it comes."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples `first` to before `stop` are missing; the times lie evenly between those of the samples beside it."""

    first: int
    stop: int
    base: int
    """Index of the sample before the hole as it opened."""
    base_ns: int
    step_ns: float

    def times(self, first: int, stop: int) -> Times:
        """(n,) session times of the samples `first` to before `stop`."""
        return self.base_ns + np.round((np.arange(first, stop) - self.base) * self.step_ns).astype(np.int64)

    @property
    def wide(self) -> bool:
        """Whether it counts as a gap: a step above three sample periods."""
        return self.stop - self.first + 1 > GapParams().gap_steps


class Holes:
    """The holes of one run, in order of index."""

    def __init__(self) -> None:
        self._holes: list[Hole] = []
        self._early: deque[Decoded] = deque(maxlen=MOST_EARLY)
        self.samples = 0
        """How many samples came late and filled something."""
        self.gaps = 0
        """How many gaps were filled; negative where a gap was left in two pieces."""

    def renewed(self) -> "Holes":
        """For another run: what is missing before it stays lost; the counts go on."""
        other = Holes()
        other.samples, other.gaps = self.samples, self.gaps
        return other

    def opened(self, first: int, stop: int, before_ns: int, after_ns: int) -> list[Records]:
        """Samples `first` to before `stop` are missing between two times; what of them had come already."""
        self._holes.append(Hole(first, stop, first - 1, before_ns, (after_ns - before_ns) / (stop - first + 1)))
        del self._holes[:-MOST_HOLES]
        early, self._early = self._early, deque(maxlen=MOST_EARLY)
        return [rows for d in early for rows in self.filled(d, stop)]

    def filled(self, d: Decoded, next_index: int) -> list[Records]:
        """(k,) SAMPLE of each hole that samples of the past fill; those of live frames to come are kept until then."""
        if d.index + len(d.acc) > next_index:
            self._early.append(d)
            return []
        return list(self._fill(d))

    def _fill(self, d: Decoded) -> Iterator[Records]:
        i = max(bisect_right(self._holes, d.index, key=lambda hole: hole.first) - 1, 0)
        stop = d.index + len(d.acc)
        while i < len(self._holes) and self._holes[i].first < stop:
            hole = self._holes[i]
            a, b = max(hole.first, d.index), min(hole.stop, stop)
            if a >= b:
                i += 1
                continue
            rest = [replace(hole, stop=a)] * (a > hole.first) + [replace(hole, first=b)] * (b < hole.stop)
            self._holes[i : i + 1] = rest
            self.samples += b - a
            self.gaps += hole.wide - sum(piece.wide for piece in rest)
            yield _rows(d, hole.times(a, b), slice(a - d.index, b - d.index))
            i += len(rest)


def _rows(d: Decoded, t_ns: Times, chosen: slice) -> Records:
    rows = np.empty(len(t_ns), SAMPLE)
    rows["t_ns"], rows["acc"], rows["gyr"] = t_ns, d.acc[chosen], d.gyr[chosen]
    return rows
