"""The plan of today, ticked off."""

import subprocess
import sys

import pytest

from imu_hinge.core.progression import Aim, SetDone, all_done, sides_words, tick_words
from imu_hinge.core.progression.ticks import counts, is_done, ticks

RDL, SPLIT = Aim("band_rdl", 3, 8), Aim("split_stance_hinge", 4, 8)


def rdl(*reps: int) -> list[SetDone]:
    return [SetDone("band_rdl", None, count) for count in reps]


def test_a_plan_is_ticked_off_set_by_set() -> None:
    (line,) = ticks([RDL], rdl(8, 7))
    assert (line.sets_done, line.reps_done, line.done) == (2, 15, False)
    assert tick_words(line) == "band rdl: 2 of 3 sets, 15 of 24 reps"
    (line,) = ticks([RDL], rdl(8, 7, 9))
    assert line.done and tick_words(line) == "band rdl: 3 of 3 sets, 24 of 24 reps, done"


def test_no_more_sets_are_ticked_off_than_are_planned() -> None:
    (line,) = ticks([RDL], rdl(8, 7, 9, 8, 4))
    assert tick_words(line) == "band rdl: 3 of 3 sets, 36 of 24 reps, done"
    assert (line.sets_done, line.reps_done) == (3, 36)


@pytest.mark.parametrize(
    ("one", "its_own", "done"),
    [
        (SetDone("split_stance_hinge", "left", 4), True, True),
        (SetDone("split_stance_hinge", "left", 3), True, False),
        (SetDone("split_stance_hinge", None, 8), False, False),
        (SetDone("band_rdl", "left", 8), False, False),
    ],
    ids=["half", "broken off", "no named side", "another exercise"],
)
def test_what_a_done_set_is(one: SetDone, its_own: bool, done: bool) -> None:
    assert (counts(SPLIT, one), is_done(SPLIT, one)) == (its_own, done)


@pytest.mark.parametrize(("reps", "sets"), [(4, 1), (3, 0)])
def test_a_set_counts_from_half_of_its_reps_on(reps: int, sets: int) -> None:
    (line,) = ticks([RDL], rdl(reps))
    assert (line.sets_done, line.reps_done) == (sets, reps)


def test_left_and_right_have_a_line_each() -> None:
    done = [SetDone("split_stance_hinge", side, 8) for side in ("left", "left", "left", "right", None)]
    left, right = ticks([SPLIT], done)
    assert (left.side, left.sets, left.sets_done, left.done) == ("left", 2, 2, True)
    assert (right.side, right.sets, right.sets_done, right.done) == ("right", 2, 1, False)
    assert tick_words(right) == "split stance hinge right: 1 of 2 sets, 8 of 16 reps"


@pytest.mark.parametrize(
    ("sets", "lines", "words"),
    [
        (4, [("left", 2), ("right", 2)], ", 2 on each side"),
        (3, [("left", 2), ("right", 1)], ", 2 left and 1 right"),
        (1, [("left", 1)], ", 1 left and 0 right"),
    ],
)
def test_sets_alternate_from_the_left(sets: int, lines: list[tuple[str, int]], words: str) -> None:
    assert [(one.side, one.sets) for one in ticks([Aim("split_stance_hinge", sets, 8)], [])] == lines
    assert sides_words("split_stance_hinge", sets) == words
    assert sides_words("band_rdl", sets) == ""


def test_what_is_not_planned_ticks_nothing_off() -> None:
    (line,) = ticks([RDL], [SetDone("rdl_row", None, 8)])
    assert line.reps_done == 0
    assert ticks([], rdl(8)) == () and not all_done(ticks([], rdl(8)))


def test_all_is_done_when_every_line_is() -> None:
    aims = [RDL, Aim("rdl_row", 1, 6)]
    done = [*rdl(8, 8, 8), SetDone("rdl_row", None, 6)]
    assert all_done(ticks(aims, done)) and not all_done(ticks(aims, done[:-1]))


def test_an_exercise_of_a_later_version_is_ticked_off_too() -> None:
    (line,) = ticks([Aim("hip_thrust", 1, 5)], [SetDone("hip_thrust", None, 5)])
    assert line.done


def test_a_plan_is_ticked_off_without_the_rules_of_the_levels() -> None:
    program = (
        "import sys\nfrom imu_hinge.core.progression.ticks import ticks\n"
        "assert not [name for name in sys.modules if name.endswith('progression.looked')]\n"
        "import imu_hinge.core.progression as found\n"
        "assert all(hasattr(found, name) for name in found.__all__)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
