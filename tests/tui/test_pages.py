"""The lines of the stages between sets, and the words of all of them."""

import math
from dataclasses import replace

import pytest

from imu_hinge.core.progression.ticks import SetDone
from imu_hinge.cues.planned import Planned
from imu_hinge.model.events import Rep, RepStatus
from imu_hinge.model.inputs import Placement
from imu_hinge.tui.helping import help_text
from imu_hinge.tui.pages import advice, page
from imu_hinge.tui.states import banner_of, set_number, sets_words
from imu_hinge.view.pains import pain_after
from imu_hinge.view.snapshot import Sensor, Snapshot, Stage
from imu_hinge.view.today import today
from imu_hinge.view.verdicts import Verdict, tally, verdict_of
from imu_hinge.view.words import verdict
from tests.made import S, rep
from tests.tui.looking import look
from tests.tui.made import (
    CLOSE,
    HINTED,
    PAST,
    PLAN_DONE,
    PLANNED,
    PLANNED_READY,
    PLANNED_REST,
    RDL,
    RESTING,
    SET,
    SPLIT,
    STATES,
    STOPPED_NS,
    SUMMARY,
    UNSURE,
    WAITING,
    a_set,
)
from tests.wording import forbidden

EARLIER = (SetDone("split_stance_hinge", "left", 8),)
NOT_JUDGED = {"not_judged": tuple(fault.id for fault in RDL.faults)}
REPS = {
    "good": (rep(1), Verdict.GOOD),
    "close": (rep(1, **CLOSE), Verdict.CLOSE),
    "past": (rep(1, **PAST), Verdict.PAST),
    "unsure": (rep(1, **UNSURE), Verdict.UNSURE),
    "unsure and past": (rep(1, **PAST, status=RepStatus.UNSURE), Verdict.UNSURE),
    "not judged": (rep(1, **NOT_JUDGED), Verdict.UNSURE),
}


@pytest.mark.parametrize(("one", "wanted"), REPS.values(), ids=REPS)
def test_each_repetition_has_one_verdict(one: Rep, wanted: Verdict) -> None:
    assert verdict_of(one, RDL) is wanted


@pytest.mark.parametrize("one", [one for one, _ in REPS.values()], ids=REPS)
def test_the_screen_calls_good_what_the_lines_call_good(one: Rep) -> None:
    assert (verdict_of(one, RDL) is Verdict.GOOD) == (verdict(one, RDL) == "good")


def test_an_exercise_without_faults_is_counted_and_not_judged() -> None:
    assert verdict_of(rep(1), replace(RDL, faults=())) is Verdict.COUNTED


def test_the_verdicts_of_a_set_add_up_to_its_repetitions() -> None:
    one = a_set(1, 8, rep2=CLOSE, rep3=PAST, rep4=PAST, rep5=UNSURE)
    counts = tally(one, RDL)
    assert counts == {Verdict.GOOD: 4, Verdict.CLOSE: 1, Verdict.PAST: 2, Verdict.UNSURE: 1}
    assert counts.total() == one.counted + one.unsure


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "All inside your limits. Same again."),
        ({"rep1": PAST, "rep2": CLOSE}, "Next set: keep the arch."),
        ({"rep1": {"cautions": ("not_tall",)}}, "Next set: stand tall."),
        ({"rep1": UNSURE}, "Some reps could not be judged: data were missing."),
        ({"rep1": {"cautions": ("speed_loss",)}}, "Most often: slowing."),
    ],
)
def test_the_advice_is_one_sentence_about_the_most_frequent_fault(changes: dict[str, object], words: str) -> None:
    assert advice(a_set(1, 4, **changes), SPLIT) == words  # type: ignore[arg-type]


def test_waiting_for_both_sensors() -> None:
    words = [text for line in page(replace(WAITING, sensors={})) for text, _ in line]
    assert "Waiting for both sensors. Switch on, come near; no key is needed." in words
    assert sum("not heard yet" in word for word in words) == 2


def test_both_sensors_are_here() -> None:
    here = {place: Sensor(age_s=0.0) for place in SET.sensors}
    words = [text for line in page(replace(WAITING, sensors=here)) for text, _ in line]
    assert any(word.startswith("Both sensors are here.") for word in words)


def test_a_session_without_sets_says_so() -> None:
    words = [text for line in page(replace(SUMMARY, sets=())) for text, _ in line]
    assert "No sets." in words


def test_a_score_belongs_to_the_set_before_it() -> None:
    scores = ((0, 2), (110 * S, 3), (115 * S, 4), (165 * S, 5))
    assert [pain_after(SUMMARY.sets, scores, position) for position in (0, 1)] == [4, 5]
    assert pain_after(SUMMARY.sets, scores[:1], 0) is None


