"""Hints, sides and the plan as lines for whoever reads lines: said once when they change."""

import json
from dataclasses import replace
from typing import Any

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim
from imu_hinge.core.steps import no_step
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.view.told_today import TodayTeller, Told
from tests.cues.scenes import Moment, at, done, ended, started, word

SLOW: dict[str, Any] = {"concentric_peak_dps": 60.0, "cautions": ("speed_loss",)}
PLAN_WORD = word(0.5, PLAN, plan_argument(Planned(Aim("band_rdl", 1, 8))))


def told(*moments: Moment, exercise: str = "band_rdl") -> list[Told]:
    teller = TodayTeller(load_exercise(exercise))
    return [one for item, step in moments for one in teller.step(item, step)]


def slowing(start_s: float = 10.0, set_index: int = 1) -> list[Moment]:
    """Four repetitions, then four slower ones."""
    moments = [at(start_s, started(start_s, set_index))]
    for number in range(1, 9):
        changes: dict[str, Any] = SLOW if number > 4 else {}
        rep = done(start_s + 4 * number, number, set_index=set_index, **changes)
        moments.append(at(start_s + 4 * number, rep))
    return [*moments, at(start_s + 45, ended(start_s + 45, 8, index=set_index))]


def test_a_hint_is_told_once_in_a_set_with_the_numbers_behind_it() -> None:
    (hint,) = told(*slowing())
    assert hint.words == "hint  slowing, last ones: 25 % slower than reps 1 to 4"
    assert hint.t_ns == 34 * 10**9
    assert (hint.type, hint.fields["fault"], hint.fields["rep_index"]) == ("SetHint", "speed_loss", 6)
    assert hint.fields["based_on"] == (1, 2, 3, 4)
    assert json.loads(json.dumps(hint.fields))["speed_loss"] == 0.25


def test_in_the_next_set_it_may_be_told_again() -> None:
    assert [one.type for one in told(*slowing(), *slowing(100.0, 2))] == ["SetHint", "SetHint"]


def test_the_plan_is_told_when_it_is_known_and_after_each_set() -> None:
    words = [one.words for one in told(PLAN_WORD, *slowing()) if one.type == "Today"]
    assert words == ["today  set 1 of 1, 8 reps", "today  plan done: 1 of 1 set, 8 of 8 reps"]


def test_sides_are_told_without_a_plan_too() -> None:
    moments = [at(10, started(10)), at(14, done(14, 1, side="left")), at(30, replace(ended(30, 1), side="left"))]
    (one,) = told(*moments, exercise="split_stance_hinge")
    assert one.words.startswith("today  next: ")
    assert {side["side"] for side in one.fields["sides"]} == {"left", "right"}


def test_of_a_file_that_names_no_side_none_is_told_as_next() -> None:
    moments = [at(10, started(10)), at(14, done(14, 1)), at(30, ended(30, 1))]
    assert told(*moments, exercise="split_stance_hinge") == []


def test_without_plan_sides_and_reason_nothing_is_told() -> None:
    assert told(at(1, started(1)), at(9, done(9, 1)), at(30, ended(30, 1))) == []
    assert TodayTeller(load_exercise("band_rdl")).step(word(0, "note", "hot")[0], no_step()) == []
