"""Causal smoothing on the 50 Hz grid: a Hann window, written as a sum of shifts so that cuts do not change a bit.

A window of symmetric weights delays every frequency alike, so that tilts keep their shape (docs/decisions/0002).
"""

import numpy as np

from imu_hinge.core.motion import GRID_NS
from imu_hinge.model.arrays import Array

GRID_HZ = 1e9 / GRID_NS
WIDTH = 0.6
"""Length of the window times its cutoff: -3 dB of a Hann window of this length, within 5 %."""


def weights(cutoff_hz: float) -> Array:
    """The window for a -3 dB cutoff, sum 1."""
    n = max(round(WIDTH * GRID_HZ / cutoff_hz), 1)
    window = np.sin(np.pi * np.arange(1, n + 1) / (n + 1)) ** 2
    return np.asarray(window / window.sum())


class Smooth:
    """A low-pass over columns (k, n) that arrive in blocks; it starts settled on its first column."""

    def __init__(self, cutoff_hz: float) -> None:
        self._weights: list[float] = weights(cutoff_hz).tolist()
        self._past: Array | None = None

    @property
    def delay_frames(self) -> float:
        """How far the output lags behind, in frames."""
        return (len(self._weights) - 1) / 2

    def reset(self) -> None:
        """The next column is a first one."""
        self._past = None

    def step(self, columns: Array) -> Array:
        """(k, n) smoothed columns."""
        n, back = columns.shape[1], len(self._weights) - 1
        if not n:
            return columns
        past = np.repeat(columns[:, :1], back, axis=1) if self._past is None else self._past
        rows = np.concatenate([past, columns], axis=1)
        self._past = rows[:, n:]
        out = self._weights[0] * rows[:, back:]
        for i, weight in enumerate(self._weights[1:], start=1):
            out += weight * rows[:, back - i : back - i + n]
        return np.asarray(out)


def smoothed(rows: Array, cutoff_hz: float) -> Array:
    """(n, k) smoothed rows that were constant before the first."""
    return Smooth(cutoff_hz).step(rows.T).T
