"""Wrong units are recognised in movement, slow or fast, and never suspected in right ones."""

import numpy as np
import pytest

from imu_hinge.model.arrays import SAMPLE, Records
from imu_hinge.recording.units import wrong_units

PERIOD_NS = 10_000_000


def swing(amplitude_rad: float, rate_hz: float, seconds: float = 20.0, seed: int = 0) -> Records:
    """A sensor that swings about its x axis and shakes a little, with the noise and bias of a real one."""
    rng = np.random.default_rng(seed)
    t = np.arange(0, seconds, PERIOD_NS / 1e9)
    angle = amplitude_rad * np.sin(2 * np.pi * rate_hz * t)
    samples = np.zeros(len(t), SAMPLE)
    samples["t_ns"] = np.rint(t * 1e9)
    samples["acc"][:, 1], samples["acc"][:, 2] = 9.81 * np.sin(angle), 9.81 * np.cos(angle)
    samples["acc"] += rng.normal(0, 0.3, samples["acc"].shape)
    samples["gyr"][:, 0] = np.gradient(angle, t)
    samples["gyr"] += rng.normal(0.01, 0.01, samples["gyr"].shape)
    return samples


MOVEMENTS = [(0.15, 0.1), (0.6, 0.25), (1.0, 0.5), (1.2, 1.5)]


@pytest.mark.parametrize(("amplitude_rad", "rate_hz"), MOVEMENTS)
@pytest.mark.parametrize("seed", range(5))
def test_right_units_are_accepted_and_degrees_refused(amplitude_rad: float, rate_hz: float, seed: int) -> None:
    samples = swing(amplitude_rad, rate_hz, seed=seed)
    assert wrong_units(samples, PERIOD_NS) == ""
    samples["gyr"] = np.degrees(samples["gyr"])
    assert "deg/s: multiply by 0.0174533" in wrong_units(samples, PERIOD_NS)


def test_a_still_sensor_is_accepted() -> None:
    assert wrong_units(swing(0.0, 1.0), PERIOD_NS) == ""


def test_a_spike_of_the_gyroscope_is_no_unit() -> None:
    samples = swing(0.0, 1.0)
    samples["gyr"][500] = 300.0
    assert wrong_units(samples, PERIOD_NS) == ""


def test_a_sensor_that_sticks_at_its_last_values_is_no_unit() -> None:
    samples = swing(1.0, 0.5)
    for name in ("acc", "gyr"):
        samples[name][500:] = samples[name][500]
    assert wrong_units(samples, PERIOD_NS) == ""


def test_turning_about_the_vertical_tells_nothing() -> None:
    samples = swing(0.0, 1.0)
    samples["gyr"][:, 2] = 3.0
    assert wrong_units(samples, PERIOD_NS) == ""


def test_a_hard_throw_of_ten_radians_per_second_is_accepted() -> None:
    assert wrong_units(swing(1.6, 1.0), PERIOD_NS) == ""


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (1 / 9.80665, "in g: multiply by 9.80665"),
        (1000 / 9.80665, "thousandths of g"),
        (0.001, "gravity is missing"),
        (4.0, "acc must be in m/s2"),
    ],
)
def test_accelerations_in_another_unit(factor: float, words: str) -> None:
    samples = swing(0.5, 0.5)
    samples["acc"] *= factor
    assert words in wrong_units(samples, PERIOD_NS)
