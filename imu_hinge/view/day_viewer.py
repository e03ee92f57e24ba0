"""The sink that keeps the snapshot of a day: written on the engine's thread, read by any other by a plain reference."""

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from imu_hinge.catalogue import Exercise
from imu_hinge.core.posture import Posed, Posture, PostureDay
from imu_hinge.core.session import SensorStats
from imu_hinge.cues.banner import CALM
from imu_hinge.cues.presence import Presence
from imu_hinge.cues.shown import ASKED
from imu_hinge.gate.pain import pain_said
from imu_hinge.model.events import Calibrated, CalibrationRefused, Event, PostureReminder, SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Link, Placement
from imu_hinge.sensors.pace import ALL_DAY
from imu_hinge.view.day import DaySnapshot, Mark, Now, Past
from imu_hinge.view.day_words import CALIBRATES, said_words
from imu_hinge.view.links import Links
from imu_hinge.view.posture_words import is_of_day, is_too_far, remedied
from imu_hinge.view.progress import Progress
from imu_hinge.view.snapshot import Note, Recorded, Sensor, Snapshot
from imu_hinge.view.stillness import Heard
from imu_hinge.view.words import note_words

S = 1_000_000_000
TOLD_NS, REMINDED_NS = 10 * S, 120 * S
"""So long a line, and a reminder, stay on the screen: who is reminded may look up minutes later; our choice."""
_EVERY_NS, _SETTING_UP_NS = S, S // 10
"""How often the day, and the calibration before it, are looked at."""
_NOTES, _MARKS = 6, 500
_STANCES = frozenset({"stance_zeroed", "stance_refused"})


class Fold(Protocol):
    """What the viewer asks of a session of posture."""

    @property
    def exercise(self) -> Exercise:
        """What is counted beside."""
        ...

    @property
    def posture(self) -> Posture:
        """The day."""
        ...

    def sensors(self) -> Mapping[Placement, SensorStats]:
        """What came from each sensor that was heard."""
        ...

    def hinges_seen(self) -> int:
        """Of the guided calibration under way."""
        ...


class Part(Protocol):
    """The recording under way, among those of today."""

    @property
    def origin_s(self) -> float:
        """Second of the day at session time 0."""
        ...

    @property
    def since_s(self) -> float:
        """Second of the day at which the first part of today began."""
        ...

    @property
    def read(self) -> float:
        """How much of the earlier parts is in the numbers, 0 to 1."""
        ...

    def today(self) -> PostureDay:
        """All parts of today, joined."""
        ...