def test_a_score_that_ends_a_set_belongs_to_it() -> None:
    last = SUMMARY.sets[1]
    ending = ((last.t_start_ns + S, 10),)
    assert [pain_after(SUMMARY.sets, ending, position) for position in (0, 1)] == [None, 10]


def test_sets_are_numbered_as_the_wearer_counts_them() -> None:
    none_yet = replace(SET, stage=Stage.READY, sets=())
    assert set_number(none_yet) == 1
    assert set_number(SET) == 2
    assert set_number(RESTING) == 2
    assert set_number(replace(SET, sets=RESTING.sets)) == 3, "a set has begun that has no repetition yet"


@pytest.mark.parametrize("state", STATES)
def test_the_words_are_plain_and_neutral(state: str) -> None:
    snapshot = STATES[state]
    assert forbidden(look(snapshot, (200, 60)).text) == []
    assert forbidden(help_text(snapshot)) == []


def test_at_rest_it_is_said_what_is_next_and_what_is_missing() -> None:
    words = words_of(PLANNED_REST)
    assert "next: set 3 of 4, 8 reps, right; to do: right 1 set, left 1 set" in words
    assert "left 1 of 2 sets, 8 of 16 reps; right 1 of 2 sets, 8 of 16 reps" in words
    assert "low back peak 23 deg" in words


def test_the_sides_are_said_without_a_plan_too() -> None:
    assert "next: right; left 1 set, 8 reps" in words_of(replace(RESTING, today=today(RESTING.sets, SPLIT)))


def test_after_a_stop_nothing_is_said_of_what_is_planned() -> None:
    assert "next" not in words_of(replace(PLANNED_REST, stopped_ns=STOPPED_NS))


def test_why_a_set_was_slower_is_not_guessed_but_that_it_was_is_said_at_rest() -> None:
    resting = replace(RESTING, exercise=RDL, sets=HINTED.sets, quality=HINTED.quality)
    assert "slowing, last ones: 24 % slower than reps 1 to 4" in words_of(resting)


def test_the_last_page_says_what_came_of_the_plan_and_where_the_wearer_stands() -> None:
    words = words_of(PLAN_DONE)
    assert "plan done: 2 of 2 sets, 16 of 16 reps, 1 unsure" in words
    assert words.endswith("nothing changes by itself.")


@pytest.mark.parametrize(
    ("snapshot", "sets", "words"),
    [
        (PLANNED_READY, None, "set 1/4"),
        (PLANNED_REST, None, "set 2/4"),
        (replace(PLANNED_REST, today=today(RESTING.sets, SPLIT, Planned(PLANNED.aim, EARLIER))), None, "set 3/4"),
        (replace(PLAN_DONE, sets=RESTING.sets * 2), None, "set 4"),
        (SET, 3, "set 2/3"),
        (SET, None, "set 2"),
    ],
)
def test_the_number_of_the_set_is_that_of_the_plan(snapshot: Snapshot, sets: int | None, words: str) -> None:
    assert sets_words(snapshot, sets) == words


def test_ahead_of_a_set_the_plan_stands_below_the_word() -> None:
    assert banner_of(PLANNED_READY).line == "ready for the first repetition; set 1 of 4, 8 reps, left"


def words_of(snapshot: Snapshot) -> str:
    return "\n".join("".join(text for text, _ in line) for line in page(snapshot))


def test_one_sensor_is_enough_to_go_on_and_what_it_leaves_out_is_said() -> None:
    here = replace(WAITING, sensors={Placement.THORACIC: Sensor(age_s=0.0)})
    assert "The thoracic sensor alone counts too" in words_of(here)
    assert "alone" not in words_of(replace(WAITING, sensors={}))


def test_a_sensor_without_a_gyroscope_is_not_said_to_move() -> None:
    still = replace(SET.sensors[Placement.THORACIC], still_dps=math.nan)
    told = words_of(replace(WAITING, stage=Stage.CALIBRATING, sensors={Placement.THORACIC: still}))
    assert "no gyroscope" in told
    assert "nan" not in told
    assert "moving" not in told


def test_the_rest_says_why_the_low_back_was_not_judged() -> None:
    strap = {"status": RepStatus.UNSURE, "lumbar_flexion_peak_deg": None, "reasons": ("thorax_tilt_only",)}
    rest = replace(
        RESTING, sets=(a_set(1, 3, rep1=strap, rep2=strap, rep3=strap),), unjudged="low back not judged: why"
    )
    told = words_of(rest)
    assert "the thoracic sensor has no gyroscope" in told
    assert "low back not judged: why" in told
    assert "data were missing" not in told
