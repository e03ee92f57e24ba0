"""Where things stand in the charts."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.report.charts.places import rows_of
from imu_hinge.report.charts.trend import trend
from imu_hinge.report.curves import band, curve_of, smoothed
from tests.report.made import CONTENTS, TREND, a_set
from tests.report.parsed import parsed


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ([5], [1]),
        ([12] * 6, [6]),
        ([10] * 10, [10]),
        ([10] * 16, [8, 8]),
        ([10] * 21, [7, 7, 7]),
        ([150], [1]),
        ([30, 30, 30, 30], [2, 2]),
    ],
)
def test_sets_share_as_few_rows_as_have_room(counts: list[int], rows: list[int]) -> None:
    found = rows_of([a_set(index, *[{}] * count) for index, count in enumerate(counts, 1)])
    assert [len(row.groups) for row in found] == rows


def test_repetitions_stand_side_by_side_with_a_gap_between_sets() -> None:
    (row,) = rows_of([a_set(1, {}, {}), a_set(2, {}, {}, side="left")])
    first, second = row.groups
    assert [place for place, _ in first.bars] == [0.0, 1.0]
    assert [place for place, _ in second.bars] == pytest.approx([2.9, 3.9])
    assert (first.name, second.name) == ("set 1", "set 2 left")
    assert second.middle == pytest.approx(3.4)


def test_a_smoothed_course_keeps_its_shape() -> None:
    frames = CONTENTS.frames[:141]
    found = np.degrees(smoothed(frames)["lumbar_flexion"])
    assert found[20:-20] == pytest.approx(np.degrees(frames["lumbar_flexion"])[20:-20], abs=0.6)


def test_what_is_not_known_is_not_made_up() -> None:
    frames = CONTENTS.frames[:141].copy()
    frames["valid"][60:80] = False
    values = curve_of(smoothed(frames), CONTENTS.reps[0]).values["lumbar"]
    assert np.isnan(values[45:55]).all() and np.isfinite(values[:35]).all()


def test_the_band_reaches_from_the_smallest_to_the_largest() -> None:
    curves = [curve_of(CONTENTS.frames, rep) for rep in CONTENTS.reps]
    ends = band(curves, "lumbar")
    assert ends is not None
    lower, upper = ends
    assert (lower[50], upper[50]) == (pytest.approx(8.1, abs=0.1), pytest.approx(34.6, abs=0.1))
    assert band(curves[-1:], "lumbar") is None


def test_a_trend_needs_two_sessions() -> None:
    assert trend(TREND[:1]) == ""
    told = parsed(trend(TREND)).one("desc").text
    assert told.startswith("Line chart, oldest first. 5 May 2026: 24°, pain 3; 12 May 2026: 9°.")


def test_of_many_sessions_the_newest_are_drawn() -> None:
    many = [replace(TREND[0], value_deg=float(value)) for value in range(20)]
    told = parsed(trend(tuple(many))).one("desc").text
    assert "8°" in told and " 7°" not in told
