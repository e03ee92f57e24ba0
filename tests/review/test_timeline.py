"""The session in as many columns as there are."""

from itertools import pairwise

import numpy as np
import pytest

from imu_hinge.review.timeline import NEAR_NS, Window, bars, envelope, marks, ticks, window
from imu_hinge.view.verdicts import Verdict
from tests.made import S, rep
from tests.review.made import PAST, a_set, book, frames


def test_each_column_has_the_smallest_and_the_largest_of_its_time() -> None:
    t_s = np.arange(0.0, 10.0, 0.02)
    area = envelope(frames(t_s, thorax_deg=np.where(t_s < 5.0, t_s, 60.0)), Window(0, 10 * S, 10))
    assert area[2] == pytest.approx([2.0, 2.98])
    assert area[7] == pytest.approx([60.0, 60.0])


def test_columns_without_angles_are_unknown() -> None:
    area = envelope(frames([0.5, 1.5]), Window(0, 4 * S, 4))
    assert np.isnan(area[2:]).all() and np.isfinite(area[:2]).all()
    assert np.isnan(envelope(frames([]), Window(0, 4 * S, 4))).all()


def test_a_column_and_its_time_lead_to_one_another() -> None:
    shown = Window(30 * S, 90 * S, 120)
    assert [shown.column(shown.time(column)) for column in (0, 7, 119)] == [0, 7, 119]


def test_of_several_repetitions_in_a_column_the_one_to_look_at_is_marked() -> None:
    found = marks(book(), Window(0, 60 * S, 2))
    assert [(mark.column, mark.verdict) for mark in found] == [(0, Verdict.PAST)]
    assert [mark.verdict for mark in marks(book(), Window(0, 60 * S, 60))] == [Verdict.GOOD, Verdict.GOOD, Verdict.PAST]


def test_sets_are_cut_at_the_edges() -> None:
    two = book(a_set(1, rep(1), rep(2)), a_set(2, rep(6), rep(7, **PAST)))
    assert [(bar.first, bar.last, bar.index) for bar in bars(two, Window(0, 60 * S, 60))] == [(8, 14, 1), (28, 34, 2)]
    assert [(bar.first, bar.last, bar.index) for bar in bars(two, Window(30 * S, 60 * S, 30))] == [(0, 4, 2)]


def test_the_near_window_moves_by_pages_and_stays_inside() -> None:
    hour = 3600 * S
    first, second = window(hour, 400 * S, 80, near=True), window(hour, 415 * S, 80, near=True)
    assert first == second and first.end_ns - first.start_ns == NEAR_NS
    for t_s in (0, 1800, 3599):
        near = window(hour, t_s * S, 80, near=True)
        assert 0 <= near.start_ns <= t_s * S <= near.end_ns <= hour
    assert window(hour, 0, 80, near=False) == Window(0, hour, 80)
    assert window(60 * S, 0, 80, near=True) == Window(0, 60 * S, 80)


@pytest.mark.parametrize("duration_s", [5, 90, 600, 3600, 20_000])
@pytest.mark.parametrize("columns", [10, 80, 200])
def test_labels_of_the_axis_have_room(duration_s: int, columns: int) -> None:
    found = ticks(Window(0, duration_s * S, columns))
    assert found[0] == (0, 0)
    assert all(after - before >= 8 for (before, _), (after, _) in pairwise(found))
