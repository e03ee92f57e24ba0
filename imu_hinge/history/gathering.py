"""Takes a recording that lies elsewhere into the folder of recordings and into the history."""

from dataclasses import dataclass, replace
from pathlib import Path

from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import is_pseudonym
from imu_hinge.history.database import History
from imu_hinge.history.edits import edit
from imu_hinge.history.files import placed
from imu_hinge.history.reading import SessionRead, Watch, read_session, recording_id_of, unwatched
from imu_hinge.history.rebuild import keep, path_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import session_line, session_of_recording
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import open_recording, recording_path


@dataclass(frozen=True, slots=True)
class Gathered:
    """A recording, and the session it is."""

    source: Path
    session: SessionRow
    is_new: bool
    """False when the history had it, with its recording."""


def gather(
    history: History,
    source: Path,
    folder: Path,
    client: Client | None,
    exercise: str | None,
    watch: Watch = unwatched,
) -> Gathered:
    """Copies a recording into `folder` and adds its session; one that is here already is left as it is.

    But a whole recording takes the place of a damaged copy of it, which is put aside as `.damaged`.

    `client`: whose it is, else whom it was recorded for. `exercise`: what it was, where it does not say so or is wrong.
    Raises HingeError, OSError.
    """
    with open_recording(source) as recording:
        about = recording.about
    with history.reading() as db:
        there = session_of_recording(db, recording_id_of(about))
        owner = session_line(db, there.id).client.pseudonym if there else client.pseudonym if client else about.client
    place = path_of(there, folder) if there else None
    torn = place if place and place.exists() else None
    if there and torn and not (is_whole(source) and not is_whole(torn)):
        return Gathered(source, _checked(source, there, client), False)
    if not is_pseudonym(owner):
        raise UsageError(f"{source}: was recorded for {owner!r}, which is no pseudonym; say with --client whose it is")
    found = read_session(source, exercise, watch)
    path, _ = placed(source, recording_path(folder, replace(about, client=owner)), found.sha256)
    row = _kept(history, replace(found, path=path), client, folder)
    if torn:
        torn.replace(torn.with_name(f"{torn.name}.damaged"))
    return Gathered(source, row, True)


def is_whole(path: Path) -> bool:
    """Whether a recording came to its end, and nothing in it is damaged. Raises RecordingError for other files."""
    with open_recording(path) as recording:
        return recording.finished and not recording.damage


def _checked(source: Path, there: SessionRow, client: Client | None) -> SessionRow:
    if client and there.client_id != client.id:
        raise UsageError(f"{source}: is session {there.id} of another client already")
    return there


def _kept(history: History, found: SessionRead, client: Client | None, folder: Path) -> SessionRow:
    """The session, with the exercise in its journal where it is not the one of the recording."""
    row = keep(history, found, folder, client)
    if found.exercise.id != found.about.exercise:
        with history.writing() as db:
            who, after = default_author(db, "trainer"), {"exercise": found.exercise.id}
            edit(db, row.id, "exercise", None, after, who, "imported as this", row.started_at_ns)
    return row
