"""What the history adds to a page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.history.clients import add_client
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.edits import edit
from imu_hinge.history.notes import add_note
from imu_hinge.history.pains import add_pain
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.report.contents import Contents
from imu_hinge.report.known import completed, stored
from tests.history.made import DAY_NS, NOW_NS, REPS, session_of, trainer
from tests.history.progressed import on_level
from tests.made import S


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "history.db")) as opened:
        yield opened


@pytest.fixture
def client(history: History) -> Client:
    with history.writing() as db:
        return add_client(db, display_name="Ann Example", birth_year=None, now_ns=NOW_NS)


@pytest.fixture
def row(history: History, client: Client) -> SessionRow:
    with history.writing() as db:
        return session_of(db, client)


def page_of(history: History, row: SessionRow) -> Contents:
    with history.reading() as db:
        return completed(db, row, stored(db, row))


def test_a_session_without_its_recording_is_as_it_was_stored(history: History, client: Client, row: SessionRow) -> None:
    found = page_of(history, row)
    assert found.sets[0].reps == REPS
    assert (found.origin.who, found.origin.recording_id) == (client.pseudonym, str(row.recording_id))
    assert found.calibrated is not None and found.calibrated.quality == 0.91
    assert (found.lost_samples, found.warnings) == (3, ("gyro bias at 0:02",))
    assert not len(found.frames)


def test_whose_a_session_is_the_history_says(history: History, client: Client, row: SessionRow) -> None:
    with history.reading() as db:
        kept = stored(db, row)
        recorded_for_nobody = replace(kept.contents, origin=replace(kept.contents.origin, who=""))
        found = completed(db, row, replace(kept, contents=recorded_for_nobody))
    assert found.origin.who == client.pseudonym


def test_a_page_never_holds_a_name(history: History, client: Client, row: SessionRow) -> None:
    assert "Ann" not in repr(page_of(history, row))


def test_corrections_count_and_are_told(history: History, row: SessionRow) -> None:
    with history.writing() as db:
        edit(db, row.id, "exclude", REPS[1].t_bottom_ns, {}, trainer(db), "talking", NOW_NS)
    found = page_of(history, row)
    assert (found.totals.reps, found.totals.past) == (2, 0)
    assert found.corrections == ("1 left out",)


def test_only_a_trainers_note_that_the_client_may_see_is_shown(
    history: History, client: Client, row: SessionRow
) -> None:
    def note(hour: int, text: str, about: SessionRow | None, *, seen: bool = True) -> None:
        with history.writing() as db:
            at_ns = NOW_NS + hour * 3600 * S
            add_note(db, client, trainer(db), text, at_ns, session=about, client_may_see=seen)

    note(1, "Ask about work.", row, seen=False)
    assert page_of(history, row).note == ""
    note(4, "See you on Friday.", None)
    assert page_of(history, row).note == "See you on Friday."
    note(2, "Hips back first.", row)
    note(3, "Hips back, then down.", row)
    assert page_of(history, row).note == "Hips back, then down."


def test_pain_given_outside_the_session_stands_at_its_ends(history: History, client: Client, row: SessionRow) -> None:
    with history.writing() as db:
        for score, moment in ((2, "before"), (4, "after"), (3, "next_day")):
            add_pain(db, client, score, moment, NOW_NS, session=row)
    found = page_of(history, row)
    assert [score for _, score in found.pains] == [2, 4]
    assert found.pain_next_day == 3


def test_the_progression_is_that_of_the_end_of_the_session(history: History, client: Client, row: SessionRow) -> None:
    with history.writing() as db:
        on_level(db, client, 3)
    before = page_of(history, row).progression
    with history.writing() as db:
        add_pain(db, client, 9, "next_day", (row.ended_at_ns or 0) + DAY_NS // 2)
    assert before and page_of(history, row).progression == before


def test_the_session_before_is_of_the_same_exercise(history: History, client: Client, row: SessionRow) -> None:
    assert page_of(history, row).earlier is None
    with history.writing() as db:
        session_of(db, client, started_at_ns=NOW_NS - 7 * DAY_NS)
        session_of(db, client, started_at_ns=NOW_NS - 6 * DAY_NS, source="simulate")
        session_of(db, client, started_at_ns=NOW_NS + DAY_NS)
    earlier = page_of(history, row).earlier
    assert earlier is not None and earlier.day is not None
    assert (earlier.reps, earlier.good, earlier.past, earlier.peak_deg) == (3, 2, 1, 31.5)
    assert earlier.day.isoformat() == "2026-11-14"


def test_the_trend_ends_with_this_session(history: History, client: Client, row: SessionRow) -> None:
    with history.writing() as db:
        before = session_of(db, client, started_at_ns=NOW_NS - 7 * DAY_NS)
        session_of(db, client, started_at_ns=NOW_NS + DAY_NS)
        add_pain(db, client, 5, "after", NOW_NS - 7 * DAY_NS + 60 * S, session=before)
    found = page_of(history, row).trend
    assert [(point.value_deg, point.pain_after) for point in found] == [(11.0, 5), (11.0, None)]
