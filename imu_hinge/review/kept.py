"""Sessions under review in the history: corrections, notes and limits are kept there."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author, default_author
from imu_hinge.history.clients import client_known_as, client_of
from imu_hinge.history.database import Connection, History
from imu_hinge.history.edits import edit, undo
from imu_hinge.history.effective import exercise_in_force
from imu_hinge.history.journal import edits
from imu_hinge.history.limits import set_limit
from imu_hinge.history.notes import add_note
from imu_hinge.history.pains import pains
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.reading import recording_id_of
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import ME, Author, Client, SessionRow
from imu_hinge.history.sessions import said, session, session_by_id, session_line, session_of_recording, sessions
from imu_hinge.history.trends import is_training, trend
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, open_recording
from imu_hinge.review.adding import Adding
from imu_hinge.review.book import NOTHING, Book
from imu_hinge.review.changes import Change
from imu_hinge.review.finding import found
from imu_hinge.review.keeping import Course, Day, Found, Trend, is_path
from imu_hinge.review.known import name_of, past_of, recorded, remarks_of, without_recording
from imu_hinge.review.opening import open_book, own_exercise
from imu_hinge.review.reading import Through
from imu_hinge.review.tuner import Past, Setting
from imu_hinge.view.noise import noise_of

if TYPE_CHECKING:
    from imu_hinge.review.opened import KindBook, Opened

MONTH_NS = 30 * 86_400_000_000_000
UNKNOWN = "this session is not in the history: `imu-hinge sessions import` adds its recording"
ERASED = "this session was erased while it was open here: nothing of it is kept any more"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who corrects and notes."""

    name: str = ""
    kind: str = ""
    """`wearer` or `trainer`; empty: the wearer of one's own sessions, else a trainer."""


