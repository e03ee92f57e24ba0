"""Puts a session under review into the history: at once with what was said live, whole when it was gone through."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from imu_hinge.history.clients import client_of
from imu_hinge.history.database import History
from imu_hinge.history.files import sha256_of
from imu_hinge.history.profiles import profile_of, save_profile
from imu_hinge.history.reading import SessionRead, recording_id_of, session_id_of, stored_path
from imu_hinge.history.rebuild import keep
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import save_said, save_session, session_of_recording
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import About
from imu_hinge.review.agreement import DIFFERS, SAME, state_of
from imu_hinge.review.book import Book
from imu_hinge.review.reading import Through

NOT_RUN = "not_run"
_STATES = {SAME: "same", DIFFERS: "different"}


class Adding:
    """Remembers what recordings came to, for sessions that are added later."""

    def __init__(self, history: History, folder: Path) -> None:
        self._history, self._folder = history, folder
        self._reads: dict[UUID, SessionRead] = {}

    def read(self, path: Path, about: About, through: Through) -> None:
        """A recording was gone through: completes its session, where there is one. Raises HingeError, OSError."""
        found = _session_read(path, about, through)
        self._reads[recording_id_of(about)] = found
        with self._history.reading() as db:
            row = session_of_recording(db, recording_id_of(about))
        if row is not None and (row.ended_at_ns is None or row.exercise != found.exercise.id):
            keep(self._history, found, self._folder)
        elif row is not None and row.verify_state != found.verify_state != NOT_RUN:
            self._note_state(row, found.verify_state)

    def add(self, book: Book, about: About) -> SessionRow:
        """Adds it. Raises UsageError while nothing is known of it, HingeError."""
        found = self._reads.get(recording_id_of(about))
        return keep(self._history, found, self._folder) if found else self._add_unread(book, about)

    def _add_unread(self, book: Book, about: About) -> SessionRow:
        """With what was said live, and without an end: that comes when the recording was gone through."""
        if not book.live or book.path is None:
            raise UsageError("nothing is known of this session yet: wait until the recording was gone through")
        with self._history.writing() as db:
            client = client_of(db, about.client, about.start_wall_ns)
            row = SessionRow(
                id=session_id_of(about),
                client_id=client.id,
                recording_id=recording_id_of(about),
                recording_path=stored_path(book.path, self._folder),
                recording_sha256="",
                source=about.source,
                kind=about.kind,
                exercise=book.exercise.id,
                profile_sha256=save_profile(db, profile_of(about)),
                software=about.software,
                started_at_ns=about.start_wall_ns,
                utc_offset_min=about.utc_offset_min,
                origin_ns=0,
                duration_ns=book.duration_ns,
                ended_at_ns=None,
                end_reason="",
                damage=(),
                verify_state=NOT_RUN,
                lost_samples=0,
                warnings=(),
            )
            save_session(db, row)
            save_said(db, row.id, book.said, book.exercise)
        return row

    def _note_state(self, row: SessionRow, state: str) -> None:
        with self._history.writing() as db:
            save_session(db, replace(row, verify_state=state))


def _session_read(path: Path, about: About, through: Through) -> SessionRead:
    exercise = through.analysis.exercise
    own = about.exercise == exercise.id
    return SessionRead(
        path=path,
        about=about,
        profile=profile_of(about, None if own else exercise.id),
        exercise=exercise,
        said=through.said,
        pains=through.pains,
        notes=through.notes,
        analysis=through.analysis,
        sha256=sha256_of(path),
        duration_ns=through.duration_ns,
        end_reason=through.end_reason,
        verify_state=_STATES.get(state_of(through.agreement), NOT_RUN),
    )
