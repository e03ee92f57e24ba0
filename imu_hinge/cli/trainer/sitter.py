"""One wearer of this room: each session with a recording, a place in the history and a view of its own."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imu_hinge.catalogue import Exercise, exercise_from_texts
from imu_hinge.catalogue.limits import texts_with
from imu_hinge.cli.about import about_recording
from imu_hinge.cli.keeping import check_room, check_writable
from imu_hinge.cli.sinks import Recording
from imu_hinge.cli.sitting import folding
from imu_hinge.cli.sources import LIVE, Limits
from imu_hinge.history.keeper import Keeper
from imu_hinge.recording import About, default_folder, recording_path
from imu_hinge.station import Sink
from imu_hinge.station.room import Begun
from imu_hinge.station.sides import FIRST, Alternating
from imu_hinge.view.board import Board
from imu_hinge.view.seat import Watching
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.stillness import Heard
from imu_hinge.view.wall import Person, Seat

Say = Callable[[str, str], None]
"""Puts a Command into the session of one wearer."""
Listeners = Callable[[Person, Exercise], Sequence[Sink]]
"""Makes whoever else listens to a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What every session of a wearer has in common."""

    kind: str
    """How a recording names its source: LIVE for sensors."""
    recorded: bool
    kept: bool
    """Whether it becomes part of the history."""
    limits: Limits = field(default_factory=dict)
    """The wearer's own."""


class Sitter:
    """Makes the sessions of a `Place`, and knows the seat of the newest one. `say` is set before the first begins."""

    def __init__(self, person: Person, habit: Habit, board: Board, listeners: Listeners) -> None:
        self.person, self._habit, self._board, self._listeners = person, habit, board, listeners
        self.say: Say = lambda name, argument: None
        self.told: list[str] = []
        """What became of recordings and history, in words; for after the screen."""
        self._watching: Watching | None = None
        self._keeper: Keeper | None = None
        self._folder = ""
        """Of the recordings: too long for the feed."""

    def begin(self, exercise_id: str) -> Begun:
        """A session of this exercise. Raises UsageError where nothing can be recorded."""
        self.post()
        judged_by = texts_with(exercise_id, self._habit.limits)
        exercise = exercise_from_texts(*judged_by)
        heard = Heard()
        folded = folding(exercise, heard.tap)
        about = about_recording(exercise_id, self._habit.kind, self.person.client, judged_by)
        recording = self._recording(about) if self._habit.recorded else None
        watching = Watching(self.person, folded.session, heard, recording.recorded if recording else Recorded)
        self._keeper = None
        if recording and self._habit.kept:
            sensors = folded.session.sensors
            self._keeper = Keeper(about, exercise, self.tell, span=folded.span, sensors=sensors, path=recording.path)
        kept = [sink for sink in (recording, self._keeper) if sink is not None]
        self._watching = watching
        sinks = [*kept, watching, *self._sides(exercise), *self._listeners(self.person, exercise)]
        return Begun(folded.session, sinks)

    def _recording(self, about: About) -> Recording:
        path = recording_path(default_folder(), about)
        self._folder = f"{path.parent}{os.sep}"
        check_writable(path)
        check_room(path)
        return Recording(path, about, self)

    def _sides(self, exercise: Exercise) -> list[Sink]:
        """A simulated wearer names the sides unasked."""
        if self._habit.kind != LIVE or not exercise.sides:
            return []
        self.say("side", FIRST)
        return [Alternating(self.say, exercise)]

    def seat(self) -> Seat:
        """As it is."""
        return self._watching.seat() if self._watching else Seat(person=self.person)

    def post(self) -> None:
        """What was said since goes to the board."""
        for words in self._watching.drain() if self._watching else []:
            self._board.post(self.person.client, words)

    def tell(self, words: str) -> None:
        """What becomes of recording and history, and why a place goes dark; from any thread."""
        self.told.append(words)
        self._board.post(self.person.client, words.replace(self._folder, ""))

    def fail(self, why: str) -> None:
        """Nothing is recorded any more."""
        self.say("not_recording", why)

    def kept(self, path: Path, reason: str) -> None:
        """The recording is closed; the history is closed after it."""
        if self._keeper:
            self._keeper.recorded_at(path, reason)