class DayViewer:
    """Makes a DaySnapshot each second. `fold` must have been given `heard.tap` for its samples."""

    def __init__(
        self,
        fold: Fold,
        heard: Heard,
        recorded: Callable[[], Recorded],
        part: Part,
        week: Callable[[], tuple[Past, ...]] = tuple,
    ) -> None:
        """`week`: the days before today, oldest first; none where there is no history."""
        self._fold, self._heard, self._recorded, self._part, self._week = fold, heard, recorded, part, week
        self._links, self._progress, self._presence = Links(), Progress(), Presence()
        self._notes: deque[Note] = deque(maxlen=_NOTES)
        self._marks: deque[Mark] = deque(maxlen=_MARKS)
        self._pains: tuple[tuple[int, int], ...] = ()
        self._told, self._reminded = Note(-TOLD_NS, ""), Note(-REMINDED_NS, "")
        self._paused = self._too_far = False
        self._seen_ns = 0
        self.snapshot = self._seen(0)
        """The latest; replaced as a whole."""

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        news = bool(step.events) or isinstance(item, Command | Link)
        if isinstance(item, Link):
            self._links.take(item)
        elif isinstance(item, Command):
            self._command(item)
        self._presence.step(item, in_set=False)
        for event in step.events:
            self._event(event)
        every_ns = _EVERY_NS if self.snapshot.under_way else _SETTING_UP_NS
        if news or self._fold.posture.fresh or item.t_ns - self._seen_ns >= every_ns:
            self._seen_ns = item.t_ns
            self.snapshot = self._seen(item.t_ns)

    def tell(self, words: str) -> None:
        """A line for the screen that is no event of the session."""
        session = self.snapshot.session
        self._say(session.t_ns, words)
        session = replace(session, notes=tuple(self._notes))
        self.snapshot = replace(self.snapshot, session=session, told=words)

    def close(self) -> None:
        """The last snapshot stays."""

    def _command(self, command: Command) -> None:
        if (pain := pain_said(command.name, command.argument)) is not None:
            self._pains += ((command.t_ns, pain),)
        match command.name, command.argument:
            case "pause", "on" | "off":
                self._paused = command.argument == "on"
            case "note", _:
                self._mark(command.t_ns, "n")
            case "skip", _:
                self._progress.skip()
            case "end", _:
                self._progress.end()
        if words := said_words(command, self._pains):
            self._say(command.t_ns, words)

    def _event(self, event: Event) -> None:
        self._progress.take(event)
        if isinstance(event, SensorWarning) and not is_of_day(event.id):
            return
        if _settles(event):
            self._too_far = is_too_far(event)
        event = remedied(event, CALIBRATES)
        if isinstance(event, CalibrationRefused | SensorWarning):
            self._say(event.t_ns, note_words(event))
        elif isinstance(event, PostureReminder) and event.cue:
            self._reminded = Note(event.t_ns, event.cue)
            self._mark(event.t_ns, "!")

    def _say(self, t_ns: int, words: str) -> None:
        self._told = Note(t_ns, words)
        self._notes.append(self._told)

    def _mark(self, t_ns: int, sign: str) -> None:
        self._marks.append(Mark(self._part.origin_s + t_ns / S, sign))

    def _seen(self, t_ns: int) -> DaySnapshot:
        posture, last = self._fold.posture, self._fold.posture.now
        return DaySnapshot(
            session=self._session(t_ns),
            begun_s=self._part.since_s,
            read=self._part.read,
            now=now_of(last, posture.zone_s, posture.state_s) if last else None,
            today=self._part.today(),
            reminding=posture.reminding,
            stance=posture.stance,
            too_far=self._too_far,
            paused=self._paused,
            lost=self._presence.lost,
            marks=tuple(self._marks),
            week=self._week(),
            told=self._told.words if t_ns - self._told.t_ns < TOLD_NS else "",
            reminded=self._reminded.words if t_ns - self._reminded.t_ns < REMINDED_NS else "",
        )

    def _session(self, t_ns: int) -> Snapshot:
        progress = self._progress
        self._links.count(self._fold.sensors())
        return Snapshot(
            exercise=self._fold.exercise,
            t_ns=t_ns,
            stage=progress.stage,
            banner=ASKED.get(progress.calibrating.step, CALM),
            sensors={place: due(sensor) for place, sensor in self._links.seen(t_ns, self._heard).items()},
            calibrating=progress.calibrating.seen(self._fold.hinges_seen()),
            recorded=self._recorded(),
            notes=tuple(self._notes),
            pains=self._pains,
        )


def _settles(event: Event) -> bool:
    """Whether it says anew how the stance stands."""
    return isinstance(event, Calibrated) or (isinstance(event, SensorWarning) and event.id in _STANCES)


def due(sensor: Sensor) -> Sensor:
    """With the age of its data from when more was due: all day a notification covers more time than in a set."""
    return sensor if sensor.age_s is None else replace(sensor, age_s=max(sensor.age_s - ALL_DAY.longest_s, 0.0))


def now_of(posed: Posed, zone_s: int, state_s: int) -> Now:
    """A second of the fold as it is shown."""
    return Now(
        second=posed.second,
        state=posed.state,
        zone=posed.zone,
        slumped=posed.slumped,
        pelvis_deg=whole(posed.at.pelvis_deg),
        thorax_deg=whole(posed.at.thorax_deg),
        lumbar_deg=whole(posed.at.lumbar_deg),
        reasons=posed.reasons,
        held_s=zone_s if posed.zone else state_s,
    )


def whole(value: float) -> int | None:
    """Rounded; None for NaN."""
    return None if math.isnan(value) else round(value)
