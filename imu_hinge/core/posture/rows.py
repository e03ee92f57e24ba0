"""Grid rows of both sensors and frames of the same instants, put together second by second."""

from collections.abc import Iterator

import numpy as np

from imu_hinge.core.directions import dot
from imu_hinge.core.motion import GRID_NS, Motion, Pair
from imu_hinge.model.arrays import Records

SENSOR = np.dtype([("present", "?"), ("settled", "?"), ("gyr", "f8", (3,)), ("heave", "f8")])
ROW = np.dtype(
    [("t_ns", "i8"), ("pelvis", "f8"), ("thorax", "f8"), ("valid", "?"), ("sacrum", SENSOR), ("thoracic", SENSOR)]
)
"""One instant: tilts in rad, rates in rad/s, vertical acceleration in m/s2; NaN where unknown."""
SECOND_NS = 1_000_000_000


class Seconds:
    """Whole seconds of session time, whatever the cut; the first one may have fewer rows."""

    def __init__(self) -> None:
        self._grid = np.empty(0, ROW)
        self._rows = np.empty(0, ROW)
        self._last_ns = -1

    def tap(self, pair: Pair) -> None:
        """Rows of the grid; their frames follow."""
        rows = np.empty(len(pair), ROW)
        rows["t_ns"] = pair.t_ns
        for name, motion in (("sacrum", pair.sacrum), ("thoracic", pair.thoracic)):
            _fill(rows[name], motion)
        self._grid = np.concatenate([self._grid, rows])

    def step(self, frames: Records) -> Iterator[tuple[int, Records]]:
        """Index of each second that is complete, and its rows (n,) ROW; frames that come again change nothing."""
        frames = self._fresh(frames)
        n = len(frames)
        if not n:
            return
        rows, self._grid = self._grid[:n], self._grid[n:]
        rows["pelvis"], rows["thorax"] = frames["pelvis_tilt"], frames["thorax_tilt"]
        rows["valid"] = frames["valid"]
        rows = np.concatenate([self._rows, rows])
        ends = np.flatnonzero((rows["t_ns"] + GRID_NS) % SECOND_NS == 0) + 1
        start = 0
        for end in ends.tolist():
            yield int(rows["t_ns"][end - 1]) // SECOND_NS, rows[start:end]
            start = end
        self._rows = rows[start:].copy()

    def _fresh(self, frames: Records) -> Records:
        if not len(frames):
            return frames
        newest = np.maximum.accumulate(np.concatenate([[self._last_ns], frames["t_ns"]]))
        self._last_ns = int(newest[-1])
        return frames[frames["t_ns"] > newest[:-1]]


def _fill(rows: Records, motion: Motion) -> None:
    rows["present"] = np.isfinite(motion.up[:, 0])
    rows["settled"] = motion.valid
    rows["gyr"] = motion.gyr
    rows["heave"] = dot(motion.lin, motion.up_slow)
