"""Recognises samples in wrong units. They are refused, never converted: a guess would be worse than a question.

Two things tell the unit of a gyroscope. No wearer turns at 40 rad/s for long. And where the acceleration is mostly
gravity, its direction must turn in the sensor frame as fast as the gyroscope says: with 96 sensors on people and rigs
the turn seen was 0.2 to 3.5 times the turn said in rad/s, and at most 0.05 of the same numbers in deg/s where those
were not impossible anyway (the low values are pendulums, whose accelerometers feel little of gravity's turn).
"""

import numpy as np

from imu_hinge.model.arrays import Array, Records

_FASTEST_RADPS = 40.0
_LEAST_TURN = 0.08
"""Between the least share seen in rad/s and the largest seen in deg/s."""
_WINDOW_S = 0.5
_ROWS = 1 << 14
"""Looked at together: what fits a processor's cache is three times as fast."""
_TURNING_RAD = 0.1
"""A window counts when the gyroscope says that gravity turned at least this far in it."""
_CALM_MPS2 = 1.5
_LEAST_SHARE = 0.1
"""Of the calm windows; fewer turning ones are no evidence (a single spike must not refuse a recording)."""
_GRAVITY_MPS2 = 9.81

_ACCELERATIONS = (
    (0.0, 0.6, "gravity is missing: acc must be specific force, about 9.81 m/s2 at rest"),
    (0.6, 1.6, "acc seems to be in g: multiply by 9.80665"),
    (600.0, 1600.0, "acc seems to be in thousandths of g: multiply by 0.00980665"),
)
_PLAUSIBLE_MPS2 = (5.0, 20.0)
_MOVING_MPS2 = 2.0
_DEGREES = "gyr seems to be in deg/s: multiply by 0.0174533"


def wrong_units(samples: Records, period_ns: int) -> str:
    """What is wrong with the units of SAMPLE rows of one sensor, with the remedy; empty if nothing is."""
    if np.isnan(samples["gyr"][0]).any():
        return _wrong_acceleration(samples["acc"])
    return _wrong_acceleration(samples["acc"]) or _dead_gyroscope(samples) or _wrong_rate(samples, period_ns)


def _wrong_acceleration(acc: Array) -> str:
    middle = float(np.median(_norm(acc)))
    if _PLAUSIBLE_MPS2[0] <= middle <= _PLAUSIBLE_MPS2[1]:
        return ""
    told = next((words for low, high, words in _ACCELERATIONS if low <= middle < high), "")
    return f"acc has a median of {middle:.3g} m/s2: {told or 'acc must be in m/s2, about 9.81 at rest'}"


def _dead_gyroscope(samples: Records) -> str:
    """A gyroscope that says one thing throughout while gravity turns."""
    gyr, acc = samples["gyr"], samples["acc"]
    if (gyr[:_ROWS] != gyr[0]).any() or (gyr != gyr[0]).any() or (np.ptp(acc, axis=0) < _MOVING_MPS2).all():
        return ""
    return "gyr never changes while acc does: the gyroscope is off or was not exported; record with it on"


def _wrong_rate(samples: Records, period_ns: int) -> str:
    fast = float(np.percentile(_norm(samples["gyr"]), 99))
    if fast > _FASTEST_RADPS:
        return f"gyr reaches {fast:.0f} rad/s, which nobody does: {_DEGREES}"
    blocks = [_turns(samples[start : start + _ROWS], period_ns) for start in range(0, len(samples), _ROWS)]
    said, seen = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    turning = (said > _TURNING_RAD) & (seen > 0)  # an accelerometer that does not even tremble has stopped
    if turning.sum() < max(1.0, _LEAST_SHARE * len(said)):
        return ""
    share = float(np.median(seen[turning] / said[turning]))
    return f"gravity turns {share:.3f} times as far as gyr says: {_DEGREES}" if share < _LEAST_TURN else ""


def _turns(samples: Records, period_ns: int) -> tuple[Array, Array]:
    """How far gravity turned in each calm window: said by the gyroscope and seen by the accelerometer, rad (small)."""
    norm = np.maximum(_norm(samples["acc"]), 1e-6)
    up = samples["acc"] / norm[:, None]
    step_s = np.diff(samples["t_ns"]) * 1e-9
    step_s[step_s > 3e-9 * period_ns] = 0.0  # nothing is known about the turn within a gap
    rate = _cross(up, samples["gyr"])
    said = _windows(0.5 * (rate[1:] + rate[:-1]) * step_s[:, None], period_ns)
    seen = _windows(np.diff(up, axis=0) * (step_s > 0)[:, None], period_ns)
    restless = _windows(np.abs(norm[1:, None] - _GRAVITY_MPS2), period_ns)[:, 0] / _length(period_ns)
    calm = restless < _CALM_MPS2
    return _norm(said[calm]), _norm(seen[calm])


def _length(period_ns: int) -> int:
    return max(2, round(_WINDOW_S * 1e9 / period_ns))


def _windows(steps: Array, period_ns: int) -> Array:
    """Sums over windows, (n, columns) to (windows, columns)."""
    length = _length(period_ns)
    count = len(steps) // length
    sums: Array = steps[: count * length].reshape(count, length, steps.shape[1]).sum(axis=1)
    return sums


def _norm(vectors: Array) -> Array:
    norms: Array = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return norms


def _cross(a: Array, b: Array) -> Array:
    out = np.empty_like(a)
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        out[:, i] = a[:, j] * b[:, k] - a[:, k] * b[:, j]
    return out
