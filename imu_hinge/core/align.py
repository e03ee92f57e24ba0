"""Releases an instant when both sensors cover it, or when time says that it is silent."""

import numpy as np

from imu_hinge.core.motion import GRID_NS, Motion, Pair, join_motion
from imu_hinge.core.sampler import nothing
from imu_hinge.model.inputs import Placement

PATIENCE_NS = 500_000_000
"""A sensor this late is silent."""


class Lane:
    """The grid rows of one sensor that wait for the other."""

    def __init__(self) -> None:
        self._parts: list[Motion] = []
        self.first: int | None = None
        """Grid index of the first waiting row; None before anything came."""

    @property
    def stop(self) -> int:
        """Grid index after the last waiting row."""
        return 0 if self.first is None else self.first + sum(len(part) for part in self._parts)

    def put(self, first: int, rows: Motion) -> None:
        """Append rows; those of instants already released are too late."""
        if self.first is None:
            self.first = first
        late = self.stop - first
        if late < 0:
            self._parts.append(nothing(-late))
        if len(rows) > late:
            self._parts.append(rows[max(late, 0) :])

    def take(self, start: int, stop: int) -> Motion:
        """The rows from `start` to `stop`, silence where there are none."""
        if self.first is None:
            return nothing(stop - start)
        rows = join_motion(self._parts or [nothing(0)])
        passed = max(stop - self.first, 0)
        before = nothing(min(max(self.first - start, 0), stop - start))
        inside = rows[max(start - self.first, 0) : passed]
        after = nothing(stop - start - len(before) - len(inside))
        left = rows[passed:]
        self._parts, self.first = [left] if len(left) else [], max(self.first, stop)
        return join_motion([before, inside, after]) if len(before) or len(after) else inside


class Align:
    """Both lanes on one grid."""

    def __init__(self) -> None:
        self._lanes = {placement: Lane() for placement in Placement}
        self._next: int | None = None

    def put(self, placement: Placement, first: int, rows: Motion) -> None:
        """Take the grid rows of one sensor."""
        self._lanes[placement].put(first, rows)

    def both(self) -> Pair | None:
        """The instants that both sensors cover."""
        lanes = self._lanes.values()
        return (
            self._release(min(lane.stop for lane in lanes)) if all(lane.first is not None for lane in lanes) else None
        )

    def until(self, t_ns: int) -> Pair | None:
        """The instants before `t_ns` less patience, whoever covers them."""
        heard = any(lane.first is not None for lane in self._lanes.values())
        return self._release((t_ns - PATIENCE_NS) // GRID_NS) if heard else None

    def rest(self) -> Pair | None:
        """Everything that waits."""
        known = [lane.stop for lane in self._lanes.values() if lane.first is not None]
        return self._release(max(known)) if known else None

    def _release(self, stop: int) -> Pair | None:
        if self._next is None:
            self._next = min(lane.first for lane in self._lanes.values() if lane.first is not None)
        if stop <= self._next:
            return None
        start, self._next = self._next, stop
        return Pair(
            np.arange(start, stop) * GRID_NS,
            *(self._lanes[placement].take(start, stop) for placement in (Placement.SACRUM, Placement.THORACIC)),
        )
