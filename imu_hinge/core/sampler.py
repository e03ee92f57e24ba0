"""From samples to the common 50 Hz grid: interpolated, smoothed, NaN where there is nothing."""

import numpy as np

from imu_hinge.core.directions import unit
from imu_hinge.core.motion import GRID_NS, Motion, join_motion
from imu_hinge.core.orientation import Oriented, up_in_sensor
from imu_hinge.core.smooth import Smooth
from imu_hinge.model.arrays import Array, Bools, Times

GRAVITY_MPS2 = 9.80665
CUTOFF_HZ = 5.0
"""Of the angles that decisions and peaks use: soft tissue wobbles at 4 to 7 Hz."""
RATE_CUTOFF_HZ = 2.0
"""Of the rates that calibration and stillness look at: movements of a second and more, without the wobble."""
DELAY_NS = round(Smooth(CUTOFF_HZ).delay_frames * GRID_NS)
"""Delay of the smoothed angles, the same for both sensors: 50 ms."""


class Sampler:
    """The grid rows of one sensor, from its first sample on. Inside, columns lie in a row each: that is quicker."""

    def __init__(self) -> None:
        self._angles = Smooth(CUTOFF_HZ)
        self._rates = Smooth(RATE_CUTOFF_HZ)
        self._last: tuple[Times, Array, Bools] | None = None
        self._before: Sampler | None = None

    def continue_from(self, other: "Sampler") -> None:
        """Go on after what will have been the last sample of the same sensor's earlier sampler."""
        self._before = other

    def step(self, oriented: Oriented) -> tuple[int, Motion]:
        """Grid index of the first row, and the rows these samples complete."""
        run = oriented.run
        if self._before is not None:
            self._last, self._before = self._before._last, None
        columns = columns_of(oriented)
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

    def _joined(self, t_ns: Times, columns: Array, valid: Bools) -> Motion:
        """Rows at the grid instants after the last sample seen, up to the last of these."""
        if self._last is None:
            first = -(-int(t_ns[0]) // GRID_NS)
            self._angles.reset()
            self._rates.reset()
        else:
            t_ns = np.concatenate([self._last[0], t_ns])
            columns = np.concatenate([self._last[1], columns], axis=1)
            valid = np.concatenate([self._last[2], valid])
            first = int(t_ns[0]) // GRID_NS + 1
        self._last = (t_ns[-1:], columns[:, -1:], valid[-1:])
        grid = np.arange(first, int(t_ns[-1]) // GRID_NS + 1) * GRID_NS
        at, known = sampled(grid, t_ns, columns, valid)
        up = unit(at[:3].T)
        slow = self._angles.step(np.concatenate([up.T, at[6:]]))
        whole = np.ascontiguousarray  # sums depend on the layout in memory, and must not on the cut
        rates = self._rates.step(at[3:6])
        return Motion(whole(up), whole(unit(slow[:3].T)), whole(rates.T), whole(slow[3:].T), known)


def columns_of(oriented: Oriented) -> Array:
    """(9, n): up, bias-free rate and linear acceleration, sensor frame."""
    up = up_in_sensor(oriented.quat)
    return np.concatenate([up, oriented.rate.T, oriented.run.acc.T - GRAVITY_MPS2 * up])


def sampled(grid: Times, t_ns: Times, columns: Array, valid: Bools) -> tuple[Array, Bools]:
    """(k, m) columns at `grid`, each between its two neighbours in `t_ns`, and whether both are valid."""
    right = np.searchsorted(t_ns, grid)
    left = np.maximum(right - 1, 0)
    share = (grid - t_ns[left]) / np.maximum(t_ns[right] - t_ns[left], 1)
    before = columns[:, left]
    return before + share * (columns[:, right] - before), valid[left] & valid[right]


def nothing(n: int) -> Motion:
    """n rows of silence."""
    empty = np.full((n, 3), np.nan)
    return Motion(empty, empty, empty, empty, np.zeros(n, dtype=bool))
