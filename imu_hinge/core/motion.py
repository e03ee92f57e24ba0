"""The motion of the two sensors on the common 50 Hz grid, before calibration: plain arrays, sensor frames."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.model.arrays import Array, Bools, Times

GRID_NS = 20_000_000
"""Frames lie on absolute multiples of this (50 Hz)."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """One sensor on the grid; all arrays have n rows, NaN where the sensor is silent."""

    up: Array
    """(n, 3) direction of up in the sensor frame, unit length."""
    up_slow: Array
    """(n, 3) the same, 5 Hz causal smoothing, unit length."""
    gyr: Array
    """(n, 3) bias-free angular rate, rad/s, 2 Hz causal smoothing."""
    lin: Array
    """(n, 3) linear acceleration (specific force less gravity), m/s2, 5 Hz causal smoothing."""
    valid: Bools
    """(n,) orientation settled and the samples real."""

    def __len__(self) -> int:
        return len(self.valid)

    def __getitem__(self, rows: slice) -> "Motion":
        return Motion(self.up[rows], self.up_slow[rows], self.gyr[rows], self.lin[rows], self.valid[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Both sensors at the same instants."""

    t_ns: Times
    """(n,) session time, multiples of GRID_NS."""
    sacrum: Motion
    thoracic: Motion

    def __len__(self) -> int:
        return len(self.t_ns)

    def __getitem__(self, rows: slice) -> "Pair":
        return Pair(self.t_ns[rows], self.sacrum[rows], self.thoracic[rows])


def join_motion(parts: list[Motion]) -> Motion:
    """The parts one after another."""
    if len(parts) == 1:
        return parts[0]
    return Motion(
        np.concatenate([p.up for p in parts]),
        np.concatenate([p.up_slow for p in parts]),
        np.concatenate([p.gyr for p in parts]),
        np.concatenate([p.lin for p in parts]),
        np.concatenate([p.valid for p in parts]),
    )


def join(parts: list[Pair]) -> Pair:
    """The parts one after another."""
    if len(parts) == 1:
        return parts[0]
    return Pair(
        np.concatenate([p.t_ns for p in parts]),
        join_motion([p.sacrum for p in parts]),
        join_motion([p.thoracic for p in parts]),
    )
