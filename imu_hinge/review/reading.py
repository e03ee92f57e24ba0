"""Goes through a whole file as the fold does: its angles as they come, then what the fold says and whether that is new.

`read_through` is a plain generator; `imu_hinge.review.beside` runs it in a process of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from imu_hinge.analysis import Agreement, Analysis, Comparing, Span, fold_of, is_recording, open_source, strides
from imu_hinge.analysis.exposure import day_of
from imu_hinge.catalogue import Exercise
from imu_hinge.history.hearing import Hearing, SaidNote, SaidPain
from imu_hinge.history.rows import Said
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import FaultRaised, Step
from imu_hinge.model.inputs import Command, Input
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import Recording, open_recording
from imu_hinge.recording.glance import glance_postures

EVERY_NS = 5_000_000_000
"""Session time between two pieces of news: a fraction of a second of work."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Angles that were shown live, for the time until the fold has them."""

    rows: Records


@dataclass(frozen=True, slots=True)
class Folded:
    """Angles of the fold."""

    rows: Records
    """By time; what is said again reaches up to the newest."""
    t_ns: int
    """How far it has come."""
    origin_ns: int | None
    """Time of the first sample; None before there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """The end of the file."""

    analysis: Analysis
    said: Said
    raised: tuple[FaultRaised, ...]
    pains: tuple[SaidPain, ...]
    notes: tuple[SaidNote, ...]
    agreement: Agreement | None
    """With what was said live; None where nothing was compared."""
    duration_ns: int
    """Session time of the last input."""
    end_reason: str
    """As the recording says it; empty for other files."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """It cannot be gone through to its end: why, in words."""

    words: str


News = Shown | Folded | Through


def read_through(path: Path, exercise: Exercise, *, compare: bool, shown: bool = True) -> Iterator[News]:
    """The news of a file; `compare` it with what was said live; `shown`: give first what was shown live.

    Raises HingeError, OSError.
    """
    if not is_recording(path):
        with open_source(path, exercise.id) as source:
            yield from _Reader(exercise).read((0, item) for item in source.items)
        return
    if shown:
        yield from map(Shown, glance_postures(path))
    with open_recording(path) as recording:
        new_reader = _READERS.get(recording.about.kind, _Reader)
        yield from new_reader(exercise, recording, compare).read(to_the_end(recording.indexed()))


def to_the_end(rows: Iterable[tuple[float, Input]]) -> Iterator[tuple[float, Input]]:
    """The rows, and the command `end` unless it is the last; its index is beyond all."""
    last: Input | None = None
    for index, last in rows:
        yield index, last
    if last is not None and not (isinstance(last, Command) and last.name == "end"):
        yield float("inf"), Command(last.t_ns, "end")


class _Reader:
    """One run of the fold."""

    def __init__(self, exercise: Exercise, recording: Recording | None = None, compare: bool = False) -> None:
        self._exercise, self._recording = exercise, recording
        self._comparing = Comparing(recording) if recording and compare else None
        self._span, self._hearing = Span(), Hearing()
        self._kind, settings = (recording.about.kind, recording.about.settings) if recording else (Kind.TRAINING, "")
        self._session = fold_of(self._kind, exercise, settings, tap=self._span.tap)
        self._raised: list[FaultRaised] = []
        self._t_ns = 0

    def read(self, rows: Iterable[tuple[float, Input]]) -> Iterator[News]:
        """The news of inputs with their indexes."""
        from imu_hinge.export.tables import frames_by_time  # what all tables need takes a while to load

        due_ns, kept = 0, list[Records]()
        for item, step, compared in self._steps(rows):
            kept.append(self._heard(item, step, compared))
            self._t_ns = item.t_ns
            if self._t_ns >= due_ns:
                due_ns = self._t_ns + EVERY_NS
                yield Folded(frames_by_time(kept), self._t_ns, self._span.first_ns)
                kept = []
        yield Folded(frames_by_time(kept), self._t_ns, self._span.first_ns)
        yield self._through()

    def _steps(self, rows: Iterable[tuple[float, Input]]) -> Iterator[tuple[Input, Step, bool]]:
        """What the fold says of the rows, and whether they come before the first loss."""
        end = self._comparing.end if self._comparing else 0
        for compared, some in groupby(rows, lambda row: row[0] < end):
            for item, step in strides(self._session, (item for _, item in some)):
                yield item, step, compared

    def _heard(self, item: Input, step: Step, compared: bool) -> Records:
        self._hearing.take(item, step.events)
        for event in step.events:
            if isinstance(event, FaultRaised):
                self._raised.append(event)
            if self._comparing and compared:
                self._comparing.take(event)
        return step.frames

    def _through(self) -> Through:
        analysis = self._analysis()
        return Through(
            analysis=analysis,
            said=replace(self._hearing.said, day=analysis.posture),
            raised=tuple(self._raised),
            pains=self._hearing.pains,
            notes=self._hearing.notes,
            agreement=self._comparing.agreement() if self._comparing else None,
            duration_ns=self._t_ns,
            end_reason=self._recording.ended if self._recording else "",
        )

    def _analysis(self) -> Analysis:
        return Analysis(
            exercise=self._exercise,
            origin_ns=self._span.first_ns or 0,
            duration_s=self._span.seconds,
            sensors=self._session.sensors(),
            calibration=self._session.calibration,
            sets=self._hearing.said.sets,
            warnings=self._hearing.warnings,
            damage=tuple(self._recording.damage) if self._recording else (),
            kind=self._kind,
            posture=day_of(self._session),
        )


class _DayReader(_Reader):
    """Of a day only how far it has come is told: its angles are a million rows."""

    def _heard(self, item: Input, step: Step, compared: bool) -> Records:
        return super()._heard(item, step, compared)[:0]


_READERS: Mapping[str, type[_Reader]] = {Kind.POSTURE: _DayReader}
