"""The cumulative rotation as a small processor computes it: single precision, no math library (PROTOCOL.md Q1 to Q5).

Each product and sum is rounded by itself, in the order of firmware_protocol/c/hsp_rotation.c: the same bits.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from imu_hinge.sensors.hsp.frame import RawSamples

Single = npt.NDArray[np.float32]
Turned = tuple[np.float32, np.float32, np.float32, np.float32]
"""A unit quaternion w, x, y, z."""
RawQuaternions = npt.NDArray[np.int16]

_F = np.float32
_RAD_PER_NDPS = _F(1.7453293e-11)
_ONE = _F(32767)
UNTURNED: Turned = (_F(1), _F(0), _F(0), _F(0))


def turn(q: Turned, gyr: RawSamples, steps_us: list[int], ndps_per_lsb: int) -> Iterator[Turned]:
    """The rotation after each of (n, 3) raw rates, each lasting so long."""
    for step in _exponentials(gyr, steps_us, ndps_per_lsb):
        q = _normalised(_product(q, tuple(step)))
        yield q


def _exponentials(gyr: RawSamples, steps_us: list[int], ndps_per_lsb: int) -> Single:
    """(n, 4) unit quaternions, by the series of Q4."""
    rad_per_lsb = _F(ndps_per_lsb) * _RAD_PER_NDPS * (np.array(steps_us, np.float32) * _F(1e-6))
    x, y, z = (gyr.astype(np.float32) * rad_per_lsb[:, None]).T
    square = x * x + y * y + z * z
    cosine = _F(1) + square * (square * (_F(1) / _F(384)) - _F(1) / _F(8))
    factor = _F(0.5) + square * (square * (_F(1) / _F(3840)) - _F(1) / _F(48))
    return np.stack([cosine, x * factor, y * factor, z * factor], axis=1)


def _product(a: Turned, b: Turned) -> Turned:
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def _normalised(q: Turned) -> Turned:
    """One Newton step of 1 / sqrt: the norm is never far from one."""
    w, x, y, z = q
    scale = _F(1.5) - _F(0.5) * (w * w + x * x + y * y + z * z)
    return w * scale, x * scale, y * scale, z * scale


def rounded(rows: list[Turned]) -> RawQuaternions:
    """(n, 4) as sent: times 32767, ties away from zero (C2, Q5)."""
    values = np.array(rows, np.float32).reshape(-1, 4) * _ONE
    whole = np.trunc(values)
    rest = values - whole
    return np.asarray(whole + (rest >= 0.5) - (rest <= -0.5), np.int16)
