"""`clients trend --assessment`: what each test came to, assessment by assessment."""

from collections.abc import Sequence
from typing import Any

from imu_hinge.catalogue.assess import rows
from imu_hinge.cli.output import columns
from imu_hinge.core.assess import Change, TestResult, compared
from imu_hinge.history.assessments import Assessed
from imu_hinge.review.assessed import day_of
from imu_hinge.view.assess.lines import UNSURE
from imu_hinge.view.words import UNKNOWN, number

HEAD = ("day", "median", "sd", "n", "share", "change", "says something from", "pain")
NOTE = "A change is against the assessment before; below what it says something from it is noise between days."


def assessment_page(who: str, found: Sequence[Assessed]) -> list[str]:
    """A table for each test that was captured."""
    if not found:
        return [f"{who}: no assessment with sensors yet; `imu-hinge assess` makes one"]
    lines = [f"{who}: assessments, deg"]
    for test in rows():
        if of_test := [row for row in _rows(test.id, found) if row]:
            lines += ["", test.title, *columns(HEAD, of_test, "  ", numbers=range(1, 7))]
    unsure = any(" unsure" in line for line in lines)
    return [*lines, "", NOTE, *([f"{UNSURE.capitalize()}."] if unsure else [])]


def assessment_json(found: Sequence[Assessed]) -> list[dict[str, Any]]:
    """The same for programs: deg, shares."""
    return [
        {
            "session": str(one.session_id),
            "day": day_of(one).isoformat(),
            "tests": [_result_dict(result, _change(place, result.test, found)) for result in one.results],
        }
        for place, one in enumerate(found)
    ]


def _rows(test: str, found: Sequence[Assessed]) -> list[tuple[str, ...]]:
    return [
        _row(day_of(one).isoformat(), result, _change(place, test, found))
        for place, one in enumerate(found)
        for result in one.results
        if result.test == test and result.n
    ]


def _row(day: str, result: TestResult, change: Change | None) -> tuple[str, ...]:
    return (
        day,
        number(result.median_deg),
        number(result.sd_deg, 1),
        str(result.n),
        number(result.share, 2),
        UNKNOWN if change is None else _told(change),
        number(change.least_change if change else result.least_change_deg),
        ", ".join(map(str, result.pains)) or UNKNOWN,
    )


def _told(change: Change) -> str:
    if change.different is False:
        return "within noise"
    return f"{round(change.change):+d}" + ("" if change.different else " unsure")


def _change(place: int, test: str, found: Sequence[Assessed]) -> Change | None:
    """Of the angle, against the newest assessment before this one that has the test."""
    now = [result for result in found[place].results if result.test == test]
    for before in reversed(found[:place]):
        for change in compared(now, before.results):
            if change.measure == "value":
                return change
    return None


def _result_dict(result: TestResult, change: Change | None) -> dict[str, Any]:
    names = ("test", "n", "median_deg", "sd_deg", "noise_deg", "least_change_deg", "share")
    return {
        **{name: getattr(result, name) for name in names},
        "values_deg": list(result.values),
        "pains": list(result.pains),
        "change_deg": None if change is None else change.change,
        "different": None if change is None else change.different,
    }
