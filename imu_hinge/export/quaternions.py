"""Arithmetic on rows of unit quaternions (n, 4): w, x, y, z, sensor to earth."""

import numpy as np

from imu_hinge.model.arrays import Array, Times


def continuous(quat: Array) -> Array:
    """The same orientations without a jump of sign between rows; the first w is not negative."""
    flips = np.where((quat[1:] * quat[:-1]).sum(axis=1) < 0, -1.0, 1.0)
    first = -1.0 if quat[0, 0] < 0 else 1.0
    return np.asarray(quat * np.cumprod(np.concatenate([[first], flips]))[:, None])


def slerp(t_ns: Times, quat: Array, at_ns: Times) -> Array:
    """Orientations at other times inside of `t_ns` (n,), n > 1, rising: along the shortest turn, at constant speed."""
    right = np.clip(np.searchsorted(t_ns, at_ns, side="right"), 1, len(t_ns) - 1)
    a, b = quat[right - 1], quat[right]
    share = (at_ns - t_ns[right - 1]) / (t_ns[right] - t_ns[right - 1])
    cosine = (a * b).sum(axis=1)
    b = np.where(cosine[:, None] < 0, -b, b)
    turn = np.arccos(np.clip(np.abs(cosine), 0.0, 1.0))
    mixed = _weight(1.0 - share, turn)[:, None] * a + _weight(share, turn)[:, None] * b
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1)[:, None])


def _weight(share: Array, turn: Array) -> Array:
    """sin(share x turn) / sin(turn), which is the share itself for a turn too small to divide by."""
    small = turn < 1e-6
    return np.asarray(np.where(small, share, np.sin(share * turn) / np.where(small, 1.0, np.sin(turn))))


def in_earth(quat: Array, axis: Array) -> Array:
    """(n, 3) where an axis (3,) of the sensor points."""
    vector = quat[:, 1:]
    across = 2.0 * np.cross(vector, axis)
    return np.asarray(axis + quat[:, :1] * across + np.cross(vector, across))


def apart(a: Array, b: Array) -> Array:
    """(n,) angle in rad of the turn from one orientation to the other."""
    return np.asarray(2.0 * np.arccos(np.clip(np.abs((a * b).sum(axis=1)), 0.0, 1.0)))
