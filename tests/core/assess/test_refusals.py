"""Why a movement is not measured: a case just over each limit, and one just under."""

from dataclasses import replace

import pytest

from imu_hinge.core.assess import REMEDIES
from imu_hinge.core.motion import Pair
from imu_hinge.model.events import AssessmentStep, Captured, CaptureRefused
from tests.core.assess.moving import ENDS, START, S, at, one, path, there, told
from tests.core.motions import Course, pair, without
from tests.wording import forbidden

END = ENDS["flexion"]


def flexion(course: Course | Pair) -> tuple[int, list[str]]:
    said = told(course, settings=one("flexion"))
    return len(said.of(Captured)), said.reasons


@pytest.mark.parametrize(("thorax", "pelvis", "reasons"), [(40, 29, ["too_small"]), (40, 27, [])])
def test_too_small(thorax: float, pelvis: float, reasons: list[str]) -> None:
    assert flexion(there(at(thorax, pelvis, seconds=2.6)))[1] == reasons


def test_what_hardly_moved_is_not_told() -> None:
    assert flexion(there(at(6, 0.3, seconds=2.0))) == (0, [])


@pytest.mark.parametrize(("test", "end"), [
    ("flexion", at(-25, -8, seconds=2.6)),
    ("extension", at(60, 30, seconds=2.6)),
    ("pelvic_tilt_forward", at(0, -9, seconds=2.6)),
    ("pelvic_tilt_back", at(0, 9, seconds=2.6)),
    ("hinge_cued", at(-20, -8, seconds=2.6)),
    ("side_bend_left", at(0, 0, 25, seconds=2.6)),
    ("side_bend_right", at(0, 0, -25, seconds=2.6)),
])  # fmt: skip
def test_other_direction(test: str, end: Course) -> None:
    assert told(there(end), settings=one(test)).reasons == ["other_direction"]


@pytest.mark.parametrize(("lean", "reasons"), [(18, ["out_of_plane"]), (12, [])])
def test_out_of_plane(lean: float, reasons: list[str]) -> None:
    assert told(there(at(-30, -8, lean, seconds=2.6)), settings=one("extension")).reasons == reasons


@pytest.mark.parametrize(("forward", "reasons"), [(22, ["out_of_plane"]), (14, [])])
def test_a_side_bend_that_goes_forward(forward: float, reasons: list[str]) -> None:
    assert told(there(at(forward, 8, -28, seconds=2.6)), settings=one("side_bend_left")).reasons == reasons


@pytest.mark.parametrize(("thorax", "reasons"), [(14, ["trunk_moved"]), (10, [])])
def test_the_trunk_came_along(thorax: float, reasons: list[str]) -> None:
    assert told(there(at(thorax, 10, seconds=2.6)), settings=one("pelvic_tilt_forward")).reasons == reasons


@pytest.mark.parametrize(("hold_s", "reasons"), [(1.0, ["no_hold"]), (2.3, [])])
def test_no_hold(hold_s: float, reasons: list[str]) -> None:
    assert flexion(there(at(110, 58, seconds=hold_s)))[1] == reasons


def test_a_hold_half_way_is_none() -> None:
    assert flexion(path(START, at(60, 35, seconds=2.6), at(110, 58, seconds=0.2), START))[1] == ["no_hold"]


@pytest.mark.parametrize(("depth", "reasons"), [(88, ["bounced"]), (104, [])])
def test_two_peaks(depth: float, reasons: list[str]) -> None:
    end, up = at(110, 58, seconds=0.3), at(depth, 58 * depth / 110, seconds=0.1)
    assert flexion(path(START, end, up, END, START, seconds=1.2))[1] == reasons


def test_a_small_swing_the_other_way_before_it_is_no_peak() -> None:
    assert flexion(path(START, at(-9, -2, seconds=0.2), END, START))[1] == []


def test_not_back() -> None:
    stays = path(START, END, at(40, 20, seconds=6), START)
    said = told(stays, settings=one("flexion"))
    assert said.reasons == ["not_back"] and said.of(Captured) == []


@pytest.mark.parametrize(("residual", "reasons"), [(9, ["not_back"]), (4, [])])
def test_nearly_back(residual: float, reasons: list[str]) -> None:
    assert flexion(path(START, END, at(residual, residual / 2, seconds=4)))[1] == reasons


def test_moved_at_the_start() -> None:
    early = path(START, END, at(seconds=0.5), END, at(seconds=3))
    said = told(early, settings=one("flexion", repeats=2))
    assert len(said.of(Captured)) == 1 and said.reasons == ["moved_at_start"]


def test_the_stand_is_another_one_than_calibrated() -> None:
    slouched = at(20, 15, seconds=8)
    assert flexion(slouched)[1] == ["not_as_calibrated"]


def test_data_are_missing() -> None:
    course = pair(there(END))
    rows = slice(300, 330)
    assert flexion(without(course, "sacrum", rows))[1] == ["sensor_gap"]
    assert flexion(without(course, "thoracic", rows))[1] == ["sensor_gap"]
    assert flexion(unreal(course, 10)) == (1, [])
    assert flexion(unreal(course, 30))[1] == ["sensor_gap"]


def unreal(course: Pair, n: int) -> Pair:
    """n rows that were filled in."""
    valid = course.sacrum.valid.copy()
    valid[280 : 280 + n] = False
    return replace(course, sacrum=replace(course.sacrum, valid=valid))


@pytest.mark.parametrize(("slip", "reasons"), [(15.0, ["sensor_slipped"]), (-15.0, ["sensor_slipped"]), (4.0, [])])
def test_a_sensor_slips_in_the_movement(slip: float, reasons: list[str]) -> None:
    course = path(START, END, at(seconds=5))
    course.rows[320:, 1] += slip
    assert flexion(course)[1] == reasons


def test_standing_with_a_slipped_sensor_is_no_hold() -> None:
    course = path(START, at(-20, -8, seconds=2.6), at(seconds=5))
    course.rows[350:, 1] += 25
    assert told(course, settings=one("extension")).reasons == ["sensor_slipped"]


def test_after_a_slip_a_calibration_is_waited_for() -> None:
    course = path(START, END, at(seconds=5))
    course.rows[320:, 1] += 15
    said = told(course + there(END), settings=one("flexion"))
    assert said.of(Captured) == []
    assert said.of(AssessmentStep)[-1].t_ns < said.of(CaptureRefused)[0].t_ns


def test_a_sensor_that_sits_otherwise_than_calibrated() -> None:
    said = told(at(0, 15, seconds=8), settings=one("flexion"))
    assert said.reasons == ["sensor_slipped"]
    assert 4 < said.of(CaptureRefused)[0].t_ns / S < 5


def test_a_refused_movement_is_asked_for_again() -> None:
    said = told(path(START, at(110, 58, seconds=0.2), START, END, START), settings=one("flexion"))
    assert said.reasons == ["no_hold"] and len(said.values) == 1
    assert [stage for _, stage, _ in said.steps] == ["stand", "move", "stand", "move", "back", "done"]


def test_the_remedies_are_plain_words() -> None:
    assert [text for text in REMEDIES.values() if forbidden(text)] == []
