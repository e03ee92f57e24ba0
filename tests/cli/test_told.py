"""Times as people read them."""

import argparse

import pytest

from imu_hinge.cli.told import ago, duration, end_of, iso, start_of, when
from imu_hinge.model.plural import counted

NOW_NS = 1_795_251_600_000_000_000  # 2026-11-21 09:00 UTC
DAY_NS = 86_400_000_000_000


def test_a_session_is_shown_in_the_local_time_of_where_it_was() -> None:
    assert when(NOW_NS, 60) == "2026-11-21 10:00"
    assert when(NOW_NS, -300) == "2026-11-21 04:00"
    assert iso(NOW_NS, 60) == "2026-11-21T10:00:00+01:00"
    assert when(None) == "-"


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (270, "4:30"), (3723, "1:02:03")])
def test_a_duration(seconds: float, words: str) -> None:
    assert duration(round(seconds * 1e9)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "less than a day ago"), (1, "1 day ago"), (13, "13 days ago"), (14, "not seen for 2 weeks")],
)
def test_how_long_ago(days: int, words: str) -> None:
    assert ago(NOW_NS - days * DAY_NS, NOW_NS) == words


def test_a_clock_that_was_set_back_and_no_session_at_all() -> None:
    assert ago(NOW_NS + DAY_NS, NOW_NS) == "less than a day ago"
    assert ago(None, NOW_NS) == "no session yet"


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of("2026-02-28") == start_of("2026-03-01")
    assert when(start_of("2026-11-21")) == "2026-11-21 00:00"


@pytest.mark.parametrize("text", ["", "21.11.2026", "2026-02-30", "1969-01-01", "2999-01-01", "99999-01-01"])
def test_what_is_no_date(text: str) -> None:
    for read in (start_of, end_of):
        with pytest.raises(argparse.ArgumentTypeError, match="expected a date like 2026-11-21"):
            read(text)


def test_one_and_many() -> None:
    assert [counted(number, "note") for number in (0, 1, 2)] == ["0 notes", "1 note", "2 notes"]
