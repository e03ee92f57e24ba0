"""Unit quaternions in rows: (n, 4) w, x, y, z, Hamilton product; a row maps the inner frame into the outer one."""

import numpy as np

from imu_hinge.model.arrays import Array


def about(axis: int, angle: Array) -> Array:
    """(n, 4) rotations by `angle` (n,) rad about x, y or z (axis 0, 1, 2)."""
    q = np.zeros((len(angle), 4))
    q[:, 0], q[:, 1 + axis] = np.cos(angle / 2), np.sin(angle / 2)
    return q


def multiply(a: Array, b: Array) -> Array:
    """(n, 4) products; either side may be a single row."""
    aw, ax, ay, az = a.T
    bw, bx, by, bz = b.T
    return np.stack(
        [
            aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
        ],
        axis=-1,
    )


def product(*factors: Array) -> Array:
    """The factors multiplied from left to right."""
    result = factors[0]
    for factor in factors[1:]:
        result = multiply(result, factor)
    return result


def conjugate(q: Array) -> Array:
    """The inverse rotations."""
    inverse: Array = q * np.array([1.0, -1.0, -1.0, -1.0])
    return inverse


def rotate(q: Array, v: Array) -> Array:
    """(n, 3) vectors of the inner frame, expressed in the outer frame; `v` may be a single row."""
    w, xyz = q[..., :1], q[..., 1:]
    t: Array = 2 * np.cross(xyz, v)
    turned: Array = v + w * t + np.cross(xyz, t)
    return turned


def exponential(v: Array) -> Array:
    """(n, 4) rotations of the rotation vectors (n, 3) in rad."""
    angle = np.sqrt(np.sum(v * v, axis=-1, keepdims=True))
    q: Array = np.concatenate([np.cos(angle / 2), 0.5 * np.sinc(angle / (2 * np.pi)) * v], axis=-1)
    return q


def logarithm(q: Array) -> Array:
    """(n, 3) rotation vectors in rad, at most a half turn."""
    q = np.where(q[..., :1] < 0, -q, q)
    length = np.sqrt(np.sum(q[..., 1:] ** 2, axis=-1, keepdims=True))
    small = length < 1e-12
    factor = np.where(small, 2.0, 2 * np.arctan2(length, q[..., :1]) / np.where(small, 1.0, length))
    vector: Array = factor * q[..., 1:]
    return vector


def cumulative(q: Array) -> Array:
    """(n, 4) running products q0, q0 q1, q0 q1 q2, ..., normalised."""
    out, step = q.copy(), 1
    while step < len(out):
        out[step:] = multiply(out[:-step], out[step:])
        step *= 2
    unit: Array = out / np.sqrt(np.sum(out * out, axis=1, keepdims=True))
    return unit


def matrix(q: Array) -> Array:
    """(3, 3) of one quaternion; its rows are the outer axes expressed in the inner frame."""
    return rotate(q[None, :], np.eye(3)).T
