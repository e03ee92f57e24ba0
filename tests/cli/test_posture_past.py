"""The days before today, for the screen of a day that goes on."""

import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from imu_hinge.cli.posture.past import DAYS, PastDays, past_days
from imu_hinge.history.database import URL_VARIABLE, open_history, sqlite_url
from tests.history.kinds import DAY, posture_of
from tests.history.made import DAY_NS, somebody
from tests.history.test_kinds import MONDAY, MORNING_NS

PATIENCE_S = 60.0


@pytest.fixture
def pseudonym(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A client with a day on three days running, and one of long ago."""
    monkeypatch.setenv(URL_VARIABLE, sqlite_url(tmp_path / "history.db"))
    with open_history() as history, history.writing() as db:
        client = somebody(db)
        for days in (-20, 0, 1, 2):
            posture_of(db, client, started_at_ns=MORNING_NS + days * DAY_NS)
    return client.pseudonym


def test_the_last_days_come_oldest_first_and_without_today(pseudonym: str) -> None:
    found = past_days(pseudonym, MONDAY + timedelta(days=2))
    assert [past.date for past in found] == ["2026-11-16", "2026-11-17"]
    assert all(past.day == DAY for past in found)


def test_what_is_older_is_left_out(pseudonym: str) -> None:
    assert len(past_days(pseudonym, MONDAY + timedelta(days=DAYS))) == 3
    assert len(past_days(pseudonym, MONDAY + timedelta(days=DAYS + 1))) == 2


def test_nobody_has_no_days(pseudonym: str) -> None:
    assert past_days("c-7k2m9xq4", date.today()) == ()


def test_they_come_beside_the_day_and_nothing_waits_for_them(pseudonym: str) -> None:
    past = PastDays(pseudonym, lambda: MONDAY + timedelta(days=1))
    assert not past.days
    past.start()
    until = time.monotonic() + PATIENCE_S
    while not past.days and time.monotonic() < until:
        time.sleep(0.05)
    assert [one.date for one in past.days] == ["2026-11-16"]


def test_where_there_is_no_history_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    past = PastDays("c-00000000")
    past.read()
    assert not past.days
    assert list(tmp_path.rglob("*.db")) == []


def test_a_history_that_cannot_be_opened_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "history.db"
    broken.write_text("no database")
    monkeypatch.setenv(URL_VARIABLE, sqlite_url(broken))
    past = PastDays("c-7k2m9xq4", date.today)
    past.read()
    assert past.days == ()
