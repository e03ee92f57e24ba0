"""Where a live session is recorded, and what is looked after before it begins."""

import sys
import tempfile
from pathlib import Path

from imu_hinge.cli.about import about_recording
from imu_hinge.cli.output import check_output
from imu_hinge.cli.sinks import Heard, Recording
from imu_hinge.cli.sources import Plan, say
from imu_hinge.model.errors import HingeError, RecordingError, UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import (
    REFUSE_BELOW_BYTES,
    WARN_BELOW_BYTES,
    About,
    abandoned,
    default_folder,
    free_bytes,
    recording_path,
    settle,
)

_MB = 1_000_000
_ELSEWHERE = "give --record PATH or --no-record"
SUFFIX = ".mcap"


def recording_of(
    plan: Plan,
    path: Path | None,
    unwanted: bool,
    client: str,
    heard: Heard,
    *,
    kind: str = Kind.TRAINING,
    settings: str = "",
) -> Recording | None:
    """The recording of a session: at `path`, else among this user's recordings; None where nothing is kept.

    `heard` is told what becomes of it; `kind` and `settings` as in About. A replay is recorded only where a path is
    given. Raises UsageError when the place will not do.
    """
    if unwanted or (path is None and not plan.recorded):
        return None
    return recording_at(
        path, about_recording(plan.exercise.id, plan.kind, client, plan.texts, kind=kind, settings=settings), heard
    )


def recording_at(path: Path | None, about: About, heard: Heard) -> Recording:
    """A recording of this at `path`, else among this user's recordings; raises UsageError where that will not do."""
    if path is not None:
        check_new(path)
    else:
        heal_abandoned(default_folder())
    chosen = path or recording_path(default_folder(), about)
    check_writable(chosen)
    check_room(chosen)
    return Recording(chosen, about, heard)


def check_new(path: Path) -> None:
    """Raises UsageError unless a recording can be made there: nothing is ever recorded over."""
    if path.exists():
        raise UsageError(f"--record {path}: already exists; choose another name")
    if path.suffix != SUFFIX:
        raise UsageError(f"--record {path}: a recording is called {path.with_suffix(SUFFIX).name}")
    check_output(path, force=False)


def heal_abandoned(folder: Path) -> None:
    """Makes whole recordings of what a crash left behind; says so on standard error."""
    for part in abandoned(folder) if folder.is_dir() else []:
        try:
            say(f"left unfinished by an earlier session, {settle(part)}")
        except RecordingError as error:
            say(str(error))


def finish_earlier(folder: Path) -> None:
    """Puts into the history what a crash kept out of it: after a session, for the wearer waits no more then."""
    from imu_hinge.history.glance import may_be_unfinished

    if not may_be_unfinished():
        return
    from imu_hinge.history.database import open_history
    from imu_hinge.history.rebuild import finish

    say("putting an earlier session into the history; Ctrl-C leaves that to `imu-hinge sessions rebuild`")
    try:
        with open_history() as history:
            problems = finish(history, folder).problems
    except HingeError as error:
        problems = (str(error),)
    for problem in problems:
        say(problem)


def check_writable(path: Path) -> None:
    """Raises UsageError where no file can be made at `path`; tries it in the nearest folder that exists."""
    there = next(folder for folder in path.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise UsageError(f"{path}: nothing can be written there ({error.strerror}); {_ELSEWHERE}") from error


def check_room(path: Path) -> None:
    """Warns when the disk is nearly full; raises UsageError when a session would not fit."""
    free = free_bytes(path)
    if free < REFUSE_BELOW_BYTES:
        raise UsageError(f"{path}: only {free // _MB} MB free; free some space, {_ELSEWHERE}")
    if free < WARN_BELOW_BYTES:
        print(f"imu-hinge: {path}: only {free // _MB} MB free", file=sys.stderr)
