"""Commands in the course of an assessment."""

from imu_hinge.core.assess import ASSESS_COMMANDS
from imu_hinge.core.assess.stage import Learned
from imu_hinge.core.mount import Calibration
from imu_hinge.model.events import Captured, CaptureDropped, CaptureRefused, SensorWarning
from imu_hinge.model.inputs import COMMANDS, Placement
from tests.core.assess.moving import ENDS, START, S, Told, at, one, path, there, told, word
from tests.core.folds import GUIDED
from tests.wording import forbidden

FLEXION = ENDS["flexion"]
THREE = path(START, FLEXION, START, FLEXION, START, FLEXION, START)
"""Movements begin at 3, 11.6 and 20.2 s and are back at 8.6, 17.2 and 25.8 s."""


def flexions(*said: object, repeats: int = 3, calibration: Calibration = GUIDED) -> Told:
    return told(THREE, *said, settings=one("flexion", repeats), calibration=calibration)  # type: ignore[arg-type]


def test_again_takes_the_last_capture_back() -> None:
    said = flexions(word(0, "assess"), word(10, "again"), repeats=2)
    assert [(e.test, e.capture) for e in said.of(CaptureDropped)] == [("flexion", 1)]
    assert [e.capture for e in said.of(Captured)] == [1, 1, 2]


def test_again_opens_the_last_test_when_all_are_over() -> None:
    said = flexions(word(0, "assess"), word(18.2, "again"), repeats=2)
    assert [e.capture for e in said.of(Captured)] == [1, 2, 2]
    assert [step for step in said.steps if step[1] in ("done", "stand")] == [
        ("flexion", "stand", 1), ("flexion", "stand", 2), ("", "done", 0), ("flexion", "stand", 2), ("", "done", 0),
    ]  # fmt: skip


def test_again_without_a_capture_changes_nothing() -> None:
    assert flexions(word(0, "assess"), word(2, "again")).of(CaptureDropped) == []


def test_next_leaves_out_the_rest_of_a_test() -> None:
    said = flexions(word(0, "assess"), word(10, "next"))
    assert len(said.of(Captured)) == 1 and said.reasons == ["left_out"]
    assert said.stage.now.part == "done"


def test_again_after_next_opens_the_test_it_left() -> None:
    said = flexions(word(0, "assess"), word(9.5, "next"), word(10, "again"), repeats=2)
    assert [e.capture for e in said.of(Captured)] == [1, 1, 2]


def test_a_second_assess_changes_nothing() -> None:
    assert flexions(word(0, "assess"), word(6, "assess"), word(11, "assess")).values == flexions().values


def test_pain_is_kept_with_the_movement_under_way() -> None:
    said = flexions(word(0, "assess"), word(6, "pain", "3"), repeats=2)
    assert [(e.capture, e.pain) for e in said.of(Captured)] == [(1, 3), (2, None)]


def test_a_pain_for_which_one_stopped_is_kept_with_its_test() -> None:
    said = told(path(START, FLEXION), word(0, "assess"), word(4.2, "pain", "7"), settings=one("flexion"))
    assert [(e.test, e.reason, e.pain) for e in said.of(CaptureRefused)] == [("flexion", "left_out", 7)]


def test_pain_in_the_second_movement_is_not_that_of_the_first() -> None:
    said = flexions(word(0, "assess"), word(14.5, "pain", "3"), repeats=2)
    assert [(e.capture, e.pain) for e in said.of(Captured)] == [(1, None), (2, 3)]


def test_pain_between_two_movements_belongs_to_the_last_capture_which_is_said_again() -> None:
    said = flexions(word(0, "assess"), word(10, "pain", "5"), repeats=2)
    assert [(e.capture, e.pain) for e in said.of(Captured)] == [(1, None), (1, 5), (2, None)]


def test_pain_before_the_first_movement_is_kept_with_it() -> None:
    said = flexions(word(0, "assess"), word(2, "pain", "2"), repeats=1)
    assert [e.pain for e in said.of(Captured)] == [2]


def test_pain_of_a_movement_that_is_refused_is_kept_too() -> None:
    course = path(START, at(110, 58, seconds=0.2), START)
    said = told(course, word(0, "assess"), word(4.5, "pain", "7"), settings=one("flexion"))
    assert [(e.reason, e.pain) for e in said.of(CaptureRefused)] == [("no_hold", 7)]


def test_a_score_that_is_none_is_not_taken() -> None:
    said = flexions(word(0, "assess"), word(6, "pain", "eleven"), word(6.1, "pain", "11"), repeats=1)
    assert [e.pain for e in said.of(Captured)] == [None]


def test_without_a_calibration_the_tests_wait_for_it() -> None:
    said = told(THREE, word(-1, "calibrate"), word(1, "assess"), Learned(10 * S, GUIDED), settings=one("flexion", 2))
    assert said.reasons == []  # calibrated at the beginning, before the words
    late = told(THREE, word(0.1, "calibrate"), word(1, "assess"), Learned(10 * S, GUIDED), settings=one("flexion", 2))
    assert late.reasons == ["not_calibrated"] and [e.test for e in late.of(CaptureRefused)] == [""]
    assert [round(e.t_start_ns / S) for e in late.of(Captured)] == [12, 20]


def test_calibrating_again_goes_on_at_the_same_test() -> None:
    said = flexions(word(0, "assess"), word(9.5, "calibrate"), Learned(10 * S, GUIDED), repeats=2)
    assert [e.capture for e in said.of(Captured)] == [1, 2]


def test_a_sensor_that_was_handled_between_movements_is_calibrated_again() -> None:
    moved = SensorWarning(t_ns=10 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
    said = flexions(word(0, "assess"), moved)
    assert said.reasons == ["sensor_slipped"] and len(said.of(Captured)) == 1
    assert said.of(SensorWarning) == []


def test_what_a_check_thinks_of_a_movement_to_an_end_range_is_of_no_account() -> None:
    moved = SensorWarning(t_ns=6 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
    said = flexions(word(0, "assess"), moved)
    assert said.reasons == [] and len(said.of(Captured)) == 3


def test_before_the_tests_warnings_are_passed_on() -> None:
    moved = SensorWarning(t_ns=2 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
    assert told(there(FLEXION), moved, settings=one("flexion")).events == [moved]


def test_the_words_are_those_of_the_program() -> None:
    assert set(ASSESS_COMMANDS) < set(COMMANDS)
    assert forbidden(" ".join(ASSESS_COMMANDS.values())) == []
