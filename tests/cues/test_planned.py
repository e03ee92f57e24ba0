"""The plan as a word in a session, ticked off as its sets end, and heard."""

import pytest

from imu_hinge.core.progression.ticks import Aim, SetDone
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.planned import PLAN, Planned, Ticking, plan_argument, planned_of
from imu_hinge.model.inputs import Command
from tests.cues.scenes import Heard, Moment, at, done, ended, hear, started, word

PLANNED = Planned(Aim("band_rdl", 2, 3), (SetDone("band_rdl", "left", 2), SetDone("band_rdl", None, 8)))
TOLD = word(0.1, PLAN, plan_argument(Planned(Aim("band_rdl", 2, 3))))


def test_what_is_said_is_what_is_read() -> None:
    assert planned_of(Command(0, PLAN, plan_argument(PLANNED))) == PLANNED


@pytest.mark.parametrize(
    "argument",
    [
        "",
        "[]",
        "{",
        '{"exercise": "band_rdl", "sets": 0, "reps": 8, "earlier": []}',
        '{"exercise": "band_rdl", "sets": true, "reps": 8, "earlier": []}',
        '{"exercise": "band_rdl", "sets": 2, "reps": 8, "earlier": [["left", "8"]]}',
        '{"exercise": "band_rdl", "sets": 2, "reps": 8, "earlier": [1]}',
        '{"exercise": "band_rdl", "sets": 2, "reps": 8}',
    ],
)
def test_what_nobody_can_read_is_no_plan(argument: str) -> None:
    assert planned_of(Command(0, PLAN, argument)) is None
    assert planned_of(Command(0, "note", plan_argument(PLANNED))) is None


def a_set(start_s: float, index: int, reps: int = 3) -> list[Moment]:
    made = [at(start_s + n, done(start_s + n, n, set_index=index)) for n in range(1, reps + 1)]
    return [at(start_s, started(start_s, index)), *made, at(start_s + 9, ended(start_s + 9, reps, index=index))]


def test_it_is_done_when_its_last_set_is_over() -> None:
    ticking, states = Ticking(), list[bool]()
    for item, step in (TOLD, *a_set(10, 1), *a_set(30, 2)):
        ticking.step(item, step)
        states.append(ticking.done)
    assert states == [*[False] * 10, True]
    assert ticking.target == 3


def test_until_a_plan_is_told_the_target_is_what_was_asked_for() -> None:
    ticking = Ticking(8)
    assert (ticking.target, ticking.done) == (8, False)


def heard(*moments: Moment) -> Heard:
    return hear(moments)


def test_the_plan_is_said_to_be_done_once_and_the_session_goes_on() -> None:
    said = heard(TOLD, *a_set(10, 1), *a_set(30, 2), *a_set(50, 3))
    assert said.words(Sort.REST) == ["rest, three", "rest, three. plan done", "rest, three"]


def test_the_repetition_before_the_last_planned_one_is_told() -> None:
    assert heard(TOLD, *a_set(10, 1)).words(Sort.LAST_REP) == ["last one"]
    assert heard(*a_set(10, 1)).words(Sort.LAST_REP) == []
