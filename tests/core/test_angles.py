"""Poses in closed form: what the segments' angles are, and when there are none."""

import numpy as np
import pytest

from imu_hinge.core.angles import Angles, angles_of, frames_of
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.model.inputs import Placement
from tests.core.folds import GUIDED, still
from tests.core.motions import Course, hold, pair, without


def posed(thorax: float = 0.0, pelvis: float = 0.0, side: float = 0.0) -> Pair:
    return pair(Course(hold(0.1, thorax, pelvis).rows + np.array([0.0, 0.0, side, 0.0, 0.0])))


def angles(rows: Pair) -> Angles:
    return angles_of(rows, GUIDED, still(rows))


@pytest.mark.parametrize("tilt", [0.0, 45.0, 90.0, 120.0, 135.0, -30.0])
def test_a_tilt_is_exact_also_beyond_the_horizontal(tilt: float) -> None:
    found = angles(posed(thorax=tilt, pelvis=0.5 * tilt))
    assert np.degrees(found.thorax) == pytest.approx(tilt)
    assert np.degrees(found.pelvis) == pytest.approx(0.5 * tilt)
    assert np.degrees(found.lumbar) == pytest.approx(0.5 * tilt)
    assert np.degrees(found.inclination) == pytest.approx(abs(tilt))


def test_leaning_to_the_right_is_lateral_and_no_tilt() -> None:
    found = angles(posed(side=20.0))
    assert np.degrees(found.lateral) == pytest.approx(20.0)
    assert np.degrees(found.thorax) == pytest.approx(0.0)
    assert np.degrees(found.plane) == pytest.approx(90.0)


@pytest.mark.parametrize(("tilt", "plane"), [(40.0, 0.0), (-25.0, 180.0)])
def test_the_plane_says_forward_and_backward(tilt: float, plane: float) -> None:
    assert np.abs(np.degrees(angles(posed(thorax=tilt)).plane)) == pytest.approx(plane)


@pytest.mark.parametrize("side", [60.0, -60.0])
def test_a_roll_of_60_deg_still_has_a_tilt(side: float) -> None:
    assert np.degrees(angles(posed(side=side)).thorax) == pytest.approx(0.0)


@pytest.mark.parametrize("side", [75.0, 90.0, -90.0])
def test_lying_on_the_side_has_no_tilt_and_is_not_valid(side: float) -> None:
    rows = posed(side=side)
    assert np.isnan(angles(rows).thorax).all()
    assert not angles(rows).valid_thorax.any()
    assert angles(rows).valid_pelvis.all()
    assert not frames_of(rows, GUIDED, still(rows))["valid"].any()


def test_frames_hold_both_tilts_and_their_difference() -> None:
    rows = posed(thorax=60.0, pelvis=45.0)
    frames = frames_of(rows, GUIDED, still(rows))
    assert np.degrees(frames["lumbar_flexion"]) == pytest.approx(15.0)
    assert frames["valid"].all()


@pytest.mark.parametrize("placement", list(Placement))
def test_a_segment_that_moved_is_not_judged(placement: Placement) -> None:
    rows = posed()
    moved = still(rows) | {placement: np.ones(len(rows), dtype=bool)}
    found = angles_of(rows, GUIDED, moved)
    assert found.valid_pelvis.any() != found.valid_thorax.any()
    assert not frames_of(rows, GUIDED, moved)["valid"].any()


@pytest.mark.parametrize("placement", list(Placement))
def test_a_silent_sensor_gives_no_number(placement: Placement) -> None:
    rows = without(posed(thorax=30.0), placement)
    frames = frames_of(rows, GUIDED, still(rows))
    assert np.isnan(frames["lumbar_flexion"]).all()
    assert not frames["valid"].any()


def test_nothing_is_known_without_calibration() -> None:
    rows = posed()
    frames = frames_of(rows, UNCALIBRATED, still(rows))
    assert np.isnan(frames["pelvis_tilt"]).all()
    assert not frames["valid"].any()
