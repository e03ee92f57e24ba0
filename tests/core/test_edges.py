"""Edges of clouds of points."""

import numpy as np
import pytest

from imu_hinge.core.edges import Edge, best_slope

WINDOW_NS = 10_000


def edge(*points: tuple[int, int]) -> Edge:
    one = Edge(WINDOW_NS)
    for x, y in points:
        one.add(x, y)
    return one


def test_the_highest_line_of_a_slope_touches_the_lowest_point() -> None:
    one = edge((0, 5), (10, 2), (20, 9))
    assert one.at(20, 0.0) == 2.0
    assert one.at(20, 0.5) == 7.0


def test_no_point_lies_below_the_line_whatever_the_slope() -> None:
    rng = np.random.default_rng(1)
    x, y = np.arange(200) * 7, rng.integers(0, 1000, 200)
    one = edge(*zip(x.tolist(), y.tolist(), strict=True))
    for slope in np.linspace(-2.0, 2.0, 9).tolist():
        assert one.at(0, slope) == pytest.approx((y - slope * x).min())


def test_what_is_older_than_the_window_is_forgotten() -> None:
    one = edge((0, -100), (WINDOW_NS, 1), (WINDOW_NS + 1, 2))
    assert one.at(WINDOW_NS, 0.0) == 1.0


def test_a_point_that_does_not_come_from_the_right_is_left_out() -> None:
    one = edge((5, 3), (5, -9), (4, -9))
    assert one.at(5, 0.0) == 3.0
    assert one.newest == 5


def test_the_best_slope_follows_the_edge_within_its_limit() -> None:
    rising = edge(*((x, x // 10 + x % 3) for x in range(0, 1000, 10)))
    assert best_slope(rising, None, 1.0) == pytest.approx(0.1, abs=0.005)
    assert best_slope(rising, None, 0.05) == 0.05


def test_points_on_the_other_side_settle_a_slope_that_one_side_leaves_open() -> None:
    """The first points lie far above the line; only those below it tell how steep it is."""
    upper = edge((0, 300), (500, 50), (1000, 100))
    below = edge(*((x, -(x // 10)) for x in range(0, 1001, 100)))
    assert best_slope(upper, below, 1.0) == pytest.approx(0.1, abs=0.02)
