"""What a virtual sensor of any rate measures, from what a worn sensor of another rate gave."""

import numpy as np
import pytest

from imu_hinge.virtual.firmware.source import ReadingSource, TableSource
from imu_hinge.virtual.makes.motion import SourceMotion
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.sensor import ACC_LSB_MPS2, GYR_LSB_RADPS, Reading

BEGIN_S = 3.0


def worn(present: list[bool]) -> SourceMotion:
    """One sample a second of acceleration and rate that rise by a step each."""
    n = len(present)
    t_s = np.arange(n, dtype=np.float64)
    rising = np.outer(t_s, np.ones(3)).astype(np.float64)
    reading = Reading(t_s, rising * ACC_LSB_MPS2, rising * GYR_LSB_RADPS, np.array(present))
    return SourceMotion(ReadingSource(reading, BEGIN_S))


def test_between_two_samples_it_goes_in_a_straight_line() -> None:
    measured = worn([True] * 4).at(BEGIN_S + 1.25)
    assert measured is not None
    assert measured == pytest.approx(1.25 * np.repeat([ACC_LSB_MPS2, GYR_LSB_RADPS], 3))


def test_at_a_sample_it_is_that_sample() -> None:
    motion = SourceMotion(TableSource(np.arange(12, dtype=np.int16).reshape(2, 6), nominal_hz=10.0))
    measured = motion.at(0.1)
    assert measured is not None
    assert measured[:3] / ACC_LSB_MPS2 == pytest.approx([6, 7, 8])


@pytest.mark.parametrize("t_s", [BEGIN_S - 0.5, BEGIN_S + 3.5, BEGIN_S + 99.0])
def test_nothing_is_measured_before_the_first_and_after_the_last_sample(t_s: float) -> None:
    assert worn([True] * 4).at(t_s) is None


@pytest.mark.parametrize(("t_s", "dead"), [(0.5, False), (1.5, True), (2.5, True), (3.5, False)])
def test_nothing_is_measured_next_to_a_sample_that_a_dead_sensor_did_not_give(t_s: float, dead: bool) -> None:
    assert (worn([True, True, False, True, True]).at(BEGIN_S + t_s) is None) == dead


def test_samples_come_at_the_sensors_own_rate_and_only_where_there_is_something_to_measure() -> None:
    sampling = Sampling(worn([True] * 4), rate_error=-0.2)
    assert list(sampling.until(99.0)) == []
    sampling.begin(10.0, BEGIN_S - 0.5)
    times_s = [t_s for t_s, _ in sampling.until(BEGIN_S + 1.0)]
    assert times_s == pytest.approx(np.arange(BEGIN_S, BEGIN_S + 1.01, 0.125))
    assert sampling.next_s == pytest.approx(BEGIN_S + 1.125)
    sampling.end()
    assert list(sampling.until(99.0)) == []


def test_samples_that_nobody_wants_cost_nothing_and_the_next_one_comes_when_it_would() -> None:
    asked, idle = (Sampling(worn([True] * 4), rate_error=-0.2) for _ in range(2))
    for sampling in (asked, idle):
        sampling.begin(10.0, BEGIN_S)
    list(asked.until(BEGIN_S + 1.6))
    idle.skip(BEGIN_S + 0.01)
    assert idle.next_s == pytest.approx(BEGIN_S + 0.125)
    idle.skip(BEGIN_S + 1.6)
    assert idle.next_s == asked.next_s == pytest.approx(BEGIN_S + 1.625)