class Kept:
    """Keeping by the history; `folder` is that of recordings, `now_ns` the wall clock."""

    def __init__(
        self, history: History, folder: Path, speaker: Speaker = Speaker(), now_ns: Callable[[], int] = time.time_ns
    ) -> None:
        self.why_not = ""
        self._history, self._folder, self._speaker, self._now_ns = history, folder, speaker, now_ns
        self._adding = Adding(history, folder)
        self._met: set[UUID | str] = set()
        """Recordings whose session, and pseudonyms whose client, the history had: who is erased stays so."""

    def find(self, text: str) -> Sequence[Found]:
        """Sessions of the history, then recordings that it does not have."""
        return found(self._history, self._folder, text)

    def open(self, what: str, exercise: str | None) -> "Opened":
        """A path, or a session by the beginning of its id."""
        if is_path(what):
            return self._open_path(Path(what), exercise)
        with self._history.reading() as db:
            row = session(db, what)
        if row.kind != Kind.TRAINING:
            return self._open_kind(row)
        path = path_of(row, self._folder)
        if path is not None and path.exists():
            return self.known(open_book(path, exercise))
        with self._history.reading() as db:
            return self._described(db, row, without_recording(db, row))

    def _open_path(self, path: Path, exercise: str | None) -> "Opened":
        from imu_hinge.review.opened import open_session

        book = open_session(path, exercise)
        return self.known(book) if isinstance(book, Book) else self.known_kind(book)

    def _open_kind(self, row: SessionRow) -> "KindBook":
        """A day or an assessment, from the history alone."""
        from imu_hinge.review.kinds_kept import session_known

        with self._history.reading() as db:
            found = session_known(db, session_line(db, row.id).client, row, self._folder)
        self._note_looking(row)
        return found

    def known_kind(self, book: "KindBook") -> "KindBook":
        """With everything the history has; as it is, where the history does not have it."""
        with self._history.reading() as db:
            row = session_of_recording(db, book.recording_id) if book.recording_id else None
        return self._open_kind(row) if row else book

    def checked_kind(self, book: "KindBook", through: Through) -> "KindBook":
        """What the recording came to completes the session, where the history has it."""
        path = book.path
        if book.session_id is None or path is None:
            return book.after(through)
        with open_recording(path) as recording:
            self._adding.read(path, recording.about, through)
        return self.known_kind(book)

    def trends(self, book: "KindBook") -> Sequence[Trend]:
        """The days or assessments of this client."""
        from imu_hinge.review.kinds_kept import trends_of

        if book.session_id is None:
            raise UsageError(UNKNOWN)
        with self._history.reading() as db:
            return trends_of(db, session_line(db, book.session_id).client, book)

    def note_kind(self, book: "KindBook", at_s: float, text: str) -> "KindBook":
        """Keeps a note about a second of a day, or about an assessment."""
        from imu_hinge.review.kinds_kept import noted_at

        session_id, t_ns = noted_at(book, at_s)
        with self._history.writing() as db:
            row = session_by_id(db, session_id) if session_id else None
            if row is None:
                raise UsageError(ERASED if session_id else UNKNOWN)
            client = session_line(db, row.id).client
            add_note(db, client, self._author(db, client), text, self._now_ns(), session=row, t_ns=t_ns)
        return self.known_kind(book)

    def known(self, book: Book) -> Book:
        """With what people said of it; as it is, where the history does not have it."""
        if book.about is None or book.asked:
            return book
        with self._history.reading() as db:
            self._meet(db, book.about)
            row = session_of_recording(db, recording_id_of(book.about))
            if row is None:
                return book
            described = self._described(db, row, book)
        self._note_looking(row)
        return described

    def checked(self, book: Book, through: Through) -> None:
        """What the whole recording came to completes the session, where the history has it."""
        if book.path and book.about and not book.asked:
            self._adding.read(book.path, book.about, through)

    def change(self, book: Book, change: Change, reason: str) -> tuple[Book, str]:
        """Notes a correction."""
        row, added = self._row(book)
        with self._history.writing() as db:
            said_by = self._author(db, session_line(db, row.id).client)
            at_ns = self._now_ns()
            edit(db, row.id, change.action, change.t_bottom_ns, change.after, said_by, reason, at_ns)
        return self.known(book), f"kept, u takes it back{added}"

    def undo(self, book: Book) -> tuple[Book, str]:
        """Takes the last correction back."""
        row, added = self._row(book)
        with self._history.writing() as db:
            undo(db, row.id, self._author(db, session_line(db, row.id).client), self._now_ns())
        return self.known(book), f"the last change is taken back{added}"

    def note(self, book: Book, t_ns: int, text: str) -> tuple[Book, str]:
        """Keeps a note about a moment."""
        row, added = self._row(book)
        with self._history.writing() as db:
            client = session_line(db, row.id).client
            add_note(db, client, self._author(db, client), text, self._now_ns(), session=row, t_ns=t_ns)
        return self.known(book), f"note kept{added}"

    def month(self, book: Book) -> Sequence[Past]:
        """The sessions of this client in the month up to this one."""
        this = Past(book.sets, book.exercise, book.said.calibrations)
        if book.started_ns is None:
            return (this,)
        with self._history.reading() as db:
            client = self._client(db, book)
            lines = sessions(db, client, book.started_ns - MONTH_NS, book.started_ns) if client else []
            past = [past_of(db, line.session) for line in lines if is_training(line.session)]
        return (*past, this)

    def keep_limit(self, book: Book, setting: Setting) -> str:
        """Keeps a limit for this client."""
        about = recorded(book)
        with self._history.writing() as db:
            if (client := self._client(db, book)) is None:
                self._check_not_erased(db, book, about)
                client = client_of(db, about.client, self._now_ns())
            said_by = self._author(db, client)
            set_limit(db, client, setting.fault.id, setting.caution, setting.limit, said_by, self._now_ns())
        whom = f" for {name_of(client)}" if name_of(client) else ""
        return f"kept{whom}: holds from the next session on"

    def course(self, book: Book, measure: str) -> Course:
        """The measure over this client's sessions with the same exercise."""
        with self._history.reading() as db:
            client = self._client(db, book)
            points = trend(db, client, measure, book.exercise.id) if client else []
        days = [
            Day(one.started_at_ns, book.utc_offset_min, one.value, one.counted)
            for one in points
            if one.value is not None
        ]
        return Course(tuple(days), noise_of(measure))

    def _row(self, book: Book) -> tuple[SessionRow, str]:
        """The session in the history; where it was not there it is added, which is told."""
        if book.asked:
            raise UsageError(f"only for reading: shown as {book.exercise.id}, which is not what it is kept as")
        about = recorded(book)
        with self._history.reading() as db:
            row = session_of_recording(db, recording_id_of(about))
            if row is not None:
                return row, ""
            self._check_not_erased(db, book, about)
        row = self._adding.add(book, about)
        self._met.add(row.recording_id)
        return row, "; the session was added to the history"

    def _meet(self, db: Connection, about: About) -> None:
        """Remembers what the history has now."""
        if session_of_recording(db, recording_id_of(about)) is not None:
            self._met.add(recording_id_of(about))
        if client_known_as(db, about.client) is not None:
            self._met.add(about.client)

    def _check_not_erased(self, db: Connection, book: Book, about: About) -> None:
        """Raises UsageError where the session or its client was in the history, or its recording is gone."""
        client_gone = about.client in self._met and client_known_as(db, about.client) is None
        if recording_id_of(about) in self._met or client_gone or (book.path and not book.path.exists()):
            raise UsageError(ERASED)

    def _described(self, db: Connection, row: SessionRow, book: Book) -> Book:
        """The book with everything the history has of the session."""
        journal, client = edits(db, row.id), session_line(db, row.id).client
        scores = pains(db, client, row)
        book = replace(
            book,
            edits=tuple(journal),
            remarks=remarks_of(db, client, row, scores),
            pains=tuple(sorted((one.t_ns, one.score) for one in scores if one.t_ns is not None)),
            client=name_of(client),
        )
        wanted = exercise_in_force(journal) or (book.about.exercise if book.about else row.exercise)
        if row.exercise != wanted:  # the fold has still to judge it
            return replace(book, exercise=own_exercise(book, wanted), said=NOTHING, raised=(), live=False)
        exercise = exercise_of(db, row)
        same = exercise.id == book.exercise.id
        known = said(db, row.id) if row.ended_at_ns is not None else book.said
        return replace(book, exercise=exercise, said=known, live=book.live and same, raised=book.raised if same else ())

    def _note_looking(self, row: SessionRow) -> None:
        """Somebody else than the wearer looks at it; a history that cannot be written is told when it matters."""
        with suppress(HingeError), self._history.writing() as db:
            client = session_line(db, row.id).client
            if client.pseudonym != ME:
                looked(db, client, self._author(db, client), "shown", self._now_ns())

    def _client(self, db: Connection, book: Book) -> Client | None:
        """Whose session it is, where the history knows."""
        if book.about is None:
            return None
        row = session_of_recording(db, recording_id_of(book.about))
        return session_line(db, row.id).client if row else None

    def _author(self, db: Connection, client: Client) -> Author:
        """Whoever looks at the sessions of others is a trainer, unless it is said."""
        kind = self._speaker.kind or ("wearer" if client.pseudonym == ME and not self._speaker.name else "trainer")
        return author(db, self._speaker.name, kind) if self._speaker.name else default_author(db, kind)
