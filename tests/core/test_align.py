"""Two sensors on one grid: an instant is given once both cover it, or when one is silent for too long."""

import numpy as np
import pytest

from imu_hinge.core.align import Align
from imu_hinge.core.motion import GRID_NS, Motion, Pair
from imu_hinge.model.inputs import Placement

LOW, HIGH = Placement.SACRUM, Placement.THORACIC


def rows(first: int, stop: int) -> Motion:
    """Rows whose numbers are their own grid indices."""
    three = np.repeat(np.arange(first, stop, dtype=float)[:, None], 3, axis=1)
    return Motion(three, three, three, three, np.ones(stop - first, dtype=bool))


def shown(pair: Pair | None) -> list[tuple[int, float, float]]:
    """Grid index and what each sensor has there, NaN as -1."""
    if pair is None:
        return []
    columns = [np.nan_to_num(m.up[:, 0], nan=-1.0).tolist() for m in (pair.sacrum, pair.thoracic)]
    return list(zip((pair.t_ns // GRID_NS).tolist(), *columns, strict=True))


def test_only_what_both_cover_is_given() -> None:
    one = Align()
    one.put(LOW, 10, rows(10, 14))
    assert one.both() is None
    one.put(HIGH, 10, rows(10, 12))
    assert shown(one.both()) == [(10, 10, 10), (11, 11, 11)]
    one.put(HIGH, 12, rows(12, 13))
    assert shown(one.both()) == [(12, 12, 12)]


def test_the_sensor_that_begins_first_is_given_alone_until_then() -> None:
    one = Align()
    one.put(LOW, 8, rows(8, 12))
    one.put(HIGH, 10, rows(10, 12))
    assert shown(one.both()) == [(8, 8, -1), (9, 9, -1), (10, 10, 10), (11, 11, 11)]


def test_a_silent_sensor_is_waited_for_half_a_second() -> None:
    one = Align()
    one.put(LOW, 0, rows(0, 100))
    one.put(HIGH, 0, rows(0, 10))
    assert len(shown(one.both())) == 10
    assert one.until(10 * GRID_NS + 500_000_000) is None
    assert shown(one.until(12 * GRID_NS + 500_000_000)) == [(10, 10, -1), (11, 11, -1)]


def test_what_comes_after_it_was_called_silent_is_too_late() -> None:
    one = Align()
    one.put(LOW, 0, rows(0, 50))
    one.put(HIGH, 0, rows(0, 10))
    one.both()
    one.until(20 * GRID_NS + 500_000_000)
    one.put(HIGH, 10, rows(10, 30))
    assert shown(one.both()) == [(i, i, i) for i in range(20, 30)]


def test_a_hole_is_silence() -> None:
    one = Align()
    one.put(LOW, 0, rows(0, 6))
    one.put(HIGH, 0, rows(0, 2))
    one.put(HIGH, 4, rows(4, 6))
    assert [high for _, _, high in shown(one.both())] == [0, 1, -1, -1, 4, 5]


def test_the_rest_comes_at_the_end() -> None:
    one = Align()
    assert one.rest() is None
    one.put(LOW, 0, rows(0, 3))
    one.put(HIGH, 0, rows(0, 1))
    assert shown(one.rest()) == [(0, 0, 0), (1, 1, -1), (2, 2, -1)]
    assert one.rest() is None


@pytest.mark.parametrize("seed", range(5))
def test_every_instant_is_given_once_whatever_the_order(seed: int) -> None:
    rng, one, given, at = np.random.default_rng(seed), Align(), [], dict.fromkeys(Placement, 0)
    while min(at.values()) < 200:
        placement = list(Placement)[int(rng.integers(2))]
        n = int(rng.integers(1, 9))
        one.put(placement, at[placement], rows(at[placement], at[placement] + n))
        at[placement] += n
        given += shown(one.both())
    assert given == [(i, i, i) for i in range(min(at.values()))]
