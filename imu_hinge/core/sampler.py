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
RATE_CUTOFF_HZ = 2.0
"""Of the rates that calibration and stillness look at: movements of a second and more, without the wobble."""
DELAY_NS = 45_000_000
"""Delay of that filter, sqrt(2) / (2 pi 5 Hz), the same for both sensors."""


class LowPass:
    """Second-order causal Butterworth that starts settled on its first sample."""

    def __init__(self, cutoff_hz: float, period_ns: int) -> None:
        self._sections = butter(2, min(cutoff_hz, 0.4e9 / period_ns), fs=1e9 / period_ns, output="sos")
        self._settled = sosfilt_zi(self._sections)[:, None, :]
        self._state: Array | None = None

    def reset(self) -> None:
        """The next sample is a first one."""
        self._state = None

    def step(self, columns: Array) -> Array:
        """(k, n) filtered columns."""
        before = self._settled * columns[:, :1] if self._state is None else self._state
        smooth, self._state = sosfilt(self._sections, columns, zi=before)
        return np.asarray(smooth)


class Sampler:
    """The grid rows of one sensor, from its first sample on. Inside, columns lie in a row each: that is quicker."""

    def __init__(self, period_ns: int) -> None:
        self._angles = LowPass(CUTOFF_HZ, period_ns)
        self._rates = LowPass(RATE_CUTOFF_HZ, period_ns)
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
        """(12, n): up, and low-passed up, rate and linear acceleration."""
        up = up_in_sensor(oriented.quat)
        linear = oriented.run.acc.T - GRAVITY_MPS2 * up
        if oriented.run.restart:
            self._angles.reset()
            self._rates.reset()
        smooth = self._angles.step(np.concatenate([up, linear]))
        return np.concatenate([up, smooth[:3], self._rates.step(oriented.rate.T), smooth[3:]])

    def _joined(self, t_ns: Times, columns: Array, valid: Bools) -> Motion:
        """Rows at the grid instants after the last sample seen, up to the last of these."""
        if self._last is not None:
            t_ns = np.concatenate([self._last[0], t_ns])
            columns = np.concatenate([self._last[1], columns], axis=1)
            valid = np.concatenate([self._last[2], valid])
            first = int(t_ns[0]) // GRID_NS + 1
        else:
            first = -(-int(t_ns[0]) // GRID_NS)
        self._last = (t_ns[-1:], columns[:, -1:], valid[-1:])
        grid = np.arange(first, int(t_ns[-1]) // GRID_NS + 1) * GRID_NS
        return sampled(grid, t_ns, columns, valid)


def sampled(grid: Times, t_ns: Times, columns: Array, valid: Bools) -> Motion:
    """The rows at `grid`, each between its two neighbours in `t_ns`."""
    right = np.searchsorted(t_ns, grid)
    left = np.maximum(right - 1, 0)
    share = (grid - t_ns[left]) / np.maximum(t_ns[right] - t_ns[left], 1)
    before = columns[:, left]
    at = before + share * (columns[:, right] - before)
    return Motion(unit(at[:3].T), unit(at[3:6].T), at[6:9].T, at[9:].T, valid[left] & valid[right])


def nothing(n: int) -> Motion:
    """n rows of silence."""
    empty = np.full((n, 3), np.nan)
    return Motion(empty, empty, empty, empty, np.zeros(n, dtype=bool))
