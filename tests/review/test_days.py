"""Days and assessments under review."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.core.posture import joined
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.parts import part
from imu_hinge.history.reading import read_session
from imu_hinge.history.rebuild import keep
from imu_hinge.history.sessions import save_session
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import PostureChanged, PostureState, Zone
from imu_hinge.review.assessed_book import AssessedBook
from imu_hinge.review.beside import Here
from imu_hinge.review.day_book import DayBook, near, part_at
from imu_hinge.review.day_opening import changed_in
from imu_hinge.review.day_reviewed import GONE, KindReviewed
from imu_hinge.review.day_said import said_day
from imu_hinge.review.keeping import Unkept
from imu_hinge.review.kept import Kept
from imu_hinge.review.kind_telling import told_kind
from imu_hinge.review.opened import open_session
from imu_hinge.review.opening import seen_of
from imu_hinge.review.tilts import tilts_of
from tests.history.kinds import CAPTURES, DAY, NINE_S, SAID_DAY
from tests.made import S
from tests.review.days import filled, minute
from tests.review.made import ROUNDING, Given, path_of

NOON_S = 12 * 3600.0


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "history.db")) as opened:
        yield opened


@pytest.fixture
def kept(history: History, tmp_path: Path) -> Kept:
    return Kept(history, tmp_path)


def day_of(kept: Kept, ident: str) -> DayBook:
    book = kept.open(ident, None)
    assert isinstance(book, DayBook)
    return book


def opened() -> DayBook:
    book = open_session(minute()[0])
    assert isinstance(book, DayBook)
    return book


def test_a_recording_is_opened_as_what_it_is() -> None:
    assert type(open_session(minute()[0])) is DayBook
    assert type(open_session(path_of(ROUNDING))).__name__ == "Book"


def test_zones_and_strip_are_there_before_the_fold_and_the_same_after_it() -> None:
    """They are put together from what was said at each change; the fold does not know the last second."""
    book, folded = opened(), minute()[1]
    told = said_day(changed_in(seen_of(minute()[0])), book.part.origin_s, folded.seconds)
    names = ("seconds", "by_zone_s", "by_state_s", "slumped_s", "unknown_s", "strip")
    assert {name: getattr(told, name) for name in names} == {name: getattr(folded, name) for name in names}
    assert book.part.told is not None and book.part.told.seconds - folded.seconds == 1


def test_a_stay_is_shared_out_over_the_columns_it_lies_in() -> None:
    changed = [
        PostureChanged(t_ns=S, state=PostureState.STANDING, zone=Zone.TALL, slumped=False, reasons=()),
        PostureChanged(t_ns=201 * S, state=PostureState.LYING, zone=None, slumped=None, reasons=()),
        PostureChanged(t_ns=901 * S, state=PostureState.UNKNOWN, zone=None, slumped=None, reasons=("no_data", "x")),
    ]
    day = said_day(changed, NOON_S + 0.7, 1000)
    assert (day.seconds, day.by_zone_s, day.unknown_s) == (1000, {Zone.TALL: 200}, {"no_data": 100})
    lying, nothing = PostureState.LYING, PostureState.UNKNOWN
    shares = [{Zone.TALL: 200, lying: 100}, {lying: 300}, {lying: 300}, {nothing: 100}]
    assert [(one.start_s, one.seconds) for one in day.strip] == [
        (NOON_S + 300 * n, share) for n, share in enumerate(shares)
    ]


def test_a_day_that_nobody_knows_is_gone_through_at_once_and_says_what_was_said() -> None:
    reviewed = KindReviewed(opened(), Unkept("no history"), Here)
    assert reviewed.going and reviewed.checked == "checking 0 %"
    reviewed.look()
    assert reviewed.checked == "same as live" and not reviewed.going
    book = reviewed.book
    assert isinstance(book, DayBook)
    assert book.posture == minute()[1]


def test_a_day_of_the_history_is_gone_through_when_asked_and_its_part_is_made_exact(
    history: History, kept: Kept, tmp_path: Path
) -> None:
    read = read_session(minute()[0])
    so_far = replace(read, said=replace(read.said, day=replace(minute()[1], seconds=5)))
    row = keep(history, so_far, tmp_path)
    with history.writing() as db:
        save_session(db, replace(row, ended_at_ns=None))  # it was killed
    reviewed = KindReviewed(kept.open(row.id.hex, None), kept, Here)  # type: ignore[arg-type]
    assert (reviewed.checked, reviewed.look()) == ("", False)
    assert reviewed.fold() == ""
    reviewed.look()
    with history.reading() as db:
        exact = part(db, row.id)
    assert exact is not None and exact.posture == minute()[1]
    assert isinstance(reviewed.book, DayBook) and reviewed.book.posture == minute()[1]


def test_a_recording_that_is_gone_leaves_the_numbers(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    reviewed = KindReviewed(day_of(kept, days[2].id.hex), kept, lambda *_: Given([]))
    assert (reviewed.fold(), reviewed.checked) == (GONE, "not checked")


def test_parts_of_a_date_are_one_day(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    book = day_of(kept, days[1].id.hex)
    assert (str(book.date), len(book.parts), book.opened, book.client) == ("2026-11-16", 2, 1, "Ann")
    afternoon = replace(DAY, slumped_s=1300)
    assert book.posture == joined([DAY, afternoon])
    assert [(one.origin_s, one.end_s) for one in book.parts] == [
        (NINE_S, NINE_S + 3600.12),
        (NINE_S + 5 * 3600, NINE_S + 6 * 3600 + 0.12),
    ]
    assert part_at(book, NINE_S + 10) is book.parts[0]
    assert part_at(book, NOON_S + 600) is None


def test_what_happened_stands_in_order(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    book = day_of(kept, days[0].id.hex)
    morning = [(round(one.at_s - NINE_S, 2), one.words, one.sign) for one in book.moments if one.at_s < NOON_S]
    assert morning == [
        (1.62, "gyro bias", ""),
        (600.0, "longest stay, seated, slumped 11:40", ""),
        (900.0, "note: stiff", "n"),
        (1300.0, "reminder, seated, slumped 11:40, given", "!"),
        (1800.0, "longest stay, standing, leaning 4:00", ""),
        (2040.0, "reminder, standing, leaning 4:00, snoozed", ""),
    ]
    assert [near(book.moments, NINE_S + at) for at in (0, 2, 1299, 1300)] == [0, 0, 2, 3]
    assert near((), 5.0) is None


def test_the_tilts_of_a_moment_are_those_that_were_shown() -> None:
    tilts = tilts_of(minute()[0])
    assert len(tilts.rows) > 30
    assert tilts.words(30 * S).startswith("standing, trunk 0 deg") or "trunk" in tilts.words(30 * S)
    assert tilts.words(0) == "unknown, not calibrated"


def test_days_have_trends_without_noise_that_nobody_knows(kept: Kept, history: History) -> None:
    _, days, _ = filled(history)
    found = {one.title: one for one in kept.trends(day_of(kept, days[2].id.hex))}
    slumped = found["slumped, min in an hour"].course
    assert slumped.noise is None
    both = joined([DAY, replace(DAY, slumped_s=1300)])
    assert [one.value for one in slumped.days] == [60 * both.slumped_s / both.seconds, 60 * 700 / 3600]
    assert [one.value for one in found["bends by the back, %"].course.days] == [40.0, 40.0]


def test_an_assessment_stands_beside_the_one_before(kept: Kept, history: History) -> None:
    _, _, tests = filled(history)
    first, last = (kept.open(tests[n].id.hex, None) for n in (0, 2))
    assert isinstance(first, AssessedBook) and isinstance(last, AssessedBook)
    assert (first.outcome.earlier, last.outcome.earlier) == ("", "2026-11-23")
    (row,) = last.outcome.rows
    assert (row.test.id, row.result.n, row.result.median_deg) == ("flexion", 3, 92.0)
    assert [one.value_deg for one in last.captures_of(row)] == [91.5, 93.25, 60.0, 92.0]
    assert last.captures == CAPTURES
    (trend,) = kept.trends(last)
    assert (trend.title, len(trend.course.days), trend.course.noise) == ("forward bend, deg", 3, 8.0)


def test_without_a_history_there_are_no_trends() -> None:
    with pytest.raises(UsageError, match="only for reading: no history"):
        Unkept("no history").trends(opened())


def test_what_the_page_shows_is_told_to_programs(kept: Kept, history: History) -> None:
    _, days, tests = filled(history)
    day = told_kind(day_of(kept, days[0].id.hex), kept)
    assert (day["date"], day["day"]["slumped_s"], len(day["parts"])) == ("2026-11-16", 2000, 2)
    assert day["verify"] == {"state": "not_run", "words": "not checked"}
    assert {"at_s": NINE_S + 900.0, "hour": "09:15", "words": "note: stiff"} in day["moments"]
    found = kept.open(tests[0].id.hex, None)
    assert isinstance(found, AssessedBook)
    assert [one["test"] for one in told_kind(found, kept)["tests"]] == ["flexion"]
    loose = told_kind(opened(), Unkept("none"))
    assert (loose["verify"]["state"], loose["day"]["seconds"]) == ("same", minute()[1].seconds)


def test_the_list_says_what_a_session_was(kept: Kept, history: History) -> None:
    filled(history)
    words = [one.words for one in kept.find("")]
    assert sum("posture through the day" in one for one in words) == 3
    assert sum("assessment" in one for one in words) == 3
    assert SAID_DAY.day is DAY
