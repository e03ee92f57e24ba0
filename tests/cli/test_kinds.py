"""Days and assessments on the command line."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imu_hinge.cli.clients import trending
from imu_hinge.cli.sessions.comparing_kinds import Side, day_page
from imu_hinge.core.posture import joined
from imu_hinge.history.database import open_history
from imu_hinge.model.events import Zone
from imu_hinge.review.day_told import zone_rows
from tests.cli.homes import Home
from tests.history.kinds import DAY
from tests.review.days import filled, minute
from tests.wording import forbidden


@pytest.fixture
def ann(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A user with Ann, her days and her assessments, in their last week."""

    class Today(date):
        @classmethod
        def today(cls) -> "Today":
            return cls(2026, 11, 30)

    monkeypatch.setattr(trending, "date", Today)
    with open_history() as history:
        filled(history)
    return home


def idents(home: Home, kind: str) -> list[str]:
    return [one["session"] for one in json.loads(home.says("sessions", "list", "--json")) if one["kind"] == kind]


def test_the_list_says_what_a_session_was(ann: Home) -> None:
    lines = ann.says("sessions", "list").splitlines()
    assert sum("  posture  " in line for line in lines) == 3
    assert sum("  assessment  " in line for line in lines) == 3
    assert "0 reps" not in "\n".join(lines)
    assert len(ann.says("sessions", "list", "--text", "posture").splitlines()) == 4


def test_a_day_is_shown_with_minutes_stays_and_reminders(ann: Home) -> None:
    ident = idents(ann, "posture")[0]
    page = ann.says("sessions", "show", ident)
    assert "posture, 2026-11-17: 60 min looked at" in page
    assert "tall      -10..10   33   56 %" in page
    assert "11:40  at 09:10  seated, slumped" in page
    assert "09:21  reminder, seated, slumped 11:40, given" in page
    assert forbidden(page) == []
    told = json.loads(ann.says("sessions", "show", ident, "--json"))
    assert (told["kind"], told["day"]["slumped_s"]) == ("posture", 700)
    assert told["day"] == json.loads(json.dumps(DAY.to_dict() | {"changes_per_hour": 12.71}))
    assert told["reminders"][0]["at_s"] == 9 * 3600 + 1300


def test_an_assessment_is_shown_with_its_results(ann: Home) -> None:
    ident = idents(ann, "assessment")[0]
    page = ann.says("sessions", "show", ident)
    assert "assessment: 1 test" in page and "forward bend" in page and "in noise" in page
    told = json.loads(ann.says("sessions", "show", ident, "--json"))
    assert [(one["test"], one["median_deg"]) for one in told["assessment"]["tests"]] == [("flexion", 92.0)]


def test_days_and_weeks_of_posture(ann: Home) -> None:
    page = ann.says("clients", "trend", "Ann", "--posture")
    assert all(len(line) <= 112 for line in page.splitlines())
    lines = [line.split() for line in page.splitlines()]
    assert ["2026-11-16", "120", "67", "33", "10", "2", "2", "0", "6"] in [line[:9] for line in lines]
    assert ["2026-11-16", "2d", "180"] in [line[:3] for line in lines]
    told = json.loads(ann.says("clients", "trend", "Ann", "--posture", "--json"))
    assert [(one["date"], one["slumped_s"]) for one in told["days"]] == [("2026-11-16", 2000), ("2026-11-17", 700)]
    assert [(one["from"], one["days"], one["seconds"]) for one in told["weeks"]] == [("2026-11-16", 2, 10_800)]


def test_assessments_say_from_when_on_a_change_says_something(ann: Home) -> None:
    page = ann.says("clients", "trend", "Ann", "--assessment")
    assert "forward bend" in page and "within noise" in page
    assert "2026-11-30" in page and forbidden(page) == []
    told = json.loads(ann.says("clients", "trend", "Ann", "--assessment", "--json"))
    assert [one["tests"][0]["change_deg"] for one in told] == [None, 0.0, 0.0]
    assert {one["tests"][0]["least_change_deg"] for one in told} == {8.0}


def test_without_any_it_is_said_how_to_make_one(home: Home) -> None:
    home.says("clients", "add", "Bob", "--consent", "keep")
    assert "`imu-hinge posture` records one" in home.says("clients", "trend", "Bob", "--posture")
    assert "`imu-hinge assess` makes one" in home.says("clients", "trend", "Bob", "--assessment")


