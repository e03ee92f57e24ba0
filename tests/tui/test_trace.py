"""The line of the last ten seconds."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.tui.widgets.trace import level, line
from tests.made import S
from tests.tui.looking import look
from tests.tui.made import SENSOR_LOST, SET, bends

TOP = 35.0


def points(values_deg: Array) -> Array:
    """Ten seconds that end with the newest of the values."""
    return np.column_stack([np.linspace(-10.0, 0.0, len(values_deg)), values_deg])


def test_a_level_is_counted_from_the_top() -> None:
    assert [level(deg, 8, TOP) for deg in (35.0, 30.0, 0.0, -5.0)] == [0, 1, 7, 7]


def test_values_outside_the_scale_stay_at_its_edge() -> None:
    assert [level(deg, 8, TOP) for deg in (80.0, -40.0)] == [0, 7]


def test_a_flat_line_is_one_dot_high_and_reaches_both_ends() -> None:
    grid = line(points(np.full(1000, 10.0)), 50 * S, 200, 20, TOP)
    assert (grid.sum(axis=0)[1:] == 1).all()
    assert grid[level(10.0, 20, TOP)][1:].all()


@pytest.mark.parametrize("columns", [100, 230, 390])
@pytest.mark.parametrize(
    "values", [bends(85 * S, 34.0)[:, 1], 30.0 * (np.arange(1041) // 130 % 2)], ids=["bend", "step"]
)
def test_a_steep_line_has_no_holes(values: Array, columns: int) -> None:
    grid = line(points(values), 85 * S, columns, 40, TOP)
    for left, right in zip(grid.T[1:], grid.T[2:], strict=False):
        low, high = np.flatnonzero(left)[[0, -1]]
        assert left[low : high + 1].all(), "each column is one stretch"
        beside = np.flatnonzero(right)[[0, -1]]
        assert beside[0] <= high + 1 and beside[1] >= low - 1, "and touches the next"


def test_a_short_peak_is_seen_at_any_width() -> None:
    values = np.zeros(1041)
    values[500] = 30.0
    for columns in (50, 100, 390):
        assert line(points(values), 50 * S, columns, 40, TOP)[level(30.0, 40, TOP)].any()


def test_what_was_not_judged_is_a_gap() -> None:
    values = np.full(1041, 10.0)
    values[400:600] = np.nan
    used: Array = np.any(line(points(values), 50 * S, 100, 20, TOP), axis=0)
    assert used[:38].all() and not used[40:56].any() and used[59:].all()


def test_nothing_is_drawn_of_no_points() -> None:
    assert not line(np.empty((0, 2)), 50 * S, 100, 20, TOP).any()
    assert not line(points(np.full(50, np.nan)), 50 * S, 100, 20, TOP).any()


def test_the_picture_moves_by_whole_columns() -> None:
    """Each column is a fixed stretch of session time, so a peak does not change its shape while it moves."""
    t_s = np.arange(0, 30, 1 / 104.0)
    values = 15.0 + 14.0 * np.sin(3.0 * t_s)

    def at(now_s: float) -> Bools:
        shown = (t_s <= now_s) & (t_s > now_s - 10.0)
        return line(np.column_stack([t_s[shown] - now_s, values[shown]]), int(now_s * S), 100, 40, TOP)

    first, later = at(20.03), at(20.57)
    assert (first[:, 6:99] == later[:, 1:94]).all()


def test_the_limit_is_a_dotted_line() -> None:
    still = replace(SET, trace=np.empty((0, 2)))
    rows = look(still, (120, 40))["trace"]
    marked = [row for row in rows if row[5:].strip()]
    assert len(marked) == 1 and marked[0].startswith("  18 ")
    assert "".join(look(replace(still, limits=None), (120, 40))["trace"]).split() == ["35", "-5"]


def test_after_a_loss_the_line_ends() -> None:
    rows = look(SENSOR_LOST, (120, 40))["trace"]
    bottom = rows[-1]
    assert len(bottom.rstrip()) < 100 < len(look(SET, (120, 40))["trace"][-1])


def sparse(*rows: tuple[float, float]) -> Bools:
    """Columns of a tenth of a second that hold a dot."""
    used: Bools = np.any(line(np.array(rows), 50 * S, 100, 20, TOP), axis=0)
    return used


@pytest.mark.parametrize("every_s", [0.2, 1.0, 2.7])
def test_rows_of_a_client_elsewhere_are_joined(every_s: float) -> None:
    t_s = np.arange(-10.0, 0.01, every_s)
    grid = line(np.column_stack([t_s, 10.0 + 10.0 * np.sin(t_s)]), 50 * S, 100, 20, TOP)
    used = np.flatnonzero(np.any(grid, axis=0))
    assert (np.diff(used) == 1).all() and len(used) > 10.0 * np.ptp(t_s) - 3.0
    for left, right in zip(grid.T[used], grid.T[used[1:]], strict=False):
        low, high = np.flatnonzero(left)[[0, -1]]
        beside = np.flatnonzero(right)[[0, -1]]
        assert beside[0] <= high + 1 and beside[1] >= low - 1


def test_rows_too_far_apart_and_what_was_not_judged_stay_a_gap() -> None:
    assert not sparse((-9.0, 5.0), (-8.0, 5.0), (-4.0, 5.0), (-3.0, 5.0))[25:55].any()
    assert not sparse((-9.0, 5.0), (-8.0, np.nan), (-7.0, 5.0))[15:25].any()


def test_frames_that_are_missing_in_this_room_stay_a_gap() -> None:
    rows = points(np.full(1041, 10.0))
    held = rows[(rows[:, 0] < -6.0) | (rows[:, 0] > -4.0)]
    used: Bools = np.any(line(held, 50 * S, 100, 20, TOP), axis=0)
    assert not used[42:58].any()
