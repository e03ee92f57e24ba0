"""When a question is asked again."""

import pytest

from imu_hinge.gate.asked import due, remembered
from imu_hinge.gate.interview import begin
from imu_hinge.gate.questions import ASKED_BY
from tests.gate.answers import DUE, given, said

ALL = ["a1", "a2", "b", "c", "d"]


def ids(command: str, last: dict[str, str], today: str) -> list[str]:
    return [question.id for question in due(command, last, today)]


@pytest.mark.parametrize(("command", "asked"), [("live", ALL), ("assess", ALL), ("posture", ["c", "d"])])
def test_each_command_has_its_questions_the_first_time(command: str, asked: list[str]) -> None:
    assert ids(command, {}, "2026-07-14") == asked


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ("2026-07-14", ["c"]),
        ("2026-07-15", ["a1", "a2", "b", "c"]),
        ("2026-08-13", ["a1", "a2", "b", "c"]),
        ("2026-08-14", ALL),
        ("2026-09-01", ALL),
        ("2027-07-01", ALL),
        ("2026-07-13", ALL),  # the clock went back
    ],
)
def test_red_flags_come_daily_pain_always_and_the_skin_monthly(today: str, asked: list[str]) -> None:
    assert ids("live", dict.fromkeys(ALL, "2026-07-14"), today) == asked


@pytest.mark.parametrize(
    ("last", "today", "asked"),
    [
        ("2026-01-31", "2026-02-28", False),
        ("2026-01-31", "2026-03-01", True),
        ("2025-12-15", "2026-01-14", False),
        ("2025-12-15", "2026-01-15", True),
    ],
)
def test_a_month_is_over_on_its_day_in_the_next(last: str, today: str, asked: bool) -> None:
    assert ("d" in ids("posture", {"d": last}, today)) is asked


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, ["a1", "a2", "b", "d"]),
        ({"b": "yes"}, ["a1", "a2", "d"]),
        ({"d": "yes"}, ["a1", "a2", "b"]),
        ({"d": "unanswered"}, ["a1", "a2", "b"]),
        ({"a1": ""}, ["a2", "b", "d"]),
    ],
)
def test_only_a_no_is_remembered(changed: dict[str, str], kept: list[str]) -> None:
    assert remembered({}, DUE, given(**changed), "2026-07-14") == dict.fromkeys(kept, "2026-07-14")


def test_a_no_that_was_a_mistake_is_not_remembered() -> None:
    last = {"d": "2026-06-20"}
    assert remembered(last, DUE, said("a1 no", "a2 no", "a2 mistake"), "2026-07-14") == {**last, "a1": "2026-07-14"}


def test_the_second_start_of_a_day_asks_for_pain_alone() -> None:
    first = begin("live", {}, "2026-07-14", 5)
    for value in ("no", "no", "no", "3", "no"):
        first = first.answer(value)
    second = begin("live", first.remembered({}, "2026-07-14"), "2026-07-14", 5)
    assert [question.id for question in second.due] == ["c"]


def test_a_refused_start_is_asked_again() -> None:
    refused = begin("live", {}, "2026-07-14", 5).answer("no").answer("yes")
    second = begin("live", refused.remembered({}, "2026-07-14"), "2026-07-14", 5)
    assert [question.id for question in second.due] == ["a2", "b", "c", "d"]


def test_every_question_belongs_to_a_command() -> None:
    assert sorted({one for asked in ASKED_BY.values() for one in asked}) == ALL
