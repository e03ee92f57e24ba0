"""Where keys lead."""

import pytest

from imu_hinge.model.events import Rep
from imu_hinge.review import moves
from imu_hinge.review.book import Book
from tests.made import S, rep
from tests.review.made import PAST, a_set, book, rejected

TWO = book(a_set(1, rep(1), rep(2)), a_set(2, rep(5), rep(6, **PAST)))
"""Bottoms at 9, 13, 25 and 29 s."""


def at(book: Book, t_s: float) -> str:
    line = moves.line_at(book, round(t_s * S))
    assert line is not None
    return line.name


@pytest.mark.parametrize(
    ("t_s", "name"), [(0, "1.1"), (8.5, "1.1"), (11, "1.1"), (13.9, "1.2"), (20, "1.2"), (25, "2.1"), (59, "2.2")]
)
def test_the_chosen_repetition_is_the_one_of_this_moment_or_the_one_before(t_s: float, name: str) -> None:
    # numbers within a set follow the hand-made repetitions: 5 and 6 are the first of set 2
    assert at(TWO, t_s) == name.replace("2.1", "2.5").replace("2.2", "2.6")


@pytest.mark.parametrize(("t_s", "count", "bottom_s"), [(9, 1, 13), (9, -1, 9), (29, 1, 29), (13, 2, 29), (25, -1, 13)])
def test_by_repetitions(t_s: float, count: int, bottom_s: float) -> None:
    assert moves.by_reps(TWO, round(t_s * S), count) == bottom_s * S


@pytest.mark.parametrize(
    ("t_s", "count", "bottom_s"), [(3, 1, 9), (20, -1, 13), (20, 1, 25), (40, -1, 29), (40, 1, 29)]
)
def test_from_between_repetitions_the_next_one_is_the_next_one(t_s: float, count: int, bottom_s: float) -> None:
    assert moves.by_reps(TWO, round(t_s * S), count) == bottom_s * S


def test_by_sets() -> None:
    assert moves.by_sets(TWO, 13 * S, 1) == 25 * S
    assert moves.by_sets(TWO, 29 * S, -1) == 9 * S
    assert moves.by_sets(TWO, 29 * S, 1) == 25 * S


def test_by_seconds_within_the_session() -> None:
    assert moves.by_seconds(TWO, 10 * S, -1) == 9 * S
    assert moves.by_seconds(TWO, 2 * S, -5) == 0
    assert moves.by_seconds(TWO, 58 * S, 5) == 60 * S


def test_the_peak_is_that_of_the_header() -> None:
    assert TWO.totals.peak_at == (2, 6)
    assert moves.to_peak(TWO, 0) == 29 * S


def test_movements_that_were_not_counted_are_gone_through_in_turn() -> None:
    said = TWO.said
    some = book(*said.sets, said=type(said)(sets=said.sets, calibrations=(), rejected=(rejected(40), rejected(20))))
    assert moves.to_uncounted(some, 0) == 20 * S
    assert moves.to_uncounted(some, 20 * S) == 40 * S
    assert moves.to_uncounted(some, 40 * S) == 20 * S
    found = moves.uncounted_at(some, 20 * S)
    assert found is not None and found.reason == "too_shallow"
    assert moves.uncounted_at(some, 30 * S) is None
    assert moves.set_for(some, 20 * S) == 2 and moves.set_for(some, 17 * S) == 1


def test_without_repetitions_nothing_moves() -> None:
    empty = book(said=type(TWO.said)(sets=(), calibrations=(), rejected=()))
    assert moves.line_at(empty, 5 * S) is None
    moved = [moves.by_reps(empty, 5 * S, 1), moves.by_sets(empty, 5 * S, 1), moves.to_peak(empty, 5 * S)]
    assert moved == [5 * S] * 3 and moves.to_uncounted(empty, 5 * S) == 5 * S


def test_a_repetition_is_named_by_set_number_and_side() -> None:
    sided: Rep = rep(1, side="left")
    assert [line.name for line in book(a_set(3, sided)).lines] == ["3.1 L"]
