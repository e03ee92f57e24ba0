"""Pages about days and assessments: whose they are, and where the numbers come from."""

from dataclasses import dataclass, replace
from pathlib import Path

from imu_hinge.analysis import Source, ended, fold, is_recording, own_profile
from imu_hinge.cli.progress import watched
from imu_hinge.cli.reported import history_if_there, is_path, tell
from imu_hinge.history.database import Connection, History, open_history
from imu_hinge.history.hearing import Hearing
from imu_hinge.history.parts import part
from imu_hinge.history.reading import recording_id_of
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session, session_line, session_of_recording
from imu_hinge.model.errors import HistoryError, UsageError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import open_recording
from imu_hinge.recording.glance import glance
from imu_hinge.report.assessed_page import (
    AssessedContents,
    anonymous_assessment,
    assessed_html,
    known_assessment,
    recorded_assessment,
)
from imu_hinge.report.contents import Origin
from imu_hinge.report.day_contents import DayContents, anonymous_days
from imu_hinge.report.day_known import known_day, known_week, recorded_day
from imu_hinge.report.day_page import day_html

ONE_PART = (
    "this page is of one recording, a part of a day; once `imu-hinge sessions import` has them, it is of all parts"
)
KindContents = DayContents | AssessedContents


@dataclass(frozen=True, slots=True)
class KindReported:
    """A page that is no training session's."""

    contents: KindContents
    session: SessionRow | None
    """None where the history does not know it."""

    @property
    def origin(self) -> Origin:
        """Where it was recorded."""
        return self.contents.origin

    def html(self) -> str:
        """The page."""
        return day_html(self.contents) if isinstance(self.contents, DayContents) else assessed_html(self.contents)


def kind_of_file(path: Path) -> str:
    """What a recording is of; training for other files, which are told of later. Raises OSError, RecordingError."""
    if not is_recording(path):
        return Kind.TRAINING
    seen = glance(path)
    if seen is not None:
        return seen.about.kind
    with open_recording(path) as recording:
        return recording.about.kind


def kind_reported(target: str, week: bool) -> KindReported | None:
    """As `reported`; None for a training session. Raises UsageError for a week of anything but days."""
    if is_path(target):
        return _of_path(Path(target), week)
    with open_history() as history, history.reading() as db:
        return _of_history(db, session(db, target), week)


def _of_path(path: Path, week: bool) -> KindReported | None:
    kind = kind_of_file(path)
    if kind != Kind.POSTURE:
        _no_week(week)
    if kind == Kind.TRAINING:
        return None
    try:
        with history_if_there() as history:
            known = _known(history, path, week) if history else None
    except HistoryError as error:
        tell(f"{error}; the page is made from the recording alone")
        known = None
    if known is None and week:
        raise UsageError(f"{path}: --week needs the history, which does not have this session")
    return known or _of_file(path)


def _of_history(db: Connection, found: SessionRow, week: bool) -> KindReported | None:
    client = session_line(db, found.id).client
    if found.kind == Kind.POSTURE:
        return KindReported((known_week if week else known_day)(db, client, found), found)
    _no_week(week)
    return KindReported(known_assessment(db, client, found), found) if found.kind == Kind.ASSESSMENT else None


def _no_week(week: bool) -> None:
    if week:
        raise UsageError("--week is a page about days; name a day of `imu-hinge posture`")


def _known(history: History, path: Path, week: bool) -> KindReported | None:
    with open_recording(path) as recording:
        ident = recording_id_of(recording.about)
    with history.reading() as db:
        found = session_of_recording(db, ident)
        return _of_history(db, found, week) if found and (week or _is_read(db, found)) else None


def _is_read(db: Connection, found: SessionRow) -> bool:
    """Whether the history has what the page shows of it."""
    return found.kind != Kind.POSTURE or part(db, found.id) is not None


def _of_file(path: Path) -> KindReported:
    """A recording alone, folded."""
    with open_recording(path) as recording:
        about, damage, hearing = recording.about, tuple(recording.damage), Hearing()

        def listen(item: Input, step: Step) -> None:
            hearing.take(item, step.events)

        items, exercise = watched(ended(recording), path.name), own_profile(path, about)
        analysis = fold(Source(items, exercise, damage, kind=about.kind, settings=about.settings), listen)
    if about.kind == Kind.POSTURE:
        tell(ONE_PART)
        return KindReported(recorded_day(about, analysis, hearing), None)
    return KindReported(recorded_assessment(about, hearing, tuple(map(str, damage))), None)


def as_asked(found: KindReported, note: str | None, anonymous: bool) -> KindReported:
    """With another sentence, or without what names somebody."""
    contents = found.contents
    if anonymous:
        nobody = anonymous_days if isinstance(contents, DayContents) else anonymous_assessment
        return replace(found, contents=nobody(contents))  # type: ignore[arg-type]
    return found if note is None else replace(found, contents=replace(contents, note=" ".join(note.split())))