def test_a_table_of_repetitions_leaves_them_out(ann: Home, tmp_path: Path) -> None:
    ann.says("sessions", "export", "--client", "Ann", "-o", tmp_path / "reps.csv")
    assert len((tmp_path / "reps.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_review_as_json_tells_the_day(ann: Home) -> None:
    told = json.loads(ann.says("review", idents(ann, "posture")[0], "--json"))
    assert (told["schema"], told["date"]) == ("imu-hinge/review-day/1", "2026-11-17")


def test_a_part_of_a_day_names_the_others_and_what_shows_the_whole(ann: Home) -> None:
    part, *_ = [one for one in idents(ann, "posture") if "part 1 of 2" in ann.says("sessions", "show", one)]
    page = ann.says("sessions", "show", part)
    assert "posture, part 1 of 2 of 2026-11-16: 60 min looked at" in page
    assert "the whole day: 2 parts, tall 67" in page and f"imu-hinge review {part[:8]}" in page
    whole = json.loads(ann.says("sessions", "show", part, "--json"))["whole_day"]
    assert whole["day"]["seconds"] == 7200 and whole["parts"][0]["session"] == part


def test_a_session_is_named_by_its_recording_too(ann: Home) -> None:
    (told,) = [json.loads(ann.says("sessions", "show", one, "--json")) for one in idents(ann, "posture")[:1]]
    recording = told["recording_id"]
    for name in (recording, recording[:8], f"20261117T080000Z-{recording[:8]}.mcap"):
        assert json.loads(ann.says("sessions", "show", name, "--json"))["session"] == told["session"]


def test_days_are_compared_by_minutes_and_parts_of_one_day_with_one_another(ann: Home) -> None:
    tuesday, afternoon, morning = idents(ann, "posture")
    days = ann.says("sessions", "compare", morning, tuesday)
    assert "2026-11-16, 2 parts" in days.splitlines()[0] and "0 reps" not in days
    assert "09:00 to 10:00" in ann.says("sessions", "compare", morning, afternoon).splitlines()[0]
    told = json.loads(ann.says("sessions", "compare", morning, tuesday, "--json"))
    assert (told["a"]["slumped_s"], told["b"]["slumped_s"]) == (2000, 700)


def test_the_minutes_of_a_compared_day_are_those_of_its_own_page_and_add_up() -> None:
    seconds = {Zone.TALL: 510, Zone.LEAN: 272, Zone.BENT: 272, Zone.DEEP: 206}
    side = Side("2026-11-22", replace(joined([]), seconds=1260, by_zone_s=seconds))
    own = {name: minutes for name, _, minutes, _ in zone_rows(side.posture)}
    lines = {line.split()[0]: line for line in day_page(side, side)}
    assert "8 (24)" in lines["tall"] and "21" in lines["looked"]
    assert all(f" {own[zone]} (" in lines[zone] for zone in Zone)
    assert sum(int(minutes) for minutes in own.values()) == 21


def test_assessments_are_compared_test_by_test_and_kinds_not_at_all(ann: Home) -> None:
    last, first, *_ = idents(ann, "assessment")
    assert "in noise" in ann.says("sessions", "compare", first, last)
    ann.refuses("sessions", "compare", first, idents(ann, "posture")[0], said="is a day: name two of one kind")


def test_days_and_captures_are_tables_of_their_own(ann: Home, tmp_path: Path) -> None:
    out = tmp_path / "days.csv"
    ann.says("sessions", "export", "--client", "Ann", "--kind", "posture", "-o", str(out))
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [(row["date"], row["tall_s"], row["slumped_s"]) for row in rows] == [
        ("2026-11-16", "2000", "700"),
        ("2026-11-16", "2000", "1300"),
        ("2026-11-17", "2000", "700"),
    ]
    (test, day) = idents(ann, "assessment")[0], idents(ann, "posture")[0]
    ann.says("sessions", "export", test, "-o", str(out), "--force")
    assert [row["fate"] for row in csv.DictReader(out.read_text().splitlines())] == [
        "kept",
        "kept",
        "dropped",
        "refused",
        "kept",
    ]
    ann.refuses("sessions", "export", test, day, "-o", str(out), "--force", said="one table holds one kind")


def test_analyze_is_headed_by_the_kind(home: Home) -> None:
    page = home.says("analyze", str(minute()[0]))
    assert page.startswith("Posture, part of 2026-11-21, 10:00 to 10:01\n")
    assert "Band hinge" not in page and "today" not in page
