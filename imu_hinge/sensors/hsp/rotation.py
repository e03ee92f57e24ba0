"""The device's cumulative rotation (PROTOCOL.md section 7): on the wire, and over a gap. Quaternions are w, x, y, z."""

from math import atan2, copysign, cos, floor, hypot, sin, sqrt

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.driver import Quaternion
from imu_hinge.sensors.hsp.frame import RawQuaternion

_ONE = 32767


def encode_quaternion(quaternion: Quaternion) -> RawQuaternion:
    """The normalised quaternion times 32767, ties away from zero; raises ZeroDivisionError for a zero quaternion."""
    w, x, y, z = (_round(part * _ONE) for part in normalised(quaternion))
    return w, x, y, z


def _round(value: float) -> int:
    return int(copysign(floor(abs(value) + 0.5), value))


def normalised(quaternion: tuple[float, float, float, float]) -> Quaternion:
    """The same rotation with unit norm; raises ZeroDivisionError for a zero quaternion."""
    w, x, y, z = quaternion
    norm = sqrt(w * w + x * x + y * y + z * z)
    return w / norm, x / norm, y / norm, z / norm


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """The Hamilton product."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def conjugate(quaternion: Quaternion) -> Quaternion:
    """The inverse rotation of a unit quaternion."""
    w, x, y, z = quaternion
    return w, -x, -y, -z


def exponential(x: float, y: float, z: float) -> Quaternion:
    """The unit quaternion of a rotation vector in rad (Q4)."""
    angle = hypot(x, y, z)
    if angle == 0.0:
        return 1.0, 0.0, 0.0, 0.0
    factor = sin(angle / 2) / angle
    return cos(angle / 2), factor * x, factor * y, factor * z


def rotation_vector(quaternion: Quaternion) -> Array:
    """(3,) rotation vector in rad of a unit quaternion, at most a half turn."""
    w, x, y, z = quaternion if quaternion[0] >= 0 else tuple(-part for part in quaternion)
    length = hypot(x, y, z)
    if length == 0.0:
        return np.zeros(3)
    return np.array([x, y, z]) * (2 * atan2(length, w) / length)


def bridge_rotation(q_a: Quaternion, q_b: Quaternion, gyr_b: Array, period_s: float) -> Array:
    """(3,) net rotation in rad of the samples lost between frames A and B of one origin (Q10).

    `q_a`, `q_b` are their rotations after the last sample, `gyr_b` the (n, 3) rates of B in rad/s, bias included;
    the m lost samples had the mean raw rate result / (m * period_s).
    """
    gap = multiply(conjugate(q_a), q_b)
    for x, y, z in reversed((gyr_b * period_s).tolist()):
        gap = multiply(gap, exponential(-x, -y, -z))
    return rotation_vector(gap)
