"""Pages about days, weeks of them, and assessments."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.core.posture import joined
from imu_hinge.history.clients import client
from imu_hinge.history.database import URL_VARIABLE, History, open_history, sqlite_url
from imu_hinge.history.levels import set_level
from imu_hinge.history.reading import read_session
from imu_hinge.history.rebuild import keep
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session_line
from imu_hinge.report.assessed_page import anonymous_assessment, assessed_html, known_assessment
from imu_hinge.report.day_contents import DayContents, anonymous_days
from imu_hinge.report.day_known import known_day, known_week
from imu_hinge.report.day_page import day_html
from imu_hinge.view.texts import DISCLAIMER, REPORT_LINE
from tests.history.kinds import DAY
from tests.history.made import session_of, trainer
from tests.report.parsed import Element, parsed
from tests.review.days import MONDAY_NS, filled, minute
from tests.wording import forbidden


@pytest.fixture(autouse=True)
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, sqlite_url(tmp_path / "history.db"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def history() -> Iterator[History]:
    with open_history() as opened:
        yield opened


@pytest.fixture
def days(history: History) -> list[SessionRow]:
    return filled(history)[1]


@pytest.fixture
def tests(history: History) -> list[SessionRow]:
    return filled(history)[2]


def day(history: History, row: SessionRow) -> DayContents:
    with history.reading() as db:
        return known_day(db, session_line(db, row.id).client, row)


def week(history: History, row: SessionRow) -> DayContents:
    with history.reading() as db:
        return known_week(db, session_line(db, row.id).client, row)


def number(page: Element, ident: str) -> str:
    return page.one(id=f"number-{ident}").one("b").text


def stands_for_itself(html: str) -> bool:
    return not re.search(r"<script|<link|@import|url\((?!#)|src=", html)


def test_the_page_of_a_day_has_the_numbers_of_the_day(history: History, days: list[SessionRow]) -> None:
    contents = day(history, days[0])
    html = day_html(contents)
    page, whole = parsed(html), contents.posture
    assert [number(page, one) for one in ("slumped", "forward", "changes", "bends")] == [
        str(whole.slumped_s // 60),
        str(2 * (1000 + 300 + 50) // 60),
        f"{whole.changes_per_hour:.0f}",
        "12",
    ]
    assert [cell.text for cell in page.all("td") if "data-zone" in cell.attributes][:3] == ["67", "33", "10"]
    assert "Longest stays" in html and "11:40" in html
    assert stands_for_itself(html) and REPORT_LINE in html and DISCLAIMER in html
    assert forbidden(page.one("body").text.replace(DISCLAIMER, "").replace(REPORT_LINE, "")) == []
    assert day_html(contents) == html


def test_a_day_is_compared_with_the_one_before_without_saying_more_of_it(
    history: History, days: list[SessionRow]
) -> None:
    assert day(history, days[0]).before is None
    contents = day(history, days[2])
    assert contents.before is not None and contents.before.slumped_s == 2000
    change = parsed(day_html(contents)).one(id="number-slumped").one(class_="change").text
    assert change == "\N{MINUS SIGN}21 min since the day before"


def test_a_week_has_a_strip_and_a_row_for_each_day(history: History, days: list[SessionRow]) -> None:
    contents = week(history, days[2])
    html = day_html(contents)
    assert contents.posture == joined([one.posture for one in contents.days])
    assert "16 November 2026 to 17 November 2026" in html
    assert html.count('<svg id="strip-') == 2 and "Mon 16 Nov" in html and "Tue 17 Nov" in html
    assert stands_for_itself(html)


def test_an_anonymous_page_names_nobody_and_no_day(history: History, days: list[SessionRow]) -> None:
    for contents in (day(history, days[0]), week(history, days[0])):
        html = day_html(anonymous_days(contents))
        assert not re.search(r"2026|Nov|c-[0-9a-z]{8}|>n</text>", html)
        assert str(days[0].recording_id) not in html


def test_an_assessment_has_results_sources_and_no_meaning(history: History, tests: list[SessionRow]) -> None:
    with history.reading() as db:
        contents = known_assessment(db, session_line(db, tests[2].id).client, tests[2])
    html = assessed_html(contents)
    page = parsed(html)
    (row,) = [one for one in page.all("tr") if one.attributes.get("data-test") == "flexion"]
    noise = f"{contents.outcome.rows[0].result.noise_deg:.1f}"
    assert [cell.text for cell in row.all("td")][:4] == ["92°", "0.9", noise, "3"]
    assert "within noise" in row.text and "Before: 2026-11-23" in html
    assert "Laird 2019" in html and "it says nothing about you alone" in html
    assert "forward bend: pain 2, 1" in html
    assert '<svg id="captures"' in html and stands_for_itself(html)
    assert forbidden(page.one("body").text.replace(DISCLAIMER, "").replace(REPORT_LINE, "")) == []
    nobody = assessed_html(anonymous_assessment(contents))
    assert not re.search(r"2026-|Nov|c-[0-9a-z]{8}", nobody)


def test_pages_are_written_and_noted(
    history: History, days: list[SessionRow], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ident = days[0].id.hex[:12]
    assert main(["report", ident, "-o", "day.html", "--note", "Get up more often."]) == 0
    assert main(["report", ident, "--week", "-o", "week.html"]) == 0
    assert capsys.readouterr().out == "day.html\nweek.html\n"
    assert "Get up more often." in (tmp_path / "day.html").read_text(encoding="utf-8")
    assert "A week of posture" in (tmp_path / "week.html").read_text(encoding="utf-8")


def test_a_recording_alone_is_gone_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, posture = minute()
    assert main(["report", str(path), "-o", "page.html"]) == 0
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert f"{posture.seconds // 60} min looked at" in html
    assert main(["report", str(path), "--week", "-o", "week.html"]) == 2
    assert "--week needs the history" in capsys.readouterr().err


def test_a_recording_that_the_history_has_read_is_not_gone_through_again(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(history, read_session(minute()[0]), tmp_path)
    monkeypatch.setattr("imu_hinge.cli.reported_kinds.fold", None)
    assert main(["report", str(minute()[0]), "-o", "page.html"]) == 0


def test_a_week_is_of_days_only(history: History, tests: list[SessionRow], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", tests[0].id.hex, "--week"]) == 2
    assert "--week is a page about days" in capsys.readouterr().err


def test_a_training_page_tells_the_level_and_what_is_proposed(history: History, tmp_path: Path) -> None:
    with history.writing() as db:
        from imu_hinge.history.clients import add_client

        ann = add_client(db, display_name="Ann", birth_year=None, now_ns=MONDAY_NS)
        set_level(db, ann, 2, trainer(db), "a good week", MONDAY_NS)
        row = session_of(db, ann, recording_path="", recording_sha256="")
    assert main(["report", row.id.hex, "-o", "page.html"]) == 0
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<h2>Progression</h2>" in html and "level 2" in html.lower()
    with history.reading() as db:
        assert client(db, "Ann").id == ann.id
    assert DAY.seconds == 3600
