"""What is captured, by itself."""

from math import isclose

import pytest

from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import REMEDIES, AssessmentSettings
from imu_hinge.core.mount import Calibration
from imu_hinge.model.events import AssessmentStep, Captured, CaptureRefused
from tests.core.assess.moving import ENDS, START, VALUES, S, at, one, path, there, told, word
from tests.core.folds import GUIDED
from tests.core.motions import Course, pair, without


@pytest.mark.parametrize("test", [row.id for row in rows()])
def test_an_end_range_held_is_captured_with_its_sign(test: str) -> None:
    said = told(there(ENDS[test]), settings=one(test))
    assert said.reasons == []
    (captured,) = said.of(Captured)
    assert abs(captured.value_deg - VALUES[test]) < 0.4
    assert isclose(captured.lumbar_deg or 0.0, (captured.thorax_deg or 0.0) - (captured.pelvis_deg or 0.0), abs_tol=0.1)
    assert said.steps == [(test, "stand", 1), (test, "move", 1), (test, "back", 1), ("", "done", 0)]


def test_left_is_negative_and_right_positive() -> None:
    laterals = [told(there(ENDS[f"side_bend_{side}"]), settings=one(f"side_bend_{side}")) for side in ("left", "right")]
    left, right = (said.of(Captured)[0].lateral_deg or 0.0 for said in laterals)
    assert abs(left + 30) < 0.4 and abs(right - 28) < 0.4


def test_the_change_from_the_stand_right_before_counts() -> None:
    assert abs(told(there(ENDS["flexion"]).leaning(4.0, 3.0), settings=one("flexion")).values[0] - 52) < 0.4


def test_the_hinge_share_belongs_to_bends_forward() -> None:
    share = {test: told(there(ENDS[test]), settings=one(test)).of(Captured)[0].hinge_share for test in ENDS}
    assert share["hinge_own"] == pytest.approx(0.6, abs=0.01) and share["hinge_cued"] == pytest.approx(5 / 6, abs=0.01)
    assert share["flexion"] == pytest.approx(58 / 110, abs=0.01)
    assert {test for test, value in share.items() if value is None} == {
        "extension", "pelvic_tilt_forward", "pelvic_tilt_back", "side_bend_left", "side_bend_right",
    }  # fmt: skip


def test_the_times_are_those_of_the_movement() -> None:
    (captured,) = told(there(ENDS["flexion"]), settings=one("flexion")).of(Captured)
    assert 3.0 < captured.t_start_ns / S < 3.6
    assert abs(captured.t_peak_ns / S - (3 + 1.5 - 0.2 + 1.0)) < 0.1, "0.2 s before the end 4 deg are left to go"
    assert 8.0 < captured.t_end_ns / S < captured.t_ns / S < 9.2


def test_a_stand_with_gaps_is_no_start() -> None:
    rows = pair(there(ENDS["flexion"]))
    rows.thoracic.valid[:150:5] = False
    assert told(rows, settings=one("flexion")).of(Captured) == []


def test_the_deepest_hold_counts() -> None:
    two = path(START, at(60, 40, seconds=2.4), at(110, 58, seconds=2.6), at(seconds=3))
    assert abs(told(two, settings=one("flexion")).values[0] - 52) < 0.4


def test_repeats_are_counted_and_the_tests_come_in_order() -> None:
    course = path(START, *(pose for test in ("flexion", "flexion", "extension") for pose in (ENDS[test], START)))
    settings = AssessmentSettings(("extension", "flexion"), repeats=2, ready_s=0.0)
    said = told(course, settings=settings)
    assert [(e.test, e.capture) for e in said.of(Captured)] == [("flexion", 1), ("flexion", 2), ("extension", 1)]
    assert said.of(AssessmentStep)[-1].test == "extension" and said.of(AssessmentStep)[-1].of == 2


def test_nothing_is_awaited_while_the_sentence_is_spoken() -> None:
    said = told(path(at(seconds=8), ENDS["flexion"], START), settings=one("flexion", ready_s=5.0))
    move = next(event for event in said.of(AssessmentStep) if event.stage == "move")
    assert 5.0 <= move.t_ns / S < 5.1
    assert len(said.values) == 1


def test_nothing_begins_before_it_is_asked_for() -> None:
    said = told(there(ENDS["flexion"]), word(20, "assess"), settings=one("flexion"))
    assert said.of(Captured) == []


def test_where_the_assessment_stands_can_be_asked() -> None:
    course = there(ENDS["flexion"])
    seen = []
    for stop_s in (1.0, 4.0, 5.0, 6.9):
        now = told(Course(course.rows[: round(stop_s * 50)]), settings=one("flexion")).stage.now
        seen.append((now.part, None if now.value_deg is None else round(now.value_deg / 26)))
    assert [part for part, _ in seen] == ["stand", "move", "hold", "back"]
    assert [value for _, value in seen] == [0, 1, 2, 2]
    done = told(course, settings=one("flexion")).stage.now
    assert (done.part, done.test) == ("done", "")


def test_without_the_pelvis_the_tests_of_the_thorax_remain() -> None:
    course = pair(path(START, ENDS["side_bend_left"], START, ENDS["side_bend_right"], START))
    thorax = Calibration("guided", 1.0, ("no_pelvis",), None, GUIDED.thoracic, True, None, None)
    settings = AssessmentSettings(repeats=1, ready_s=0.0)
    said = told(without(course, "sacrum"), settings=settings, calibration=thorax)
    refused = said.of(CaptureRefused)
    assert {event.reason for event in refused} == {"no_pelvis"} and len(refused) == 6
    assert [(round(e.value_deg), e.pelvis_deg, e.lumbar_deg) for e in said.of(Captured)] == [
        (30, None, None),
        (28, None, None),
    ]


def test_a_calibration_is_waited_for() -> None:
    said = told(Course(there(ENDS["flexion"]).rows), settings=one("flexion"))
    assert "not_calibrated" not in said.reasons and set(REMEDIES) >= set(said.reasons)
