"""Samples of the past: each fills what is missing once, at its own time."""

import numpy as np

from imu_hinge.core.holes import MOST_EARLY, MOST_HOLES, Holes
from imu_hinge.model.arrays import Records
from imu_hinge.sensors.driver import Decoded

PERIOD_NS = 10_000_000
NEXT = 10_000
"""The live stream stands here."""


def past(index: int, n: int) -> Decoded:
    """Samples whose acceleration is their index."""
    rows = np.repeat(np.arange(index, index + n, dtype=float)[:, None], 3, axis=1)
    return Decoded((1, 1), (1, 1, 0), index, index * PERIOD_NS, PERIOD_NS, rows, rows, None, past=True)


def holes(*spans: tuple[int, int]) -> Holes:
    one = Holes()
    for first, stop in spans:
        one.opened(first, stop, (first - 1) * PERIOD_NS, stop * PERIOD_NS)
    return one


def indices(parts: list[Records]) -> list[int]:
    return [int(value) for rows in parts for value in rows["acc"][:, 0]]


def test_samples_of_a_hole_get_the_times_between_its_neighbours() -> None:
    (rows,) = holes((100, 105)).filled(past(100, 5), NEXT)
    assert rows["t_ns"].tolist() == [i * PERIOD_NS for i in range(100, 105)]
    assert indices([rows]) == [100, 101, 102, 103, 104]


def test_what_comes_twice_is_given_once() -> None:
    one = holes((100, 110))
    assert indices(one.filled(past(100, 6), NEXT)) == list(range(100, 106))
    assert indices(one.filled(past(103, 7), NEXT)) == [106, 107, 108, 109]
    assert one.filled(past(100, 10), NEXT) == []
    assert (one.samples, one.gaps) == (10, 1)


def test_samples_that_were_never_missing_are_left_out() -> None:
    one = holes((100, 105), (120, 125))
    assert indices(one.filled(past(95, 40), NEXT)) == [*range(100, 105), *range(120, 125)]


def test_the_middle_of_a_hole_leaves_a_gap_on_either_side() -> None:
    one = holes((100, 120))
    one.filled(past(105, 5), NEXT)
    assert one.gaps == -1
    one.filled(past(100, 4), NEXT)
    assert one.gaps == 0
    assert indices(one.filled(past(100, 20), NEXT)) == [104, *range(110, 120)]
    assert (one.samples, one.gaps) == (20, 1)


def test_samples_that_come_before_their_hole_is_known_wait_for_it() -> None:
    one = Holes()
    assert one.filled(past(100, 5), 100) == []
    assert indices(one.opened(100, 110, 99 * PERIOD_NS, 110 * PERIOD_NS)) == list(range(100, 105))
    assert indices(one.filled(past(100, 10), 115)) == list(range(105, 110))


def test_whatever_comes_the_books_stay_bounded() -> None:
    one = Holes()
    for i in range(2 * MOST_HOLES):
        one.opened(10 * i, 10 * i + 5, 0, PERIOD_NS)
    for _ in range(2 * MOST_EARLY):
        one.filled(past(NEXT * 100, 5), NEXT)
    assert one.filled(past(0, 5), NEXT * 100) == []
    assert indices(one.filled(past(10 * (2 * MOST_HOLES - 1), 5), NEXT * 100)) != []


def test_another_run_keeps_the_counts_and_nothing_else() -> None:
    one = holes((100, 105), (200, 205))
    one.filled(past(100, 5), NEXT)
    other = one.renewed()
    assert other.samples == 5
    assert other.filled(past(200, 5), NEXT) == []
