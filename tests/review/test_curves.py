"""A repetition over 0 to 100 % of its time."""

import numpy as np
import pytest

from imu_hinge.review.curves import KINDS, POINTS, Curve, curve, middle
from tests.made import rep
from tests.review.made import ROUNDING, frames, reviewed

GRID_S = np.arange(8.0, 10.02, 0.02)


def test_the_ends_and_the_bottom_stand_where_they_are() -> None:
    course = 30.0 * np.sin(np.pi * (GRID_S - 8.0) / 2.0)
    made = curve(frames(GRID_S, lumbar_deg=course), rep(1))
    lumbar = made.values["lumbar"]
    assert len(lumbar) == POINTS
    assert lumbar[[0, 50, 100]] == pytest.approx([0.0, 30.0, 0.0], abs=1e-6)
    assert made.bottom_pct == 50.0


def test_a_hole_stays_a_hole() -> None:
    kept = (GRID_S < 8.8) | (GRID_S > 9.2)
    lumbar = curve(frames(GRID_S[kept]), rep(1)).values["lumbar"]
    assert np.isnan(lumbar[42:58]).all()
    assert np.isfinite(lumbar[:39]).all() and np.isfinite(lumbar[62:]).all()


def test_what_is_not_judged_is_not_drawn_but_the_pelvis_is() -> None:
    rows = frames(GRID_S)
    rows["valid"] = GRID_S < 9.0
    made = curve(rows, rep(1))
    assert np.isnan(made.values["lumbar"][51:]).all() and np.isfinite(made.values["lumbar"][:49]).all()
    assert np.isfinite(made.values["pelvis"]).all()


def test_a_share_of_next_to_nothing_is_not_told() -> None:
    share = curve(frames(GRID_S, pelvis_deg=np.linspace(0, 20, len(GRID_S))), rep(1)).values["share"]
    assert np.isnan(share[:39]).all()
    assert share[100] == pytest.approx(0.5)


def test_outside_of_the_angles_nothing_is_known() -> None:
    assert not curve(frames([]), rep(1)).known
    assert np.isnan(curve(frames(GRID_S[:40]), rep(1)).values["lumbar"][60:]).all()


def test_the_middle_of_several_leaves_out_what_is_not_known() -> None:
    low, high, none = (Curve({name: np.full(POINTS, value) for name in KINDS}, 50.0) for value in (1.0, 3.0, np.nan))
    assert middle([low, high, none]).values["lumbar"][0] == 2.0
    assert np.isnan(middle([none, none]).values["lumbar"]).all()


def test_the_peak_of_a_curve_is_that_of_the_table() -> None:
    one = reviewed(ROUNDING)
    for line in one.book.lines:
        peak = line.rep.lumbar_flexion_peak_deg
        assert peak is not None
        assert np.nanmax(one.curve(line.rep).values["lumbar"]) == pytest.approx(peak, abs=2.5)
