"""Orientation of one sensor: up is found, the bias is taken out, and a new filter goes on in the old heading."""

import numpy as np
import pytest

from imu_hinge.core.gaps import Run
from imu_hinge.core.orientation import Orientation, Oriented, heading, turned, up_in_sensor
from imu_hinge.model.arrays import Array

HZ = 100.0
PERIOD_NS = round(1e9 / HZ)


def run(gyr: Array, acc: Array, restart: bool = False, start: int = 0) -> Run:
    n = len(gyr)
    t = (start + np.arange(n, dtype=np.int64)) * PERIOD_NS
    return Run(t, acc, gyr, np.ones(n, dtype=bool), restart, True)


def resting(seconds: float, bias_dps: float = 0.0, seed: int = 1) -> tuple[Array, Array]:
    """A sensor at rest, z up, with some noise."""
    rng, n = np.random.default_rng(seed), round(seconds * HZ)
    gyr = rng.normal(0, np.radians(0.07), (n, 3)) + np.radians([bias_dps, -bias_dps, bias_dps])
    return gyr, rng.normal(0, 0.015, (n, 3)) + np.array([0.0, 0.0, 9.81])


def rocking(seconds: float, bias_dps: float = 0.0) -> tuple[Array, Array, Array]:
    """Tilt about y, 60 deg to and fro; rate, gravity, and the true tilt."""
    t = np.arange(round(seconds * HZ)) / HZ
    tilt = np.radians(30.0) * (1 - np.cos(2 * np.pi * t / 3.0))
    gyr = np.zeros((len(t), 3))
    gyr[:, 1] = np.gradient(tilt) * HZ
    acc = 9.81 * np.stack([-np.sin(tilt), np.zeros_like(tilt), np.cos(tilt)], axis=1)
    return gyr + np.radians([bias_dps, -bias_dps, bias_dps]), acc, tilt


def tilt_deg(oriented: Oriented) -> Array:
    up = up_in_sensor(oriented.quat)
    return np.asarray(np.degrees(np.arctan2(-up[0], up[2])))


def after_rest(bias_dps: float) -> tuple[Orientation, Oriented, Array]:
    """Six seconds of rest, then twelve of rocking."""
    one = Orientation(PERIOD_NS)
    one.step(run(*resting(6.0, bias_dps)), 1.0)
    gyr, acc, tilt = rocking(12.0, bias_dps)
    return one, one.step(run(gyr, acc, start=600), 1.0), np.degrees(tilt)


@pytest.mark.parametrize("bias_dps", [0.0, 1.0, 5.0, 10.0])
def test_the_bias_found_at_rest_costs_nothing_later(bias_dps: float) -> None:
    _, oriented, tilt = after_rest(bias_dps)
    assert np.abs(tilt_deg(oriented) - tilt).max() < 1.0
    assert np.degrees(np.abs(oriented.rate[:, 0]).max()) < 0.5
    assert oriented.bias_unknown is None


def test_a_bias_that_was_never_seen_at_rest_is_said() -> None:
    one = Orientation(PERIOD_NS)
    gyr, acc, _ = rocking(60.0, 8.0)
    assert one.step(run(gyr, acc), 1.0).bias_unknown is not None


@pytest.mark.parametrize("ratio", [0.95, 1.05])
def test_a_wrong_nominal_period_is_made_up_by_the_ratio(ratio: float) -> None:
    """The samples are really further apart: the filter's steps are too short by the ratio, the rates too."""
    one = Orientation(PERIOD_NS)
    gyr, acc, tilt = rocking(12.0)
    oriented = one.step(run(gyr / ratio, acc), ratio)
    assert np.abs(tilt_deg(oriented) - np.degrees(tilt))[200:].max() < 1.0


@pytest.mark.parametrize(("fast", "seconds"), [(False, 1.0), (True, 2.0)])
def test_the_filter_settles_in_a_second_or_two_when_it_began_fast(fast: bool, seconds: float) -> None:
    gyr, acc = resting(4.0)
    if fast:
        gyr[:, 2] += np.radians(150.0)
    settled = Orientation(PERIOD_NS).step(run(gyr, acc), 1.0).settled
    assert np.flatnonzero(settled)[0] == pytest.approx(seconds * HZ, abs=1)


def test_a_restart_settles_anew_and_keeps_bias_and_heading() -> None:
    one, before, _ = after_rest(5.0)
    gyr, acc, tilt = rocking(6.0, 5.0)
    after = one.step(run(gyr, acc, restart=True, start=2000), 1.0)
    assert not after.settled[:90].any()
    assert after.settled[110:].all()
    assert np.abs(tilt_deg(after) - np.degrees(tilt))[100:].max() < 1.0
    assert heading(after.quat[0]) == pytest.approx(heading(before.quat[-1]), abs=1e-6)


@pytest.mark.parametrize("angle", [0.0, 0.5, -2.0])
def test_turning_about_the_vertical_leaves_up_alone(angle: float) -> None:
    quat = np.random.default_rng(4).normal(size=(20, 4))
    quat /= np.sqrt((quat**2).sum(axis=1, keepdims=True))
    assert up_in_sensor(turned(quat, angle)) == pytest.approx(up_in_sensor(quat))


@pytest.mark.parametrize("seed", [1, 2])
def test_cuts_give_the_same_bits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    still, moving, again = resting(7.0, 4.0), rocking(9.0, 4.0)[:2], resting(7.0, 4.5, seed=2)
    gyr, acc = (np.concatenate(parts) for parts in zip(still, moving, again, strict=True))
    one, other = Orientation(PERIOD_NS), Orientation(PERIOD_NS)
    whole = one.step(run(gyr, acc), 1.0)
    parts, at = [], 0
    while at < len(gyr):
        n = int(rng.integers(1, 60))
        parts.append(other.step(run(gyr[at : at + n], acc[at : at + n], start=at), 1.0))
        at += n
    for name in ("quat", "rate", "settled"):
        assert np.concatenate([getattr(p, name) for p in parts]).tobytes() == getattr(whole, name).tobytes()
