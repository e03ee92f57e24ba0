"""The contents of a page from a recording or a plain CSV alone."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from imu_hinge.analysis import Source, ended, fold, is_recording, open_source, own_profile
from imu_hinge.catalogue import load_exercise
from imu_hinge.core.summary import Summary
from imu_hinge.export.tables import frames_by_time
from imu_hinge.history.hearing import Hearing
from imu_hinge.history.rows import ME, Said
from imu_hinge.model.arrays import Records
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input
from imu_hinge.recording import About, open_recording
from imu_hinge.report.contents import Contents, Origin
from imu_hinge.report.wording import clock
from imu_hinge.view.words import spaced

_CORRECTIONS = {"undo": "taken back", "add": "added"}
"""Commands by which a person corrects a count during the session."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is ready to be folded."""

    source: Source
    about: About | None
    """None for a plain CSV."""


@dataclass(frozen=True, slots=True)
class Folded:
    """What a fold gives a page."""

    contents: Contents
    said: Said
    """What the program said, for corrections to be applied to."""


@contextmanager
def opened(path: Path, choose: Callable[[About | None], str | None]) -> Iterator[Opened]:
    """`choose` may name an exercise in place of the recording's own. Raises HingeError, OSError, as `open_source`."""
    if not is_recording(path):
        with open_source(path, choose(None)) as source:
            yield Opened(source, None)
        return
    with open_recording(path) as recording:
        named = choose(recording.about)
        chosen = load_exercise(named) if named else own_profile(path, recording.about)
        yield Opened(Source(ended(recording), chosen, tuple(recording.damage)), recording.about)


def folded(file: Opened) -> Folded:
    """Folds all of it."""
    heard = _Heard()
    analysis = fold(file.source, heard.listen)
    contents = Contents(
        exercise=analysis.exercise,
        sets=analysis.sets,
        origin=_origin(file.about),
        origin_ns=analysis.origin_ns,
        duration_s=analysis.duration_s,
        frames=frames_by_time(heard.frames),
        calibrated=heard.summary.calibration,
        refused=heard.summary.refusal,
        lost_samples=sum(stats.lost_samples for stats in analysis.sensors.values()),
        warnings=tuple(
            warning_words(str(one.placement or ""), one.id, analysis.seconds(one.t_ns)) for one in analysis.warnings
        ),
        damage=tuple(map(str, analysis.damage)),
        pains=tuple((pain.t_ns, pain.score) for pain in heard.hearing.pains),
        corrections=tuple(_corrected(heard.words)),
    )
    return Folded(contents, heard.hearing.said)


class _Heard:
    """Collects what a page needs beyond the analysis."""

    def __init__(self) -> None:
        self.frames: list[Records] = []
        self.words: list[str] = []
        """Names of commands."""
        self.hearing, self.summary = Hearing(), Summary()

    def listen(self, item: Input, step: Step) -> None:
        """Takes one input, and what the fold made of it."""
        self.hearing.take(item, step.events)
        for event in step.events:
            self.summary.take(event)
        if len(step.frames):
            self.frames.append(step.frames)
        if isinstance(item, Command):
            self.words.append(item.name)


def local(wall_ns: int, utc_offset_min: int) -> datetime:
    """A wall clock time where the wearer is."""
    return datetime.fromtimestamp(wall_ns // 1_000_000_000, UTC).astimezone(timezone(timedelta(minutes=utc_offset_min)))


def who(pseudonym: str) -> str:
    """Empty for whoever trains without having been added as a client."""
    return "" if pseudonym == ME else pseudonym


def _origin(about: About | None) -> Origin:
    return Origin() if about is None else origin_of_file(about)


def origin_of_file(about: About) -> Origin:
    """Where a recording was made."""
    return Origin(
        who=who(about.client),
        start=local(about.start_wall_ns, about.utc_offset_min),
        recording_id=about.recording_id,
        software=about.software,
        source=about.source,
    )


def warning_words(place: str, ident: str, t_s: float) -> str:
    """`sacrum sensor: moved at 0:51`, `... at the start` for what was known before the first sample."""
    what = spaced(ident)
    where = f"{place} sensor: {what.removeprefix('sensor ')}" if place else what
    return f"{where} at {clock(t_s) if t_s >= 0 else 'the start'}"


def _corrected(words: Iterable[str]) -> Iterator[str]:
    listed = list(words)
    for name, said in _CORRECTIONS.items():
        if count := listed.count(name):
            yield f"{count} {said} during the session"
