"""A sensor that says nothing is told, in time and once."""

import pytest

from imu_hinge.core.motion import Pair, join, join_motion
from imu_hinge.core.sampler import nothing
from imu_hinge.core.silence import Silence
from tests.core.motions import hold, pair


def without_sacrum(seconds: float, at: int) -> Pair:
    rows = pair(hold(seconds), at)
    return Pair(rows.t_ns, join_motion([nothing(len(rows))]), rows.thoracic)


def told(rows: Pair, size: int) -> list[tuple[str, float]]:
    silence = Silence()
    found = [w for a in range(0, len(rows), size) for w in silence.step(rows[a : a + size])]
    return [(w.id, round(w.t_ns / 1e9, 1)) for w in found]


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_sensor_that_falls_silent_is_told_and_so_is_its_return(size: int) -> None:
    rows = join([pair(hold(2.0)), without_sacrum(3.0, 100), pair(hold(1.0), 250)])
    assert told(rows, size) == [("sensor_silent", 3.3), ("sensor_back", 5.0)]


def test_a_moment_is_not_worth_a_word() -> None:
    assert told(join([pair(hold(2.0)), without_sacrum(1.0, 100), pair(hold(1.0), 150)]), 50) == []


def test_a_sensor_that_was_never_heard_has_time_to_connect() -> None:
    assert told(join([without_sacrum(5.0, 0), pair(hold(1.0), 250)]), 50) == []
    assert told(without_sacrum(10.0, 0), 50) == [("sensor_missing", 6.0)]
