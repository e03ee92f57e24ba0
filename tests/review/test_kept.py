"""Corrections, notes and limits under review are kept in the history."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.history.accesses import accesses
from imu_hinge.history.clients import add_client, changed_client, client_of, clients
from imu_hinge.history.database import History, connected, sqlite_url
from imu_hinge.history.edits import edits
from imu_hinge.history.limits import limits
from imu_hinge.history.migrations import migrate
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import add_pain
from imu_hinge.history.reading import recording_id_of
from imu_hinge.history.rows import ME, SessionRow
from imu_hinge.history.sessions import save_said, save_session, session_of_recording, sessions
from imu_hinge.history.tables import METADATA
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.model.events import RepStatus
from imu_hinge.review.book import Book
from imu_hinge.review.changes import Change, changes, counting
from imu_hinge.review.desk import Desk
from imu_hinge.review.finding import span_of
from imu_hinge.review.keeping import Keeping, Unkept, is_path, recordings
from imu_hinge.review.kept import ERASED, Kept, Speaker
from imu_hinge.review.opening import open_book
from imu_hinge.review.tuner import setting
from tests.made import bends_csv
from tests.review.made import ROUNDING, SPLIT, Given, path_of, sample

DAY_NS = 86_400_000_000_000


def opened(keeping: Keeping, what: str, exercise: str | None = None) -> Book:
    """A training session."""
    book = keeping.open(what, exercise)
    assert isinstance(book, Book)
    return book


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "history.db"
    with connected(sqlite_url(path)) as history:
        migrate(history)
    return path


@pytest.fixture
def history(empty: Path, tmp_path: Path) -> Iterator[History]:
    with connected(sqlite_url(Path(shutil.copy(empty, tmp_path / "history.db")))) as history:
        yield history


@pytest.fixture
def kept(history: History, tmp_path: Path) -> Kept:
    numbers = iter(range(10**18, 2 * 10**18, 10**9))
    return Kept(history, tmp_path, now_ns=lambda: next(numbers))


@pytest.fixture
def desk(kept: Kept) -> Desk:
    """A session that was gone through and is not in the history."""
    desk = Desk(opened(kept, str(path_of(ROUNDING))), kept, sample)
    desk.look()
    return desk


def row_of(history: History, book: Book) -> SessionRow | None:
    assert book.about is not None
    with history.reading() as db:
        return session_of_recording(db, recording_id_of(book.about))


def change_of(book: Book, place: int, words: str) -> Change:
    return next(one for one in changes(book, book.lines[place]) if words in one.words)


def test_looking_adds_nothing(desk: Desk, history: History) -> None:
    assert row_of(history, desk.reviewed.book) is None


def test_the_first_change_adds_the_session_and_says_so(desk: Desk, history: History) -> None:
    before = desk.reviewed.book
    words = desk.change(change_of(before, 3, "leave it out"), "phone rang")
    assert words == "kept, u takes it back; the session was added to the history"
    book = desk.reviewed.book
    assert (before.totals.reps, book.totals.reps) == (7, 6)
    assert [line.counts for line in book.lines] == [True] * 3 + [False] + [True] * 3
    assert book.corrections == 1
    row = row_of(history, book)
    assert row is not None and row.verify_state == "same" and row.duration_ns > 0
    with history.reading() as db:
        (edit,) = edits(db, row.id)
    assert (edit.action, edit.reason) == ("exclude", "phone rang")


def test_a_change_is_taken_back_by_a_further_entry(desk: Desk, history: History) -> None:
    desk.change(change_of(desk.reviewed.book, 3, "leave it out"))
    assert desk.undo() == "the last change is taken back"
    assert desk.reviewed.book.totals.reps == 7 and desk.reviewed.book.corrections == 0
    assert len(desk.reviewed.book.edits) == 2
    assert "to take back" in desk.undo()


def test_what_was_left_out_counts_again(desk: Desk) -> None:
    desk.change(change_of(desk.reviewed.book, 3, "leave it out"))
    assert desk.change(change_of(desk.reviewed.book, 3, "count it again")) == "kept, u takes it back"
    assert desk.reviewed.book.totals.reps == 7


def test_doubt_side_and_verdict_are_changed(kept: Kept) -> None:
    desk = Desk(opened(kept, str(path_of(SPLIT))), kept, sample)
    desk.look()
    assert all(line.rep.side == "left" for line in desk.reviewed.book.lines[:5])
    for words in ("it is unsure", "side: right"):
        desk.change(change_of(desk.reviewed.book, 0, words))
    first = desk.reviewed.book.lines[0].rep
    assert (first.status, first.side) == (RepStatus.UNSURE, "right")
    desk.change(change_of(desk.reviewed.book, 0, "as the program had it"))
    first = desk.reviewed.book.lines[0].rep
    assert (first.status, first.side) == (RepStatus.COUNTED, "left")


def test_a_verdict_is_taken_away(desk: Desk) -> None:
    assert desk.reviewed.book.totals.faults["lumbar_flexion"] == 3
    desk.change(change_of(desk.reviewed.book, 2, 'it was not "rounded"'))
    assert desk.reviewed.book.totals.faults["lumbar_flexion"] == 2


def test_a_movement_that_was_not_counted_counts(kept: Kept, history: History) -> None:
    book = open_book(path_of("band_rdl"))
    desk = Desk(book, kept, lambda *_: Given([]))
    assert book.uncounted
    before, movement = book.totals.reps, book.uncounted[0]
    assert desk.count(book.lines[0].rep.t_bottom_ns).startswith("enter goes to a movement")
    assert desk.count(movement.t_bottom_ns).startswith("kept")
    assert desk.reviewed.book.totals.reps == before + 1
    assert len(desk.reviewed.book.uncounted) == len(book.uncounted) - 1
    row = row_of(history, book)
    assert row is not None and row.ended_at_ns is None, "it was not gone through yet"


def test_a_movement_joins_the_set_it_is_in() -> None:
    book = open_book(path_of("band_rdl"))
    change = counting(book, book.uncounted[0])
    assert change.after["set_index"] in {one.index for one in book.sets}
    assert change.after["t_start_ns"] < book.uncounted[0].t_bottom_ns < change.after["t_end_ns"]


def test_going_through_completes_a_session_that_was_added_before(kept: Kept, history: History) -> None:
    desk = Desk(opened(kept, str(path_of(ROUNDING))), kept, sample)
    desk.note(9_000_000_000, "before it was read")
    row = row_of(history, desk.reviewed.book)
    assert row is not None and (row.ended_at_ns, row.verify_state) == (None, "not_run")
    desk.look()
    row = row_of(history, desk.reviewed.book)
    assert row is not None and row.ended_at_ns is not None and row.verify_state == "same" and row.recording_sha256
    assert [one.text for one in kept.known(desk.reviewed.book).remarks] == ["before it was read"]


def test_notes_are_kept_with_their_moment_and_author(desk: Desk, history: History) -> None:
    assert desk.note(50_000_000_000, "elbows") == "note kept; the session was added to the history"
    assert [(one.t_ns, one.author, one.text) for one in desk.reviewed.book.remarks] == [
        (50_000_000_000, "wearer", "elbows")
    ]
    row = row_of(history, desk.reviewed.book)
    with history.reading() as db:
        assert row is not None and len(sessions(db)) == 1 and len(notes(db, sessions(db)[0].client)) == 1


def test_another_exercise_is_judged_by_the_fold(desk: Desk, kept: Kept, history: History) -> None:
    desk.change(change_of(desk.reviewed.book, 0, "the whole session was: Forward bend"))
    book = desk.reviewed.book
    assert (book.exercise.id, book.live, book.totals.reps) == ("forward_bend", False, 0)
    desk.look()
    assert desk.reviewed.book.totals.reps > 0
    row = row_of(history, book)
    assert row is not None and row.exercise == "band_rdl", "the hand-made reader tells the same as before"
    desk.undo()
    desk.look()
    assert desk.reviewed.book.exercise.id == "band_rdl" and desk.reviewed.book.totals.reps == 7


def test_a_session_opens_by_its_id_with_everything_known(desk: Desk, kept: Kept, history: History) -> None:
    desk.change(change_of(desk.reviewed.book, 3, "leave it out"))
    row = row_of(history, desk.reviewed.book)
    assert row is not None
    again = opened(kept, row.id.hex[:8])
    assert again.totals == desk.reviewed.book.totals and again.live
    assert again.path == path_of(ROUNDING).absolute()
    with pytest.raises(UsageError, match="there is no session 'ffffffff'"):
        kept.open("ffffffff", None)


def test_a_session_whose_recording_is_gone_is_known_by_its_numbers(desk: Desk, kept: Kept, history: History) -> None:
    desk.note(0, "x")
    row = row_of(history, desk.reviewed.book)
    assert row is not None
    with history.writing() as db:
        save_session(db, replace(row, recording_path="gone.mcap"))
    book = opened(kept, row.id.hex)
    assert book.path is None and book.totals.reps == 7 and [one.text for one in book.remarks] == ["x"]


def test_pain_told_later_stands_with_the_notes(desk: Desk, kept: Kept, history: History) -> None:
    desk.note(0, "x")
    row = row_of(history, desk.reviewed.book)
    with history.writing() as db:
        line = sessions(db)[0]
        add_pain(db, line.client, 3, "next_day", 2 * 10**18, session=row)
    assert [(one.author, one.text) for one in kept.known(desk.reviewed.book).remarks][-1] == ("pain next day", "3")


def of_anna(kept: Kept, history: History, desk: Desk) -> Book:
    """The session as one of a client, a day later than three others of hers."""
    desk.note(0, "x")
    row = row_of(history, desk.reviewed.book)
    assert row is not None
    with history.writing() as db:
        anna = add_client(db, display_name="Anna", birth_year=None, now_ns=10**18)
        said = desk.reviewed.book.said
        for days, source in ((1, "live"), (2, "live"), (3, "simulate"), (40, "live")):
            ident = row.id.int + days
            other = replace(row, id=type(row.id)(int=ident), recording_id=type(row.id)(int=ident), client_id=anna.id)
            other = replace(other, started_at_ns=row.started_at_ns - days * DAY_NS, source=source, recording_path="")
            save_session(db, other)
            save_said(db, other.id, said, desk.reviewed.book.exercise)
        save_session(db, replace(row, client_id=anna.id, source="live"))
    return kept.known(desk.reviewed.book)


def test_a_client_is_called_by_name_and_looking_is_noted(kept: Kept, history: History, desk: Desk) -> None:
    book = of_anna(kept, history, desk)
    assert book.client == "Anna"
    with history.reading() as db:
        anna = sessions(db)[0].client
        assert [one.what for one in accesses(db, anna)] == ["shown"]
    assert kept.note(book, 0, "by her trainer")[0].remarks[-1].author == "trainer"
    named = Kept(history, Path(), Speaker("Ben"), now_ns=lambda: 2 * 10**18)
    assert named.note(book, 0, "by him")[0].remarks[-1].author == "Ben"


def test_the_last_month_is_that_before_the_session(kept: Kept, history: History, desk: Desk) -> None:
    past = kept.month(of_anna(kept, history, desk))
    assert [sum(len(one.reps) for one in session.sets) for session in past] == [7, 7, 7]


def test_the_trend_is_that_of_the_client(kept: Kept, history: History, desk: Desk) -> None:
    course = kept.course(of_anna(kept, history, desk), "lumbar_flexion_peak_deg")
    assert course.noise == 8.0
    assert [day.of for day in course.days] == [7, 7, 7, 7]
    assert [day.started_ns for day in course.days] == sorted(day.started_ns for day in course.days)


def test_a_limit_is_kept_for_the_client(kept: Kept, history: History, desk: Desk) -> None:
    book = desk.reviewed.book
    now = setting(book.exercise.faults[0], book.calibrated(book.duration_ns)).moved(0, 2)
    assert kept.keep_limit(book, now) == "kept: holds from the next session on"
    with history.writing() as db:
        (limit,) = limits(db, client_of(db, ME, 0))
    assert (limit.fault, limit.caution, limit.limit) == ("lumbar_flexion", now.caution, now.limit)


def test_sessions_are_found_by_client_date_and_note(kept: Kept, history: History, desk: Desk) -> None:
    desk.note(0, "elbows")
    of_anna(kept, history, desk)
    assert next(one.words for one in kept.find("")) == "1 Jan 2026, 10:00  Anna  Romanian deadlift against the band"
    assert kept.find("anna") == kept.find("")
    assert len(kept.find("2025-12-30")) == 1 and len(kept.find("2025-12")) == 3 and kept.find("2024-02-30") == []
    assert len(kept.find("elbows")) == 1
    assert kept.find("nobody") == []
    assert kept.find("")[0].detail == "7 reps, low back peak 44 deg"


def test_recordings_that_the_history_does_not_have_are_listed_too(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "c-7k2m9xq4"
    folder.mkdir()
    path = Path(shutil.copy(path_of(SPLIT), folder / "20260101T090000Z-0b9a61f2.mcap"))
    assert [one.what for one in kept.find("7k2")] == [str(path)]
    assert [one.words for one in recordings(tmp_path)] == ["c-7k2m9xq4/20260101T090000Z-0b9a61f2.mcap"]
    kept.note(opened(kept, str(path)), 0, "x")
    assert [one.words for one in kept.find("")] == ["1 Jan 2026, 10:00  Split stance hinge"]


@pytest.mark.parametrize(
    ("text", "days"), [("2026-03-14", 1), ("2026-02", 28), ("2026-12", 31), ("2026-13", None), ("Anna", None)]
)
def test_a_day_or_a_month_is_its_time(text: str, days: int | None) -> None:
    span = span_of(text)
    assert (None if span is None else (span[1] - span[0]) // DAY_NS) == days


def test_under_another_exercise_and_without_a_recording_nothing_is_kept(kept: Kept, tmp_path: Path) -> None:
    asked = opened(kept, str(path_of(ROUNDING)), "band_hinge")
    with pytest.raises(UsageError, match="only for reading: shown as band_hinge"):
        kept.note(asked, 0, "x")
    table = opened(kept, str(bends_csv(tmp_path / "bends.csv")), "forward_bend")
    with pytest.raises(UsageError, match="only for reading: this is no recording"):
        kept.note(table, 0, "x")
    assert kept.known(table) is table and len(kept.month(table)) == 1


def erase_all(history: History) -> None:
    with history.writing() as db:
        for table in reversed(METADATA.sorted_tables):
            db.execute(table.delete())


def test_a_session_that_is_erased_while_it_is_open_stays_erased(kept: Kept, history: History, desk: Desk) -> None:
    of_anna(kept, history, desk)
    erase_all(history)
    book = desk.reviewed.book
    now = setting(book.exercise.faults[0], book.calibrated(book.duration_ns)).moved(0, 2)
    assert [desk.note(0, "too late"), desk.change(change_of(book, 0, "leave it out")), desk.undo()] == [ERASED] * 3
    with pytest.raises(UsageError, match="was erased"):
        kept.keep_limit(book, now)
    desk.look()
    with history.reading() as db:
        assert (clients(db), sessions(db)) == ([], [])


def test_a_session_whose_client_is_erased_is_not_added(kept: Kept, history: History) -> None:
    with history.writing() as db:
        client_of(db, ME, 0)
    desk = Desk(opened(kept, str(path_of(ROUNDING))), kept, sample)
    desk.look()
    erase_all(history)
    assert desk.note(0, "too late") == ERASED


def test_a_session_whose_recording_is_gone_is_not_added(kept: Kept, history: History, tmp_path: Path) -> None:
    copy = Path(shutil.copy(path_of(ROUNDING), tmp_path / "copy.mcap"))
    book = opened(kept, str(copy))
    copy.unlink()
    with pytest.raises(UsageError, match="was erased"):
        kept.note(book, 0, "too late")


def test_a_limit_is_kept_for_whose_session_it_is(kept: Kept, history: History, desk: Desk) -> None:
    book = of_anna(kept, history, desk)
    now = setting(book.exercise.faults[0], book.calibrated(book.duration_ns)).moved(0, 2)
    assert kept.keep_limit(book, now) == "kept for Anna: holds from the next session on"


def test_without_a_history_files_can_be_read_and_the_reason_is_told() -> None:
    unkept = Unkept("the history is of a later program")
    desk = Desk(opened(unkept, str(path_of(ROUNDING))), unkept, sample)
    desk.look()
    book = desk.reviewed.book
    for told in (desk.note(0, "x"), desk.undo(), desk.change(change_of(book, 0, "leave it out"))):
        assert told == "only for reading: the history is of a later program"
    with pytest.raises(HingeError):
        unkept.course(book, "hinge_share")
    assert desk.month() == () and desk.reviewed.book is book


def test_a_read_only_history_is_told_when_something_is_to_be_kept(desk: Desk, history: History) -> None:
    assert history.path is not None
    with history.engine.connect() as db:
        db.exec_driver_sql("PRAGMA user_version")
    with history.writing() as db:
        db.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert desk.note(0, "x").startswith(str(history.path))
    assert desk.reviewed.book.remarks == ()


def test_a_name_with_a_dot_or_a_folder_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "abcd").touch()
    assert [is_path(what) for what in ("abcd", "x.mcap", "a/b", "0b9a61f2")] == [True, True, True, False]


def test_a_name_is_changed_everywhere(kept: Kept, history: History, desk: Desk) -> None:
    book = of_anna(kept, history, desk)
    with history.writing() as db:
        changed_client(db, sessions(db)[0].client, display_name="Anne")
    assert kept.known(book).client == "Anne"
