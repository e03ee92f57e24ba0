"""Directions and relative angles from quaternions w, x, y, z (sensor to earth), as the references need them."""

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.virtual import rotation

START_S = 0.5
"""Angles of the pendulum count from the mean of this span."""


def up(quaternions: Array) -> Array:
    """(n, 3) up in the sensor frame."""
    return rotation.rotate(rotation.conjugate(quaternions), np.array([0.0, 0.0, 1.0]))


def inclination_error_deg(estimated: Array, true: Array) -> Array:
    """(n,) angle between the two directions of gravity in the sensor frame."""
    cosine = (up(estimated) * up(true.astype(np.float64))).sum(axis=1)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def main_axis(vectors: Array) -> Array:
    """(3,) first principal direction; its largest component is positive."""
    _, _, axes = np.linalg.svd(vectors.astype(np.float64), full_matrices=False)
    axis = axes[0]
    return np.asarray(axis * np.sign(axis[np.argmax(np.abs(axis))]))


def swing_deg(t_s: Array, quaternions: Array, gyr: Array) -> Array:
    """(n,) rotation of gravity about the main axis of the rates, from the first half second."""
    axis, ups = main_axis(gyr - gyr[t_s[: len(gyr)] < START_S].mean(axis=0)), up(quaternions)
    first = ups[t_s < START_S].mean(axis=0)
    ahead = first - axis * (axis @ first)
    ahead /= np.linalg.norm(ahead)
    side = np.cross(axis, ahead)
    angle = np.unwrap(np.arctan2((ups * side).sum(axis=1), (ups * ahead).sum(axis=1)))
    return np.asarray(np.degrees(angle - angle[t_s < START_S].mean()))


def relative_deg(upper: Array, lower: Array) -> Array:
    """(n,) total rotation of one body against another from the first sample, with the sign of its main axis."""
    relative = rotation.product(rotation.conjugate(upper.astype(np.float64)), lower.astype(np.float64))
    turn = rotation.logarithm(relative)
    return np.asarray(np.degrees(np.linalg.norm(turn, axis=1) * np.sign((turn * main_axis(turn)).sum(axis=1))))
