"""Whose page it is: a recording alone, or a session of the history with all that is known of it."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from imu_hinge.cli.progress import watched
from imu_hinge.history.database import History, checked_url, history_url, open_history
from imu_hinge.history.effective import exercise_in_force
from imu_hinge.history.journal import edits
from imu_hinge.history.reading import recording_id_of
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session, session_of_recording
from imu_hinge.model.errors import HistoryError, RecordingError
from imu_hinge.recording import About, default_folder
from imu_hinge.report.contents import Contents
from imu_hinge.report.known import completed, stored
from imu_hinge.report.recorded import Folded, folded, opened
from imu_hinge.station.settings import load_settings, settings_path


@dataclass(frozen=True, slots=True)
class Reported:
    """What a page is about."""

    contents: Contents
    session: SessionRow | None
    """None where the history does not know it."""


def reported(target: str, exercise: str | None) -> Reported:
    """A path, or the id of a session or the beginning of it. Raises HingeError, OSError.

    A history that cannot be read does not keep a recording from being reported: that is told on standard error.
    """
    if not is_path(target):
        with open_history() as history:
            return _of_session(history, target, exercise)
    try:
        with history_if_there() as known:
            return _of_file(Path(target), exercise, known)
    except HistoryError as error:
        tell(f"{error}; the page is made from the recording alone")
        return _of_file(Path(target), exercise, None)


def is_path(target: str) -> bool:
    """Whether it is meant as a file: an id has neither a dot nor a folder in it."""
    return Path(target).exists() or len(Path(target).parts) > 1 or bool(Path(target).suffix)


def history_if_there() -> AbstractContextManager[History | None]:
    """None rather than a new file."""
    url = checked_url(history_url())
    no_file = url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()
    return nullcontext(None) if no_file else open_history()


def _of_file(path: Path, exercise: str | None, history: History | None) -> Reported:
    found: SessionRow | None = None

    def choose(about: About | None) -> str | None:
        nonlocal found
        if history is None or about is None:
            return exercise
        with history.reading() as db:
            found = session_of_recording(db, recording_id_of(about))
            return exercise or (exercise_in_force(edits(db, found.id)) if found else None)

    told = _with_limit(_folded(path, choose))
    if history is None or found is None:
        return Reported(told.contents, None)
    with history.reading() as db:
        return Reported(completed(db, found, told), found)


def _of_session(history: History, ident: str, exercise: str | None) -> Reported:
    with history.reading() as db:
        found = session(db, ident)
        corrected = exercise_in_force(edits(db, found.id))
        kept = stored(db, found)
    told = _with_limit(_with_curves(found, exercise or corrected) or kept)
    with history.reading() as db:
        return Reported(completed(db, found, told), found)


def _with_curves(found: SessionRow, exercise: str | None) -> Folded | None:
    """The recording of a session; None, told on standard error, where it is gone or cannot be read."""
    path = path_of(found, default_folder())
    try:
        return _folded(path, lambda _: exercise) if path else None
    except (RecordingError, OSError) as error:
        tell(f"{error}; the page has what the history knows, and no curves")
        return None


def _folded(path: Path, choose: Callable[[About | None], str | None]) -> Folded:
    with opened(path, choose) as file:
        return folded(replace(file, source=replace(file.source, items=watched(file.source.items, path.name))))


def _with_limit(told: Folded) -> Folded:
    """With the start limit of the settings, which holds for the page as for the program."""
    limit = load_settings(settings_path()).pain_start_limit
    return replace(told, contents=replace(told.contents, pain_limit=limit))


def tell(words: str) -> None:
    """A line on standard error."""
    print(f"imu-hinge: {' '.join(words.split())}", file=sys.stderr)
