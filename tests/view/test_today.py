"""What of the plan is done, and left against right."""

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim, SetDone
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.planned import Planned
from imu_hinge.view.today import Today, end_words, next_side, plan_words, rest_words, sides_words, today
from tests.tui.made import UNSURE, a_set
from tests.wording import forbidden

SPLIT, RDL = load_exercise("split_stance_hinge"), load_exercise("band_rdl")
RDL_PLAN, SPLIT_PLAN = Planned(Aim("band_rdl", 3, 8)), Planned(Aim("split_stance_hinge", 4, 8))


def sided(*sides: str, reps: int = 8) -> list[SetSummary]:
    return [a_set(index, reps, side=side) for index, side in enumerate(sides, 1)]


def test_without_plan_and_sides_there_is_nothing_to_show() -> None:
    nothing = today([a_set(1, 8)], RDL)
    assert nothing == Today()
    assert (plan_words(nothing), rest_words(nothing), end_words(nothing)) == ("", (), ())


def test_a_plan_is_ticked_off_set_by_set() -> None:
    sets = [a_set(index, 8) for index in (1, 2, 3)]
    assert [plan_words(today(sets[:n], RDL, RDL_PLAN)) for n in range(4)] == [
        "set 1 of 3, 8 reps",
        "set 2 of 3, 8 reps",
        "set 3 of 3, 8 reps",
        "plan done: 3 of 3 sets, 24 of 24 reps",
    ]
    assert rest_words(today(sets[:1], RDL, RDL_PLAN)) == ("next: set 2 of 3, 8 reps; done: 1 of 3 sets, 8 of 24 reps",)


def test_a_set_counts_once_it_is_over_and_unsure_repetitions_are_told() -> None:
    open_set, half_seen = a_set(1, 8, ended=False), a_set(1, 8, rep2=UNSURE, rep5=UNSURE)
    assert not today([open_set], RDL, RDL_PLAN).sets_done
    assert end_words(today([half_seen], RDL, RDL_PLAN)) == ("plan: 1 of 3 sets, 8 of 24 reps, 2 unsure",)


def test_a_set_that_was_broken_off_does_not_count_but_its_repetitions_are_told() -> None:
    assert end_words(today([a_set(1, 3)], RDL, RDL_PLAN)) == ("plan: 0 of 3 sets, 3 of 24 reps",)


def test_more_than_planned_is_still_done() -> None:
    more = today([a_set(index, 8) for index in range(1, 5)], RDL, RDL_PLAN)
    assert more.done
    assert plan_words(more) == "plan done: 3 of 3 sets, 32 of 24 reps"


def test_what_was_done_earlier_the_same_day_counts() -> None:
    earlier = Planned(Aim("band_rdl", 3, 8), (SetDone("band_rdl", None, 8),) * 2)
    assert plan_words(today([], RDL, earlier)) == "set 3 of 3, 8 reps"
    assert today([a_set(1, 8)], RDL, earlier).done


def test_a_plan_of_another_exercise_is_none_of_this_session() -> None:
    assert today([a_set(1, 8)], RDL, SPLIT_PLAN) == Today()


def test_sides_are_counted_apart_with_and_without_a_plan() -> None:
    sets = sided("left", "right", "left")
    assert sides_words(today(sets, SPLIT)) == "left 2 sets, 16 reps; right 1 set, 8 reps"
    planned = today(sets, SPLIT, SPLIT_PLAN)
    assert sides_words(planned) == "left 2 of 2 sets, 16 of 16 reps; right 1 of 2 sets, 8 of 16 reps"
    assert rest_words(planned)[0] == "next: set 4 of 4, 8 reps, right; to do: right 1 set"
    assert rest_words(today(sets, SPLIT))[0] == "next: right; left 2 sets, 16 reps; right 1 set, 8 reps"


def test_a_set_without_a_named_side_counts_for_none() -> None:
    mixed = today([a_set(1, 8), *sided("right")], SPLIT)
    assert sides_words(mixed) == "left 0 sets, 0 reps; right 1 set, 8 reps"
    planned = today([a_set(1, 8)], SPLIT, SPLIT_PLAN)
    assert sides_words(planned) == "left 0 of 2 sets, 0 of 16 reps; right 0 of 2 sets, 0 of 16 reps"


def test_where_nobody_names_sides_none_is_next_and_nothing_is_said_of_them() -> None:
    unnamed = today([a_set(1, 8), a_set(2, 8)], SPLIT)
    assert (unnamed.sides, unnamed.next_side, rest_words(unnamed), end_words(unnamed)) == ((), "", (), ())
    assert today([a_set(1, 8)], SPLIT, named="right").next_side == "right"
    assert today([], SPLIT).next_side == "left"


@pytest.mark.parametrize(
    ("done", "turn"),
    [
        ((), "left"),
        (("left",), "right"),
        (("left", "left"), "right"),
        (("right",), "left"),
        (("left", "right"), "left"),
    ],
)
def test_the_side_with_less_is_next_and_of_two_alike_the_other_one(done: tuple[str, ...], turn: str) -> None:
    assert today(sided(*done), SPLIT).next_side == turn
    assert today(sided(*done), SPLIT, SPLIT_PLAN).next_side == turn


def test_a_side_that_somebody_named_is_next() -> None:
    assert today(sided("left"), SPLIT, SPLIT_PLAN, named="left").next_side == "left"
    assert next_side(today(sided("left"), SPLIT, SPLIT_PLAN).sides, "left") == "right"


def test_a_plan_of_one_set_has_nothing_for_the_right_side() -> None:
    one = today(sided("left"), SPLIT, Planned(Aim("split_stance_hinge", 1, 8)))
    assert one.done
    assert sides_words(one) == "left 1 of 1 set, 8 of 8 reps; right 0 of 0 sets, 0 of 0 reps"


def test_the_words_are_plain_and_neutral() -> None:
    planned = [today(sided("left", "right")[:n], SPLIT, SPLIT_PLAN) for n in range(3)]
    lines = [line for one in planned for line in (*rest_words(one), *end_words(one), plan_words(one))]
    assert forbidden(" ".join(lines)) == []
