"""From samples to the common 50 Hz grid: low-passed, interpolated, NaN where there is nothing."""

import numpy as np
from scipy.signal import butter, sosfilt, sosfilt_zi

from imu_hinge.core.directions import unit
from imu_hinge.core.motion import GRID_NS, Motion, join_motion
from imu_hinge.core.orientation import Oriented, up_in_sensor
from imu_hinge.model.arrays import Array, Bools, Times

GRAVITY_MPS2 = 9.80665
CUTOFF_HZ = 5.0
"""Of the angles that decisions and peaks use: soft tissue wobbles at 4 to 7 Hz."""
DELAY_NS = 45_000_000
"""Delay of that filter, sqrt(2) / (2 pi 5 Hz), the same for both sensors."""


class Sampler:
    """The grid rows of one sensor, from its first sample on."""

    def __init__(self, period_ns: int) -> None:
        cutoff = min(CUTOFF_HZ, 0.4e9 / period_ns)
        self._sections = butter(2, cutoff, fs=1e9 / period_ns, output="sos")
        self._zero = sosfilt_zi(self._sections)[:, :, None]
        self._filter: Array | None = None
        self._last: tuple[Times, Array, Bools] | None = None

    def continue_from(self, other: "Sampler") -> None:
        """Go on after the last sample of the same sensor's earlier sampler."""
        self._last = other._last

    def step(self, oriented: Oriented) -> tuple[int, Motion]:
        """Grid index of the first row, and the rows these samples complete."""
        run = oriented.run
        columns = self._columns(oriented)
        valid = run.real & oriented.settled
        if self._last is None:
            first = -(-int(run.t_ns[0]) // GRID_NS)
            return first, self._joined(run.t_ns, columns, valid)
        first = int(self._last[0][0]) // GRID_NS + 1
        if not run.restart:
            return first, self._joined(run.t_ns, columns, valid)
        silent = (int(run.t_ns[0]) - 1) // GRID_NS - first + 1
        self._last = None
        return first, join_motion([nothing(max(silent, 0)), self._joined(run.t_ns, columns, valid)])

    def _columns(self, oriented: Oriented) -> Array:
        """(n, 12): up, and low-passed up, rate and linear acceleration."""
        up = up_in_sensor(oriented.quat)
        raw = np.concatenate([up, oriented.rate, oriented.run.acc - GRAVITY_MPS2 * up], axis=1)
        if self._filter is None or oriented.run.restart:
            self._filter = self._zero * raw[0]
        smooth, self._filter = sosfilt(self._sections, raw, axis=0, zi=self._filter)
        return np.concatenate([up, smooth], axis=1)

    def _joined(self, t_ns: Times, columns: Array, valid: Bools) -> Motion:
        """Rows at the grid instants after the last sample seen, up to the last of these."""
        if self._last is not None:
            t_ns = np.concatenate([self._last[0], t_ns])
            columns = np.concatenate([self._last[1], columns])
            valid = np.concatenate([self._last[2], valid])
            first = int(t_ns[0]) // GRID_NS + 1
        else:
            first = -(-int(t_ns[0]) // GRID_NS)
        self._last = (t_ns[-1:], columns[-1:], valid[-1:])
        grid = np.arange(first, int(t_ns[-1]) // GRID_NS + 1) * GRID_NS
        return sampled(grid, t_ns, columns, valid)


def sampled(grid: Times, t_ns: Times, columns: Array, valid: Bools) -> Motion:
    """The rows at `grid`, each between its two neighbours in `t_ns`."""
    right = np.searchsorted(t_ns, grid)
    left = np.maximum(right - 1, 0)
    share = (grid - t_ns[left]) / np.maximum(t_ns[right] - t_ns[left], 1)
    before = columns[left]
    rows = before + share[:, None] * (columns[right] - before)
    return Motion(
        unit(rows[:, :3]),
        unit(rows[:, 3:6]),
        np.ascontiguousarray(rows[:, 6:9]),
        np.ascontiguousarray(rows[:, 9:12]),
        valid[left] & valid[right],
    )


def nothing(n: int) -> Motion:
    """n rows of silence."""
    empty = np.full((n, 3), np.nan)
    return Motion(empty, empty, empty, empty, np.zeros(n, dtype=bool))
