"""Folds a recording again and compares what is said now with what was said then."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any

from imu_hinge.analysis.source import own_profile
from imu_hinge.analysis.starting import fold_of
from imu_hinge.model.inputs import Input
from imu_hinge.recording import Damage, Recording, event_to_json, open_recording

Said = tuple[int, dict[str, Any]]
"""Index of the input that caused it, and the event as JSON."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one recording."""

    path: Path
    events: int
    """How many were the same, up to the first difference or loss."""
    then: Said | None
    """The first difference as it was recorded; None when nothing was said there."""
    now: Said | None
    """The same place in the new fold; both None: no difference."""
    damage: tuple[Damage, ...]

    @property
    def same(self) -> bool:
        """Whether everything is there and says what it said then."""
        return self.then is None and self.now is None and not self.damage


def verify(path: str | Path) -> Verdict:
    """Compares up to the first loss, with the fold of the recording's kind. One without an exercise said nothing.

    A machine that was behind said the same later, so an event may stand at a later input than it comes at now, never at
    an earlier one. Raises HingeError, OSError.
    """
    path = Path(path)
    with open_recording(path) as recording:
        if not recording.about.exercise:
            return Verdict(path, 0, None, None, tuple(recording.damage))
        then = takewhile(lambda said: said[0] < _end(recording), iter(recording.said))
        count = 0
        for before, after in zip_longest(then, _folded(path, recording)):
            if not agree(before, after):
                return Verdict(path, count, before, after, tuple(recording.damage))
            count += 1
    return Verdict(path, count, None, None, tuple(recording.damage))


def agree(then: Said | None, now: Said | None) -> bool:
    """Whether the same is said, now at the same input or at an earlier one."""
    if then is None or now is None:
        return then is now
    return then[1] == now[1] and then[0] >= now[0]


def _end(recording: Recording) -> float:
    """Index of the first input that is missing."""
    return min((one.missing_first for one in recording.damage if one.missing_first is not None), default=float("inf"))


def _folded(path: Path, recording: Recording) -> Iterator[Said]:
    about = recording.about
    session = fold_of(about.kind, own_profile(path, about), about.settings)
    known: Iterator[tuple[int, Input]] = takewhile(lambda row: row[0] < _end(recording), recording.indexed())
    for index, item in known:
        for event in session.feed(item).events:
            yield index, event_to_json(event)
