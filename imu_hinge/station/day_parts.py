"""Parts of a day that were recorded before: found, asked for their calibration, and folded again for their minutes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from imu_hinge.analysis import ended, fold_of, own_profile, strides
from imu_hinge.core.posture import PostureDay, PostureSession, joined
from imu_hinge.core.restoring import KEPT, RESTORE, Restored, restored_of
from imu_hinge.history.parts import apart
from imu_hinge.model.errors import HingeError
from imu_hinge.model.inputs import Command
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About, open_recording
from imu_hinge.recording.glance import glance

_RECENT_NS = 2 * 86_400_000_000_000
"""A file that was written last before this much cannot be of today."""
SLACK_NS = 10_000_000_000
"""Clocks may be set by so much."""
_VIRTUAL = "simulate"
OLDEST_S = 12 * 3600.0
"""A calibration that was last borne out longer ago than this is made anew: a working day (our choice)."""


@dataclass(frozen=True, slots=True)
class DayPart:
    """A recording of posture."""

    path: Path
    about: About
    duration_ns: int
    kept: Command | None
    """The last word that says a calibration: noted, or taken over itself."""

    @property
    def origin_s(self) -> float:
        """Second of the local day at its session time 0."""
        return (self.about.start_wall_ns // 1_000_000 / 1000 + 60 * self.about.utc_offset_min) % 86_400

    @property
    def end_s(self) -> float:
        """Second of the local day at its last input."""
        return self.origin_s + self.duration_ns / 1e9

    @property
    def end_wall_ns(self) -> int:
        """Wall clock at its last input."""
        return self.about.start_wall_ns + self.duration_ns


def local_date(wall_ns: int, utc_offset_min: int) -> date:
    """The date where it was."""
    return (datetime.fromtimestamp(wall_ns // 1_000_000_000, UTC) + timedelta(minutes=utc_offset_min)).date()


def parts_of_day(folder: Path, client: str, source: str, now_wall_ns: int, utc_offset_min: int) -> list[DayPart]:
    """Those of this client, source and date that were begun by now, in order; what cannot be read is left out.

    One that ended later is there where the clock was set back since. A virtual day is begun again at any hour: of parts
    of the same hours there is one.
    """
    today = local_date(now_wall_ns, utc_offset_min)
    found = []
    for path in _recent(folder):
        part = _read(path)
        if part is None or part.about.client != client or part.about.source != source:
            continue
        about = part.about
        begun_ns = part.end_wall_ns if source == _VIRTUAL else about.start_wall_ns
        if begun_ns < now_wall_ns + SLACK_NS and local_date(about.start_wall_ns, about.utc_offset_min) == today:
            found.append(part)
    parts = sorted(found, key=lambda part: (part.about.start_wall_ns, part.about.session_id))
    return apart([], parts) if source == _VIRTUAL else parts


def _recent(folder: Path) -> Iterator[Path]:
    """Whole recordings that were written lately."""
    written = {path: path.stat().st_mtime_ns for path in folder.glob("*.mcap")}
    newest = max(written.values(), default=0)
    return (path for path, at_ns in written.items() if newest - at_ns < _RECENT_NS)


def _read(path: Path) -> DayPart | None:
    try:
        seen = glance(path)
        if seen is not None:
            commands = [one for _, one in seen.commands] if seen.about.kind == Kind.POSTURE else []
            return _part(path, seen.about, seen.duration_ns, commands)
        with open_recording(path) as recording:
            commands = [one for one in recording if isinstance(one, Command)]
            return _part(path, recording.about, recording.duration_ns, commands)
    except (HingeError, OSError):
        return None


def _part(path: Path, about: About, duration_ns: int, commands: Sequence[Command]) -> DayPart | None:
    kept = [one for one in commands if one.name in (KEPT, RESTORE)]
    return DayPart(path, about, duration_ns, kept[-1] if kept else None) if about.kind == Kind.POSTURE else None


def taken_over(parts: Sequence[DayPart], now_wall_ns: int) -> Restored | None:
    """The calibration of the last part that has one, with the time in which nobody looked; None where it is too old.

    A part that ended before it was calibrated, or before a taken over calibration was borne out, changes nothing. When
    the clock was set back nobody knows the time between: a stance or a walk has to bear it out.
    """
    last = next((part for part in reversed(parts) if part.kept is not None), None)
    if last is None or last.kept is None:
        return None
    restored = restored_of(last.kept.argument)
    age_s = (now_wall_ns - last.about.start_wall_ns - last.kept.t_ns) / 1e9
    if restored is None or age_s > OLDEST_S:
        return None
    begun_s, gap_ns = (now_wall_ns - last.about.start_wall_ns) / 1e9, now_wall_ns - last.end_wall_ns
    set_back = gap_ns < -SLACK_NS
    return replace(restored.later(begun_s, gap_ns / 1e9), sure=restored.sure and not set_back)


class Earlier:
    """The minutes of earlier parts: known ones, and recordings that a thread of its own folds again."""

    def __init__(self, days: Sequence[PostureDay] = (), parts: Sequence[DayPart] = ()) -> None:
        self._days, self._parts = list(days), parts
        self._done_ns, self._all_ns = 0, sum(part.duration_ns for part in parts)
        self._in_day_ns = 0
        self.count = len(self._days) + len(parts)
        """How many parts."""
        self.trouble: list[str] = []
        """Parts that could not be read, in words."""
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="earlier", daemon=True)

    @property
    def day(self) -> PostureDay:
        """Those read so far, joined."""
        return joined(list(self._days))

    @property
    def progress(self) -> float:
        """How far reading them is, 0 to 1."""
        return min(self._done_ns / self._all_ns, 1.0) if self._all_ns else 1.0

    @property
    def included(self) -> float:
        """How much of them is in `day`, 0 to 1: a part is when it is read to its end."""
        return self._in_day_ns / self._all_ns if self._all_ns else 1.0

    @property
    def ready(self) -> bool:
        """Whether all of them are."""
        return self._done_ns >= self._all_ns

    def start(self) -> None:
        """Begins to read."""
        if self._parts:
            self._thread.start()

    def stop(self) -> None:
        """Reads no more."""
        self._stopped = True

    def wait(self) -> None:
        """Until all is read."""
        if self._thread.is_alive():
            self._thread.join()

    def add(self, day: PostureDay) -> None:
        """Another part has ended."""
        self._days.append(day)
        self.count += 1

    def _work(self) -> None:
        for part in self._parts:
            before_ns = self._done_ns
            try:
                self._days.append(folded_again(part, partial(self._at, before_ns)))
                self._in_day_ns += part.duration_ns
            except _StoppedError:
                return
            except (HingeError, OSError) as error:
                self.trouble.append(str(error))
            self._done_ns = before_ns + part.duration_ns

    def _at(self, before_ns: int, t_ns: int) -> None:
        if self._stopped:
            raise _StoppedError
        self._done_ns = before_ns + t_ns


class _StoppedError(Exception):
    """Nobody waits for it any more."""


def folded_again(part: DayPart, at: Callable[[int], None] = lambda t_ns: None) -> PostureDay:
    """The minutes of a recording, from its inputs; `at` hears how far it is. Raises HingeError, OSError."""
    with open_recording(part.path) as recording:
        about = recording.about
        session = fold_of(about.kind, own_profile(part.path, about), about.settings)
        assert isinstance(session, PostureSession)
        for item, _ in strides(session, ended(recording)):
            at(min(item.t_ns, part.duration_ns))
    return session.posture.summary()
