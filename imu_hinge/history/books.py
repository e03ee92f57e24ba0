"""The books of a session that goes on: what was heard of it, and what of that is in the history already."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from imu_hinge.analysis import warning_dict
from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.clients import client_known_as, me
from imu_hinge.history.database import History, open_history
from imu_hinge.history.files import sha256_of
from imu_hinge.history.hearing import NOTE, TRAINER_NOTE, Hearing
from imu_hinge.history.keeper import End, Heard
from imu_hinge.history.profiles import profile_of, save_profile
from imu_hinge.history.reading import begun_row, stored_path
from imu_hinge.history.recorded import keep_recorded
from imu_hinge.history.rows import ME, Said, SessionRow
from imu_hinge.history.sessions import save_beside, save_said, save_session, save_set
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.model.events import Captured, CaptureDropped, RepCompleted, RepRejected, RepRevised, SetEnded
from imu_hinge.recording import About, default_folder

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay

_REMEDY = "the session goes on; `imu-hinge sessions rebuild` makes up for it from the recording"
_KEPT_WORDS = ("pain", NOTE, TRAINER_NOTE)
_CHANGING = (SetEnded, RepCompleted, RepRevised, RepRejected)
"""What may change a set that ended."""
_AT_ONCE = (Captured, CaptureDropped)
"""What is kept as soon as it is said."""

_OPENING = Lock()
"""One after another: a dozen sessions that open at once, each looking for new tables, would slow the counting."""


class _ErasedError(UsageError):
    """The client of the session is gone: making it again from the recording is the last thing that is wanted."""


class Books:
    """Used on one thread. What the database refuses is told once and tried again with the next thing to keep."""

    def __init__(
        self, about: About, exercise: Exercise, path: Path | None, tell: Callable[[str], None], url: str | None
    ) -> None:
        self._about, self._exercise, self._path, self._tell, self._url = about, exercise, path, tell, url
        self._hearing = Hearing()
        self._kept: dict[int, SetSummary] = {}
        self._day: PostureDay | None = None
        self._history: History | None = None
        self._told = False
        self._client_id: UUID | None = None
        """As it stands in the row of the session; None before there is one."""

    def run(self, next_one: Callable[[], Heard | End]) -> None:
        """From the first sample to the end: the session without an end, each set when it ended, then the whole."""
        with ExitStack() as opened:
            self._try(opened, self._write)
            while isinstance(heard := next_one(), Heard):
                self._hearing.take(heard.word, heard.events)
                self._day = heard.day or self._day
                if self._is_due(heard):
                    self._keep(opened)
            end, self._day = heard, heard.day
            self._try(opened, lambda db: self._write_end(db, end))

    def _is_due(self, heard: Heard) -> bool:
        """Answers ahead of the session can be taken back: they wait for the first thing after them."""
        said_word = heard.word is not None and heard.word.name in _KEPT_WORDS
        if said_word or heard.day is not None or any(isinstance(event, _AT_ONCE) for event in heard.events):
            return True
        return any(isinstance(event, _CHANGING) for event in heard.events) and bool(self._changed())

    @property
    def _said(self) -> Said:
        return replace(self._hearing.said, day=self._day)

    def _changed(self) -> list[SetSummary]:
        """Sets that ended and are not kept as they are now."""
        return [one for one in self._hearing.said.sets if one.ended and self._kept.get(one.index) != one]

    def _keep(self, opened: ExitStack) -> None:
        changed = self._changed()
        if self._try(opened, self._write):
            self._kept.update({one.index: one for one in changed})

    def _try(self, opened: ExitStack, write: Callable[[Connection], UUID]) -> bool:
        """Whether it was written."""
        try:
            if self._history is None:
                with _OPENING:
                    self._history = opened.enter_context(open_history(self._url))
            with self._history.writing() as db:
                client_id = write(db)
        except _ErasedError as error:
            self._fail(str(error))
        except HingeError as error:
            self._fail(f"{error}; {_REMEDY}")
        except Exception as error:  # whatever happens here must not reach the session
            self._fail(f"{error!r}; {_REMEDY}")
        else:
            self._client_id = client_id
            return True
        return False

    def _fail(self, why: str) -> None:
        if not self._told:
            self._told = True
            self._tell(f"not kept in the history: {why}")

    def _write(self, db: Connection) -> UUID:
        row = self._begun(db)
        save_session(db, row)
        for one in self._changed():
            save_set(db, row.id, one, self._exercise)
        save_beside(db, row.id, self._said)
        keep_recorded(db, row, self._hearing.pains, self._hearing.notes, time.time_ns())
        return row.client_id

    def _write_end(self, db: Connection, end: End) -> UUID:
        row = self._ended(self._begun(db), end)
        save_session(db, row)
        save_said(db, row.id, self._said, self._exercise)
        keep_recorded(db, row, self._hearing.pains, self._hearing.notes, time.time_ns())
        return row.client_id

    def _begun(self, db: Connection) -> SessionRow:
        """The session as it begins. Raises UsageError where its client was erased meanwhile: nobody comes back."""
        profile = profile_of(self._about)
        owner = self._owner(db)
        save_profile(db, profile)
        row = begun_row(self._about, owner, self._exercise.id, profile)
        return replace(row, recording_path=_place(self._path))

    def _owner(self, db: Connection) -> UUID:
        """Only of whoever was not named the first row that is kept makes a client."""
        pseudonym = self._about.client
        if (known := client_known_as(db, pseudonym)) is not None:
            return known.id
        if pseudonym == ME and self._client_id is None:
            return me(db, self._about.start_wall_ns).id
        raise _ErasedError(
            f"{pseudonym} was erased; the session goes on; afterwards `imu-hinge clients erase {pseudonym} --yes` "
            "erases what is recorded of it"
        )

    def _ended(self, row: SessionRow, end: End) -> SessionRow:
        return replace(
            row,
            recording_path=_place(end.path),
            recording_sha256=_sum(end.path) if end.path else "",
            origin_ns=end.origin_ns,
            duration_ns=end.duration_ns,
            ended_at_ns=row.started_at_ns + end.t_ns,
            end_reason=end.reason,
            lost_samples=end.lost_samples,
            warnings=tuple(warning_dict(warning, end.origin_ns) for warning in self._hearing.warnings),
        )


def _place(path: Path | None) -> str:
    return stored_path(path, default_folder()) if path else ""


def _sum(path: Path) -> str:
    """Of a recording; empty where it cannot be read."""
    try:
        return sha256_of(path)
    except OSError:
        return ""
