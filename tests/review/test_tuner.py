"""What another limit would have made of it."""

from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise, load_fault
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Rep
from imu_hinge.review.beside import Here
from imu_hinge.review.exact import Exact, limited
from imu_hinge.review.opening import open_book
from imu_hinge.review.tuner import Past, Setting, Tally, cues, judged, setting, tally, tunable
from tests.made import rep
from tests.review.made import GUIDED, RDL, ROUNDING, ROW, Given, a_set, book, path_of, through_of

LUMBAR, SHARE = load_fault("lumbar_flexion"), load_fault("low_hinge_share")


def past(*reps: Rep) -> Past:
    return Past([a_set(1, *reps)], RDL, [GUIDED])


def peaks(*values: float) -> Past:
    return past(*(rep(n, lumbar_flexion_peak_deg=value) for n, value in enumerate(values, 1)))


def counted(of: Past, now: Setting) -> Tally | None:
    return tally(judged(of, now.fault.id), now)


def test_the_limits_in_force_are_those_of_the_wearer() -> None:
    assert setting(LUMBAR, GUIDED) == Setting(LUMBAR, 22.5, 30.0)
    assert setting(LUMBAR, None) == Setting(LUMBAR, 23.0, 31.0)
    assert setting(SHARE, GUIDED) == Setting(SHARE, 0.65, 0.55)


def test_the_margin_of_an_automatic_calibration_is_no_part_of_a_limit_and_still_holds() -> None:
    automatic = replace(GUIDED, status="automatic", own_max_lumbar_deg=None)
    was = setting(LUMBAR, automatic)
    assert (was.caution, was.limit) == (23.0, 31.0)
    of = Past([a_set(1, rep(1, lumbar_flexion_peak_deg=34.0))], RDL, [automatic])
    assert counted(of, was) == Tally(1, 0, 0)
    assert counted(of, was.moved(0, -4)) == Tally(1, 0, 1)


def test_repetitions_past_another_limit_are_counted_at_once() -> None:
    of = peaks(12.0, 29.0, 31.0, 33.0, 40.0)
    was = setting(LUMBAR, GUIDED)
    assert counted(of, was.moved(0, 2)) == Tally(5, 3, 2)
    assert counted(of, was.moved(0, -2)) == Tally(5, 3, 4)


def test_a_share_is_past_its_limit_below_it_and_only_in_deep_repetitions() -> None:
    deep, shallow = rep(1, hinge_share=0.6), rep(2, hinge_share=0.4, thorax_rom_deg=20.0)
    was = setting(SHARE, GUIDED)
    assert counted(past(deep, shallow), was.moved(0, 7)) == Tally(1, 0, 1)


def test_what_was_not_judged_is_not_counted() -> None:
    unknown = rep(2, lumbar_flexion_peak_deg=None), rep(3, lumbar_flexion_peak_deg=44.0, not_judged=("lumbar_flexion",))
    assert counted(past(rep(1), *unknown), setting(LUMBAR, GUIDED)) == Tally(1, 0, 0)


def test_an_early_limit_never_passes_the_limit() -> None:
    was = setting(LUMBAR, GUIDED)
    assert was.moved(7, 0).caution == 29.5
    assert was.moved(8, 0) == was
    assert setting(SHARE, GUIDED).moved(0, 5).limit == 0.6
    assert setting(SHARE, GUIDED).moved(0, 10) == setting(SHARE, GUIDED)


def test_what_is_not_kept_of_a_repetition_cannot_be_counted() -> None:
    arch = load_fault("arch_lost")
    assert counted(peaks(40.0), setting(arch, GUIDED)) is None
    assert judged(Past([a_set(1, rep(1))], load_exercise("forward_bend"), []), "arch_lost") == []


def test_every_fault_that_a_plan_does_not_need_can_be_tuned() -> None:
    assert {fault.id for fault in RDL.faults} - {fault.id for fault in tunable(RDL)} == {"tempo"}
    assert [fault.id for fault in tunable(RDL)][:3] == ["lumbar_flexion", "low_hinge_share", "incomplete_lockout"]


def test_the_exact_answer_is_that_of_the_fold() -> None:
    """The rounded repetitions reach 44 deg; the limit of this wearer is 37 deg."""
    one = open_book(path_of(ROUNDING))
    was = setting(LUMBAR, one.calibrated(one.duration_ns))
    said = cues(one.raised, "lumbar_flexion")
    exact = Exact(one, was.moved(0, 20), Here)
    assert exact.look()
    assert said > 0
    assert exact.words == f"would have cued 0 times instead of {said}"
    assert limited(one, was.moved(0, 20)).faults[0].fault != one.exercise.faults[0].fault


def test_an_unchanged_limit_gives_the_same_cues() -> None:
    one = open_book(path_of(ROUNDING))
    was = setting(LUMBAR, one.calibrated(one.duration_ns))
    exact = Exact(one, was, lambda *_: Given([through_of(ROUNDING)]))
    assert exact.words == "going through the session again: 0 %"
    exact.look()
    said = cues(one.raised, "lumbar_flexion")
    assert exact.words == f"would have cued {said} times instead of {said}"


def test_what_is_only_shown_is_never_cued() -> None:
    one = open_book(path_of(ROW))
    exact = Exact(one, setting(load_fault("shallow"), None), lambda *_: Given([through_of(ROW)]))
    exact.look()
    assert exact.words == "this one is shown only, never cued"


def test_without_a_recording_there_is_no_exact_answer() -> None:
    with pytest.raises(UsageError, match="no recording of this session"):
        Exact(book(), setting(LUMBAR, GUIDED), lambda *_: Given([]))
