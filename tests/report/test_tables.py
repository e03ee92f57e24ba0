"""Sets and repetitions as rows."""

from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.report.choice import pair
from imu_hinge.report.tables import fault_lines, pair_rows, set_columns, set_rows, side_by_side, sum_row
from tests.report.made import BEND, CONTENTS, SPLIT, a_set


def test_one_row_for_each_set_and_their_sum() -> None:
    names = ("set", "reps", "good", "close", "past", "unsure", "peak", "pelvis", "pain")
    rows = [[row[name] for name in names] for row in [*set_rows(CONTENTS), sum_row(CONTENTS)]]
    assert rows == [
        ["1", "3", "2", "0", "1", "0", "35°", "54°", "-"],
        ["2", "3", "1", "1", "0", "1", "25°", "54°", "3"],
        ["all", "6", "3", "1", "1", "1", "35°", "", ""],
    ]


@pytest.mark.parametrize(
    ("exercise", "columns"),
    [
        (CONTENTS.exercise, "set reps good close past unsure peak pelvis pain"),
        (load_exercise("rdl_row"), "set reps good close past unsure rows peak pelvis pain"),
        (BEND, "set reps unsure peak pelvis pain"),
    ],
)
def test_columns_are_those_that_say_something(exercise: object, columns: str) -> None:
    shown = set_columns(replace(CONTENTS, exercise=exercise))  # type: ignore[arg-type]
    assert [column.id for column in shown] == columns.split()


def test_sides_have_a_column_and_pain_that_was_never_asked_has_none() -> None:
    sides = replace(CONTENTS, exercise=SPLIT, sets=(a_set(1, {}, side="left"), a_set(2, {}, side="right")), pains=())
    assert [column.id for column in set_columns(sides)][:3] == ["set", "side", "reps"]
    assert "pain" not in [column.id for column in set_columns(sides)]
    assert [row["side"] for row in set_rows(sides)] == ["left", "right"]


@pytest.mark.parametrize(("sets", "parts"), [(0, []), (1, [1]), (7, [7]), (8, [4, 4]), (12, [6, 6]), (20, [7, 7, 6])])
def test_many_sets_stand_side_by_side(sets: int, parts: list[int]) -> None:
    rows = [{"set": str(number)} for number in range(sets)]
    found = side_by_side(rows)
    assert [len(part) for part in found] == parts
    assert [row for part in found for row in part] == rows


def test_the_two_repetitions_are_compared_line_by_line() -> None:
    rows = dict(pair_rows(CONTENTS, pair(CONTENTS)))
    assert rows["low back"] == ["8°", "35°"]
    assert rows["from the hips"] == ["87 %", "50 %"]
    assert rows["seen"] == ["good", "rounded"]


def test_faults_are_told_with_their_number() -> None:
    assert fault_lines(CONTENTS) == ["past the limit: rounded in 1", "close: rounded in 1"]
    assert fault_lines(replace(CONTENTS, sets=(a_set(1, {}),))) == []
