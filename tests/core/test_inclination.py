"""A sensor without a gyroscope: its tilt, and how fast it tilts."""

import numpy as np

from imu_hinge.core.gaps import Run
from imu_hinge.core.inclination import SMOOTHING_S, Inclination
from imu_hinge.core.orientation import Oriented, up_in_sensor

PERIOD_NS = 5_000_000
GRAVITY_MPS2 = 9.80665


def bend(angles_rad: np.ndarray, restart: bool = True) -> Run:
    """A slow bend about the sensor's y axis."""
    n = len(angles_rad)
    up = np.stack([-np.sin(angles_rad), np.zeros(n), np.cos(angles_rad)], axis=1)
    rates = np.full((n, 3), np.nan)
    return Run(np.arange(n) * PERIOD_NS, GRAVITY_MPS2 * up, rates, np.ones(n, dtype=bool), restart, True)


def tilt_deg(oriented: Oriented) -> np.ndarray:
    x, _, z = up_in_sensor(oriented.quat)
    return np.asarray(np.degrees(np.arctan2(-x, z)))


def test_tilt_and_its_rate_follow_a_bend_with_the_delay_of_the_smoothing() -> None:
    t_s = np.arange(0, 8, PERIOD_NS * 1e-9)
    angles = np.radians(30.0) * (1 - np.cos(2 * np.pi * t_s / 4))
    oriented = Inclination(PERIOD_NS).step(bend(angles), 1.0)
    later = round(SMOOTHING_S / (PERIOD_NS * 1e-9))
    error_deg = tilt_deg(oriented)[later:] - np.degrees(angles[:-later])
    assert np.abs(error_deg[400:]).max() < 2.0
    rate = np.gradient(angles, PERIOD_NS * 1e-9)
    assert np.abs(oriented.rate[later:, 1] - rate[:-later])[400:].max() < np.radians(5.0)
    assert np.abs(oriented.rate[:, (0, 2)]).max() < 1e-5


def test_any_cut_gives_the_same_bits() -> None:
    angles = np.radians(np.linspace(0, 60, 700))
    whole, parts, cut = Inclination(PERIOD_NS).step(bend(angles), 1.0), Inclination(PERIOD_NS), bend(angles)
    pieces = [parts.step(cut[a:b], 1.0) for a, b in ((0, 1), (1, 250), (250, 700))]
    assert np.array_equal(whole.quat, np.concatenate([piece.quat for piece in pieces]))
    assert np.array_equal(whole.rate, np.concatenate([piece.rate for piece in pieces]))


def test_after_a_gap_it_begins_anew_and_says_so() -> None:
    filter_ = Inclination(PERIOD_NS)
    filter_.step(bend(np.zeros(1000)), 1.0)
    again = filter_.step(bend(np.full(400, 1.0)), 1.0)
    assert not again.settled[:199].any()
    assert again.settled[200:].all()
    assert np.abs(np.radians(tilt_deg(again)) - 1.0).max() < 1e-5
