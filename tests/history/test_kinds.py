"""Days and assessments in the history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from imu_hinge.core.posture import joined
from imu_hinge.core.posture.holds import Hold
from imu_hinge.history.captures import Captures, events_of
from imu_hinge.history.database import History
from imu_hinge.history.glances import glances, trained
from imu_hinge.history.parts import day_parts, days, part, weeks
from imu_hinge.history.sessions import said, save_beside, session_by_id
from imu_hinge.history.tables import POSTURE_PART
from imu_hinge.history.trends import SIMULATED, trend
from imu_hinge.history.weekly import week
from imu_hinge.model.errors import HistoryError
from tests.history.kinds import (
    CAPTURES,
    DAY,
    NINE_S,
    REMINDERS,
    SAID_ASSESSED,
    SAID_DAY,
    assessment_of,
    captured,
    posture_of,
)
from tests.history.made import DAY_NS, NOW_NS, SAID, session_of, somebody

MORNING_NS = int(datetime(2026, 11, 16, 8, tzinfo=UTC).timestamp()) * 1_000_000_000
"""A Monday, 9:00 where the wearer is."""
MONDAY = date(2026, 11, 16)
HOUR_NS = 3600 * 1_000_000_000


@pytest.mark.parametrize("what", [SAID_DAY, SAID_ASSESSED], ids=["day", "assessment"])
def test_what_was_said_comes_back_as_it_was(history: History, what: object) -> None:
    make = posture_of if what is SAID_DAY else assessment_of
    with history.writing() as db:
        row = make(db, somebody(db))
    with history.reading() as db:
        assert said(db, row.id) == what
        assert session_by_id(db, row.id) == row


def test_a_part_stands_in_columns_that_sums_are_made_of(history: History) -> None:
    with history.writing() as db:
        posture_of(db, somebody(db), started_at_ns=MORNING_NS)
    with history.reading() as db:
        row = db.execute(select(POSTURE_PART)).mappings().one()
    assert (row["date"], row["origin_s"], row["seconds"], row["known_s"]) == ("2026-11-16", NINE_S, 3600, 3400)
    assert [row[f"{zone}_s"] for zone in ("tall", "lean", "bent", "deep", "back")] == [2000, 1000, 300, 50, 50]
    assert (row["standing_s"], row["sitting_s"], row["unknown_s"], row["walking_s"]) == (1400, 2000, 200, 0)
    assert (row["slumped_s"], row["changes"], row["reminded"]) == (700, 12, 1)
    assert (row["bends_hip"], row["bends_back"], row["bends_unknown"]) == (3, 2, 1)


def test_parts_of_a_date_are_one_day(history: History) -> None:
    later = replace(DAY, longest={"slumped": Hold(NINE_S + 9000, 1300)})
    with history.writing() as db:
        client = somebody(db)
        first = posture_of(db, client, started_at_ns=MORNING_NS)
        second = posture_of(db, client, replace(SAID_DAY, day=later), started_at_ns=MORNING_NS + 2 * HOUR_NS)
        third = posture_of(db, client, started_at_ns=MORNING_NS + DAY_NS)
        posture_of(db, client, started_at_ns=MORNING_NS + DAY_NS, source=SIMULATED)
        posture_of(db, somebody(db, "Bob"), started_at_ns=MORNING_NS)
    with history.reading() as db:
        monday, tuesday = days(db, client, MONDAY, MONDAY + timedelta(days=1))
        both = day_parts(db, first)
        assert days(db, client, MONDAY - timedelta(days=9), MONDAY - timedelta(days=1)) == []
        assert part(db, third.id) == day_parts(db, third)[0]
    assert (monday.date, monday.sessions) == (MONDAY, (first.id, second.id))
    assert monday.posture == joined([DAY, later])
    assert (monday.posture.slumped_s, monday.posture.longest["slumped"].held_s) == (1400, 1300)
    assert (tuesday.date, tuesday.posture) == (MONDAY + timedelta(days=1), DAY)
    assert [(one.session_id, one.origin_s, one.reminders) for one in both] == [
        (first.id, NINE_S, REMINDERS),
        (second.id, NINE_S + 7200, REMINDERS),
    ]


def test_a_week_is_called_by_its_monday(history: History) -> None:
    with history.writing() as db:
        client = somebody(db)
        for n in (0, 4, 7):
            posture_of(db, client, started_at_ns=MORNING_NS + n * DAY_NS)
    with history.reading() as db:
        found = weeks(days(db, client, MONDAY, MONDAY + timedelta(days=20)))
    assert [(monday, len(of_week)) for monday, of_week in found] == [(MONDAY, 2), (MONDAY + timedelta(days=7), 1)]


def test_a_part_belongs_to_the_day_of_the_wearer(history: History) -> None:
    """It is past midnight at home, and still the evening before in Greenwich."""
    with history.writing() as db:
        client = somebody(db)
        posture_of(db, client, started_at_ns=MORNING_NS + 15 * HOUR_NS + 1800 * 10**9)
    with history.reading() as db:
        (one,) = days(db, client, MONDAY, MONDAY + timedelta(days=3))
    assert one.date == MONDAY + timedelta(days=1)


def test_what_is_kept_meanwhile_takes_the_place_of_what_was_there(history: History) -> None:
    with history.writing() as db:
        row = posture_of(db, somebody(db))
        more = replace(SAID_DAY, day=replace(DAY, seconds=3780), reminders=REMINDERS[:1])
        save_beside(db, row.id, more)
    with history.reading() as db:
        assert said(db, row.id) == more


def test_days_and_assessments_are_no_training(history: History) -> None:
    """Repetitions that were counted beside stay out of trends, weeks and flags; the client was there all the same."""
    beside = replace(SAID_DAY, sets=SAID.sets)
    with history.writing() as db:
        client = somebody(db)
        row = session_of(db, client, started_at_ns=NOW_NS - 2 * DAY_NS)
        posture_of(db, client, beside, started_at_ns=NOW_NS - DAY_NS)
        assessment_of(db, client, replace(SAID_ASSESSED, sets=SAID.sets), started_at_ns=NOW_NS - DAY_NS + 1)
    with history.reading() as db:
        assert [one.session_id for one in trend(db, client, "lumbar_flexion_peak_deg")] == [row.id]
        assert [one.session for one in glances(db, 0)] == [row.id.hex]
        assert trained(db, 0, NOW_NS) == {client.id.hex: (1, 3)}
        (line,) = week(db, NOW_NS)
    assert (line.this_week.sessions, line.this_week.reps) == (1, 3)
    assert line.last_seen_at_ns == NOW_NS - DAY_NS + 1


def test_a_kind_that_is_none_is_not_taken(history: History) -> None:
    with pytest.raises(HistoryError), history.writing() as db:
        session_of(db, somebody(db), kind="dance")


def test_captures_come_back_as_the_events_they_were() -> None:
    again = Captures()
    for event in events_of(CAPTURES):
        again.take(event)
    assert again.rows == CAPTURES


def test_a_pain_that_is_told_later_is_the_captures() -> None:
    heard = Captures()
    for one in (captured("flexion", 1, 90.0), captured("flexion", 2, 91.0), captured("flexion", 1, 90.0, pain=3)):
        for event in events_of([one]):
            heard.take(event)
    assert [(one.capture, one.pain) for one in heard.rows] == [(1, 3), (2, None)]


def test_parts_of_the_virtual_wearer_are_a_day_of_their_own(history: History) -> None:
    """Asked for twice, the same hours are not counted twice."""
    with history.writing() as db:
        client = somebody(db)
        posture_of(db, client, started_at_ns=MORNING_NS)
        demo = posture_of(db, client, started_at_ns=MORNING_NS + 60, source=SIMULATED)
        again = posture_of(db, client, started_at_ns=MORNING_NS + 120, source=SIMULATED)
        later = posture_of(db, client, started_at_ns=MORNING_NS + 2 * HOUR_NS, source=SIMULATED)
    with history.reading() as db:
        found = {one.id: [part.session_id for part in day_parts(db, one)] for one in (demo, again, later)}
    assert found[demo.id] == [demo.id, later.id] and found[again.id] == [again.id, later.id]
    assert later.id in found[later.id] and len(found[later.id]) == 2
