"""A recording as the history keeps it: one fold over the file, everything else follows from it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from imu_hinge.analysis import Analysis, Comparing, Source, ended, fold, own_profile, warning_dict
from imu_hinge.catalogue import Exercise, load_exercise
from imu_hinge.history.files import sha256_of
from imu_hinge.history.hearing import Hearing, SaidNote, SaidPain
from imu_hinge.history.profiles import Profile, profile_of
from imu_hinge.history.profiles import sha256_of as profile_sha256
from imu_hinge.history.rows import Said, SessionRow
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.recording import About, Recording, open_recording


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRead:
    """What a recording gives the history."""

    path: Path
    about: About
    profile: Profile
    exercise: Exercise
    """What it was folded under."""
    said: Said
    pains: tuple[SaidPain, ...]
    notes: tuple[SaidNote, ...]
    analysis: Analysis
    sha256: str
    duration_ns: int
    """Session time of the last input."""
    end_reason: str
    verify_state: str
    """Whether it says what was said live; `not_run` under another exercise, and where inputs are missing."""

    def row(self, client_id: UUID, folder: Path) -> SessionRow:
        """The row of its session, for this client; `folder` is that of recordings."""
        analysis = self.analysis
        return replace(
            begun_row(self.about, client_id, self.exercise.id, self.profile),
            recording_path=stored_path(self.path, folder),
            recording_sha256=self.sha256,
            origin_ns=analysis.origin_ns,
            duration_ns=round(analysis.duration_s * 1e9),
            ended_at_ns=self.about.start_wall_ns + self.duration_ns,
            end_reason=self.end_reason,
            damage=tuple(map(str, analysis.damage)),
            verify_state=self.verify_state,
            lost_samples=sum(stats.lost_samples for stats in analysis.sensors.values()),
            warnings=tuple(warning_dict(warning, analysis.origin_ns) for warning in analysis.warnings),
        )


def begun_row(about: About, client_id: UUID, exercise: str, profile: Profile) -> SessionRow:
    """A session of which no more is known than its recording says at its start."""
    return SessionRow(
        id=session_id_of(about),
        client_id=client_id,
        recording_id=recording_id_of(about),
        recording_path="",
        recording_sha256="",
        source=about.source,
        kind=about.kind,
        exercise=exercise,
        profile_sha256=profile_sha256(profile),
        software=about.software,
        started_at_ns=about.start_wall_ns,
        utc_offset_min=about.utc_offset_min,
        origin_ns=0,
        duration_ns=0,
        ended_at_ns=None,
        end_reason="",
        damage=(),
        verify_state="not_run",
        lost_samples=0,
        warnings=(),
    )


Watch = Callable[[Iterable[Input], Path, int], Iterator[Input]]
"""Gives the inputs of this recording on; its length is in ns. Whoever looks on sees how far the fold has come."""


def unwatched(items: Iterable[Input], path: Path, duration_ns: int) -> Iterator[Input]:
    """Nobody looks on."""
    return iter(items)


def read_session(path: Path, exercise: str | None = None, watch: Watch = unwatched) -> SessionRead:
    """Folds a recording, under its own profile or another exercise. Raises HingeError, OSError."""
    with open_recording(path) as recording:
        return read_recording(recording, exercise, watch)


def read_recording(recording: Recording, exercise: str | None = None, watch: Watch = unwatched) -> SessionRead:
    """The same for one that is open."""
    about, hearing, replay = recording.about, Hearing(), _Replay(recording)
    chosen = load_exercise(exercise) if exercise else own_profile(recording.path, about)

    def listen(item: Input, step: Step) -> None:
        hearing.take(item, step.events)
        replay.listen(item, step)

    items = watch(replay.items(), recording.path, recording.duration_ns)
    source = Source(ended(items), chosen, tuple(recording.damage), kind=about.kind, settings=about.settings)
    analysis = fold(source, listen)
    return SessionRead(
        path=recording.path,
        about=about,
        profile=profile_of(about, exercise),
        exercise=chosen,
        said=replace(hearing.said, day=analysis.posture),
        pains=hearing.pains,
        notes=hearing.notes,
        analysis=analysis,
        sha256=sha256_of(recording.path),
        duration_ns=recording.duration_ns,
        end_reason=recording.ended,
        verify_state="not_run" if exercise else replay.state,
    )


def session_id_of(about: About) -> UUID:
    """The id of the session a recording is of."""
    return _uuid(about.session_id)


def recording_id_of(about: About) -> UUID:
    """The id of a recording."""
    return _uuid(about.recording_id)


def stored_path(path: Path, folder: Path) -> str:
    """As a session keeps it: below the folder of recordings, so that the folder may move, else absolute."""
    path, folder = path.absolute(), folder.absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


class _Replay:
    """Compares what a fold says with what was said when it was recorded."""

    def __init__(self, recording: Recording) -> None:
        self._recording, self._comparing = recording, Comparing(recording)
        self._last: Input | None = None
        self._over = False

    def items(self) -> Iterator[Input]:
        """The inputs of the recording; what the fold is given after them was not there then."""
        for item in self._recording:
            self._last = item
            yield item
        self._over = True

    def listen(self, item: Input, step: Step) -> None:
        """Takes what the fold says with this input."""
        if not self._over or item is self._last:
            for event in step.events:
                self._comparing.take(event)

    @property
    def state(self) -> str:
        """As SessionRow.verify_state."""
        if any(one.missing_first is not None for one in self._recording.damage):
            return "not_run"
        return "same" if self._comparing.agreement().differs_ns is None else "different"


def _uuid(text: str) -> UUID:
    """Other programs may call their sessions anything."""
    try:
        return UUID(text)
    except ValueError:
        return uuid5(NAMESPACE_OID, text)
