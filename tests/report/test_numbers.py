"""The large numbers and how they changed."""

from dataclasses import replace

import pytest

from imu_hinge.report.contents import Contents
from imu_hinge.report.numbers import Number, numbers
from tests.report.made import BEND, CONTENTS, EARLIER, NOT_JUDGED, SPLIT, WITH_HISTORY, a_set


def named(contents: Contents) -> dict[str, Number]:
    return {number.id: number for number in numbers(contents)}


def test_four_numbers_of_a_judged_exercise() -> None:
    found = numbers(CONTENTS)
    assert [(one.value, one.name) for one in found] == [
        ("6", "reps"),
        ("3", "● good"),
        ("1", "✗ past your limit"),
        ("35°", "low back peak"),
    ]
    assert found[0].beside == ("in 2 sets", "1 unsure")
    assert found[2].beside == ("1 close",)
    assert found[3].beside == ("your limit 31°", "in set 1, rep 2")
    assert [one.change for one in found] == [""] * 4


def test_four_numbers_where_nothing_is_judged() -> None:
    found = numbers(replace(CONTENTS, exercise=BEND))
    assert [(one.id, one.value) for one in found] == [
        ("reps", "6"),
        ("thorax_rom_deg", "62°"),
        ("pelvis_rom_deg", "54°"),
        ("peak", "35°"),
    ]


def test_changes_since_the_session_before() -> None:
    found = named(WITH_HISTORY)
    assert found["reps"].change == "\N{MINUS SIGN}2 since 5 May"
    assert found["good"].change == "\N{MINUS SIGN}3 since 5 May"
    assert found["past"].change == "+1 since 5 May"


@pytest.mark.parametrize(
    ("before_deg", "words"),
    [
        (30.0, "+5° since 5 May: within the noise of 8°"),
        (34.6, "±0° since 5 May: within the noise of 8°"),
        (27.4, "+8° since 5 May: within the noise of 8°"),
        (26.0, "+9° since 5 May: more than the noise of 8°"),
        (44.0, "\N{MINUS SIGN}9° since 5 May: more than the noise of 8°"),
        (None, ""),
    ],
)
def test_an_angle_that_changed_no_more_than_it_does_by_itself(before_deg: float | None, words: str) -> None:
    assert named(replace(CONTENTS, earlier=replace(EARLIER, peak_deg=before_deg)))["peak"].change == words


def test_sides_are_told_apart() -> None:
    sides = (a_set(1, {}, {}, side="left"), a_set(2, {}, side="right"))
    assert named(replace(CONTENTS, exercise=SPLIT, sets=sides))["reps"].beside == ("2 left, 1 right",)


def test_a_low_back_that_was_not_judged_has_no_number() -> None:
    peak = named(replace(WITH_HISTORY, sets=(a_set(1, NOT_JUDGED),)))["peak"]
    assert (peak.value, peak.name, peak.change) == ("-", "low back not judged", "")


def test_without_sets_there_is_one_number() -> None:
    assert [one.value for one in numbers(replace(CONTENTS, sets=()))] == ["0"]
