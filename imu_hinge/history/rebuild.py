"""Makes sessions again from their recordings; what people said of them stays."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select, update

from imu_hinge.history.clients import client_of, is_pseudonym
from imu_hinge.history.database import History
from imu_hinge.history.effective import exercise_in_force
from imu_hinge.history.files import is_written, sha256_of
from imu_hinge.history.journal import edits
from imu_hinge.history.profiles import save_profile
from imu_hinge.history.reading import SessionRead, Watch, read_recording, recording_id_of, stored_path, unwatched
from imu_hinge.history.recorded import keep_recorded
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import save_said, save_session, session_of_recording
from imu_hinge.history.stored import read
from imu_hinge.history.tables import SESSION
from imu_hinge.model.errors import HingeError, HistoryError, RecordingError, UsageError
from imu_hinge.recording import Recording, open_recording
from imu_hinge.recording.names import PART, SUFFIX, final_of

Progress = Callable[[int, int], None]
"""Hears how many recordings are done, of how many."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of the recordings."""

    sessions: int
    """How many were made again."""
    problems: tuple[str, ...]
    """Recordings that could not be used, of which the history keeps what it has, and damage in those that could."""


def _silent(done: int, total: int) -> None:
    """Nobody waits."""


def rebuild(
    history: History,
    folder: Path,
    progress: Progress = _silent,
    client: Client | None = None,
    watch: Watch = unwatched,
) -> Rebuilt:
    """All recordings below `folder`, and those of the history that lie elsewhere; of one client where it is given.

    Sessions without an end come first. A recording that cannot be read is told and left out. Raises HistoryError
    where the database does not take what is read.
    """
    return _all(history, _paths(history, folder, client), folder, progress, watch)


def finish(history: History, folder: Path, progress: Progress = _silent) -> Rebuilt:
    """Only the sessions that stopped without an end and are not going on somewhere."""
    with history.reading() as db:
        open_ones = _without_end(db)
    return _all(history, [path for path in _lying(folder) if _is_of(path, open_ones, folder)], folder, progress)


def refold(history: History, session: SessionRow, folder: Path) -> SessionRow:
    """One session, under the exercise in force. Raises UsageError where its recording is gone, HingeError."""
    path = path_of(session, folder)
    if path is None or not path.exists():
        raise UsageError(f"session {session.id}: its recording is gone, so that it cannot be judged again")
    with open_recording(path) as recording:
        return _saved(history, recording, folder)


def path_of(session: SessionRow, folder: Path) -> Path | None:
    """Where its recording lies or lay; None where there is none. `folder` is that of recordings."""
    return folder / session.recording_path if session.recording_path else None


def keep(history: History, found: SessionRead, folder: Path, client: Client | None = None) -> SessionRow:
    """Puts what was read into the history, in one transaction.

    The session stays with the client it has; a new one is `client`'s, else of the client in whose folder the
    recording lies, else of the one it names, made when absent. Raises HingeError.
    """
    with history.writing() as db:
        row = found.row(_client_id(db, found, folder, client), folder)
        save_profile(db, found.profile)
        save_session(db, row)
        save_said(db, row.id, found.said, found.exercise)
        keep_recorded(db, row, found.pains, found.notes, time.time_ns())
    return row


def _client_id(db: Connection, found: SessionRead, folder: Path, client: Client | None) -> UUID:
    if there := session_of_recording(db, recording_id_of(found.about)):
        return there.client_id
    if client:
        return client.id
    within = stored_path(found.path, folder).partition("/")[0]
    pseudonym = within if is_pseudonym(within) else found.about.client
    return client_of(db, pseudonym, found.about.start_wall_ns).id


def _all(
    history: History, paths: Sequence[Path], folder: Path, progress: Progress, watch: Watch = unwatched
) -> Rebuilt:
    sessions, problems = 0, list[str]()
    for done, path in enumerate(paths):
        progress(done, len(paths))
        try:
            with open_recording(path) as recording:
                _check(history, recording, folder)
                row = _saved(history, recording, folder, watch)
            sessions += 1
            problems += [f"{path}: {damage}" for damage in row.damage]
        except HistoryError:
            raise
        except (HingeError, OSError) as error:
            problems.append(str(error))
    progress(len(paths), len(paths))
    return Rebuilt(sessions, tuple(problems))


def _saved(history: History, recording: Recording, folder: Path, watch: Watch = unwatched) -> SessionRow:
    with history.reading() as db:
        there = session_of_recording(db, recording_id_of(recording.about))
        chosen = exercise_in_force(edits(db, there.id)) if there else None
    return keep(history, read_recording(recording, chosen, watch), folder)


def _check(history: History, recording: Recording, folder: Path) -> None:
    """Raises RecordingError where this file says less of its session than the history, or is not the only one."""
    with history.reading() as db:
        there = session_of_recording(db, recording_id_of(recording.about))
    if there is None or there.ended_at_ns is None:
        return
    place = path_of(there, folder)
    lies = place is not None and place.exists()
    lost = [str(one) for one in recording.damage if one.missing_first is not None and str(one) not in there.damage]
    if lost:
        if not lies:
            _move(history, there, recording, folder)
        raise RecordingError(recording.path, None, f"{lost[0]}; the history keeps what was said when it was whole")
    if place and lies and not place.samefile(recording.path):
        raise RecordingError(recording.path, None, f"is a copy of {place}, which is the one that counts; remove one")


def _move(history: History, session: SessionRow, recording: Recording, folder: Path) -> None:
    """The recording lies elsewhere: a heal gives it another name."""
    where = {"recording_path": stored_path(recording.path, folder), "recording_sha256": sha256_of(recording.path)}
    with history.writing() as db:
        db.execute(update(SESSION).where(SESSION.c.id == session.id).values(where))


def _paths(history: History, folder: Path, client: Client | None) -> list[Path]:
    """Those of sessions without an end first, then in order of name."""
    with history.reading() as db:
        open_ones = _without_end(db)
        of = select(SESSION) if client is None else select(SESSION).where(SESSION.c.client_id == client.id)
        known = (path_of(row, folder) for row in read(db, SessionRow, of))
        there = {path for path in known if path is not None and path.exists()}
    below = folder if client is None else folder / client.pseudonym
    return sorted({*_lying(below), *there}, key=lambda path: (not _is_of(path, open_ones, folder), path.name, path))


def _lying(folder: Path) -> list[Path]:
    """Recordings, and what a crash left of some; not those that are being written."""
    parts = (path for path in folder.rglob(f"*{SUFFIX}{PART}") if not is_written(path))
    return [*folder.rglob(f"*{SUFFIX}"), *parts]


def _without_end(db: Connection) -> list[SessionRow]:
    return read(db, SessionRow, select(SESSION).where(SESSION.c.ended_at_ns.is_(None)))


def _is_of(path: Path, sessions: Iterable[SessionRow], folder: Path) -> bool:
    """By the id in its name, or by where a session says that its recording lies."""
    return any(one.recording_id.hex[:8] in path.name or final_of(path) == path_of(one, folder) for one in sessions)
