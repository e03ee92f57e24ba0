"""A set against its own first working repetitions, and when it is told that it is not what it was."""

from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.quality import Quality, quality, usual_rate, working
from imu_hinge.model.events import Rep, RepStatus
from tests.made import rep

RDL = load_exercise("band_rdl")
SLOW = {"cautions": ("speed_loss",), "concentric_peak_dps": 70.0}
FLAT = {"faults": ("low_hinge_share",), "hinge_share": 0.5}
NEAR = {"cautions": ("low_hinge_share",), "hinge_share": 0.6}
ROUND = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 30.0}
UNSURE = {"status": RepStatus.UNSURE}
FINE: dict[str, Any] = {"concentric_peak_dps": 100.0}


def a_set(*changes: dict[str, Any]) -> list[Rep]:
    return [rep(number, **{**FINE, **change}) for number, change in enumerate(changes, 1)]


def of(*changes: dict[str, Any]) -> Quality:
    return quality(a_set(*changes), RDL)


def hinted(*changes: dict[str, Any]) -> tuple[str, int] | None:
    hint = of(*changes).hint
    return (hint.fault.id, hint.rep_index) if hint else None


@pytest.mark.parametrize(
    ("rates", "places"),
    [
        ([100, 100, 100], ()),
        ([100, 95, 105, 90], (0, 1, 2, 3)),
        ([150, 100, 100, 100, 100], (1, 2, 3, 4)),
        ([140, 140, 140, 100, 98, 103, 99, 100], (3, 4, 5, 6)),
        ([100, None, 100, 100, None, 100], (0, 2, 3, 5)),
        ([100, 70, 100, 70, 100, 70], ()),
        ([0, 0, 0, 0], ()),
    ],
    ids=["too few", "steady", "a quick start", "three light ones", "unsure ones", "never alike", "no movement"],
)
def test_compared_is_with_the_first_four_that_are_alike(rates: list[float | None], places: tuple[int, ...]) -> None:
    assert working(rates) == places


def test_the_usual_rate_is_their_middle() -> None:
    assert usual_rate([90, 100, 104, 110, 10]) == 102
    assert usual_rate([100, 100]) is None


def test_nothing_is_said_of_fewer_than_four_sure_repetitions() -> None:
    assert of(FINE, FINE, FINE) == Quality()
    assert of(FINE, FINE, FINE, UNSURE, UNSURE) == Quality()


def test_the_working_repetitions_are_named_and_the_last_two_compared_with_them() -> None:
    first: dict[str, Any] = {"hinge_share": 0.8, "lumbar_flexion_peak_deg": 10.0}
    later = ({"concentric_peak_dps": 60.0, "hinge_share": 0.7, "lumbar_flexion_peak_deg": 16.0},) * 2
    found = of({"concentric_peak_dps": 150.0}, *[first] * 4, {"concentric_peak_dps": 10.0}, *later)
    assert found.based_on == (2, 3, 4, 5)
    assert found.speed_loss == pytest.approx(0.4)
    assert found.share_change == pytest.approx(-0.1)
    assert found.peak_change_deg == pytest.approx(6.0)


def test_what_could_not_be_judged_is_not_compared() -> None:
    assert of(*[FINE] * 4).speed_loss is None
    unjudged = of(*[FINE] * 4, {"hinge_share": None, "lumbar_flexion_peak_deg": None})
    assert (unjudged.share_change, unjudged.peak_change_deg) == (None, None)


STEADY = [FINE] * 4


@pytest.mark.parametrize("late", [SLOW, FLAT, ROUND], ids=["slow", "little hinge", "rounded"])
def test_the_second_running_past_the_limit_makes_the_hint(late: dict[str, Any]) -> None:
    (fault,) = {*late.get("faults", ()), *late.get("cautions", ())}
    assert hinted(*STEADY, late) is None
    assert hinted(*STEADY, late, late) == (fault, 6)
    assert hinted(*STEADY, FINE, late, FINE, late, FINE) is None


def test_a_hint_stays_though_the_next_ones_are_fine() -> None:
    assert hinted(*STEADY, SLOW, SLOW, FINE, FINE, SLOW, SLOW) == ("speed_loss", 6)


def test_near_the_limit_is_no_hint_about_the_form() -> None:
    assert hinted(*STEADY, NEAR, NEAR, NEAR) is None


@pytest.mark.parametrize("early", [FLAT, NEAR], ids=["past the limit", "near it"])
def test_who_begins_near_the_limit_does_not_get_there_by_going_on(early: dict[str, Any]) -> None:
    assert hinted(FINE, early, FINE, FINE, FLAT, FLAT) is None


@pytest.mark.parametrize("between", [UNSURE, {"valid": False}], ids=["unsure", "not valid"])
def test_an_unsure_repetition_between_two_leaves_it_silent(between: dict[str, Any]) -> None:
    assert hinted(*STEADY, SLOW, {**SLOW, **between}, SLOW) is None


def test_of_two_at_once_the_first_of_the_table_is_said() -> None:
    both = {"faults": ("low_hinge_share", "lumbar_flexion")}
    assert hinted(*STEADY, both, both) == ("lumbar_flexion", 6)


def test_a_row_without_words_gives_no_hint() -> None:
    silent = replace(RDL, faults=tuple(replace(fault, hint="", hint_from="") for fault in RDL.faults))
    assert quality(a_set(*STEADY, SLOW, SLOW), silent).hint is None
