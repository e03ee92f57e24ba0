"""What of a session is kept, collected input by input: live, and when a recording is folded."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from imu_hinge.core.summary import Summary
from imu_hinge.gate.pain import pain_said
from imu_hinge.gate.questions import OVERRIDABLE
from imu_hinge.gate.verdict import COMMAND as GATE
from imu_hinge.gate.verdict import MISTAKE
from imu_hinge.history.captures import Captures
from imu_hinge.history.rows import Said
from imu_hinge.history.wording import NAME_LETTERS, cleaned
from imu_hinge.model.events import (
    AssessmentStep,
    Calibrated,
    Event,
    PostureChanged,
    PostureReminder,
    RepRejected,
    SensorWarning,
)
from imu_hinge.model.inputs import Command, Input
from imu_hinge.view.progress import Progress
from imu_hinge.view.snapshot import Stage

NOTE, TRAINER_NOTE = "note", "trainer_note"
"""Names of the Commands that keep a few words with the session: of the wearer, and `{"by", "text"}` of a trainer."""
_ALL_DONE = "done"
"""Stage of an assessment whose tests are over."""
NOTE_LETTERS = 4_000
"""The longest note: two pages."""


@dataclass(frozen=True, slots=True)
class SaidPain:
    """A score given during a session."""

    t_ns: int
    score: int
    moment: str
    """`before`: at the gate, or ahead of the first set; `during` a set; `after`: at rest or at the end.

    In an assessment: ahead of the tests, while they go on, when all are over; in a day of posture `during` it.
    """


@dataclass(frozen=True, slots=True)
class SaidNote:
    """Words written during a session."""

    t_ns: int
    text: str
    trainer: str | None = None
    """Who wrote it, where it was a trainer; empty: one without a name."""


class Hearing:
    """Takes a session in; reading it at any time gives what is known after the last input."""

    def __init__(self) -> None:
        self._summary, self._progress = Summary(), Progress()
        self._calibrations: list[Calibrated] = []
        self._rejected: list[RepRejected] = []
        self._reminders: list[PostureReminder] = []
        self._captures = Captures()
        self._beside: str | None = None
        """Moment of a day or of tests, in which there are no sets."""
        self._stopped = False
        """Whether a set was stopped for pain, and no score said since how much."""
        self._before: SaidPain | None = None
        self._pains: dict[int, SaidPain] = {}
        self._notes: dict[tuple[int, str | None], SaidNote] = {}

    def take(self, item: Input | None, events: Iterable[Event]) -> None:
        """One input (None for any that is no Command: nothing of those is kept), and what the fold made of it."""
        if isinstance(item, Command):
            self._word(item)
        for event in events:
            self._event(event)

    @property
    def said(self) -> Said:
        """What the fold said; exposure is not said, but asked of it."""
        return Said(
            sets=self._summary.sets,
            calibrations=tuple(self._calibrations),
            rejected=tuple(self._rejected),
            reminders=tuple(self._reminders),
            captures=self._captures.rows,
        )

    @property
    def warnings(self) -> tuple[SensorWarning, ...]:
        """In order of decision."""
        return self._summary.warnings

    @property
    def pains(self) -> tuple[SaidPain, ...]:
        """In order of time; an answer that was taken back as a mistake is none."""
        return (*((self._before,) if self._before else ()), *self._pains.values())

    @property
    def notes(self) -> tuple[SaidNote, ...]:
        """In order of time."""
        return tuple(self._notes.values())

    def _word(self, word: Command) -> None:
        score = pain_said(word.name, word.argument)
        if word.name == GATE:
            self._gate(word, score)
        elif score is not None:
            self._pains[word.t_ns] = SaidPain(word.t_ns, score, self._moment())
            self._stopped = False
        elif word.name == "pain" and not word.argument:
            self._stopped = self._stopped or self._progress.stage is Stage.SET
        elif note := _note(word):
            self._notes[note.t_ns, note.trainer] = note

    def _gate(self, word: Command, score: int | None) -> None:
        if score is not None:
            self._before = SaidPain(word.t_ns, score, "before")
        elif word.argument == f"{OVERRIDABLE} {MISTAKE}":
            self._before = None

    def _moment(self) -> str:
        """A pain ends the set: this is asked ahead of what the fold makes of it."""
        if self._beside is not None:
            return self._beside
        if self._stopped or self._progress.stage is Stage.SET:
            return "during"
        return "before" if self._progress.set_index is None else "after"

    def _event(self, event: Event) -> None:
        self._summary.take(event)
        self._progress.take(event)
        if isinstance(event, Calibrated):
            self._calibrations.append(event)
        elif isinstance(event, RepRejected):
            self._rejected.append(event)
        elif isinstance(event, PostureReminder):
            self._reminders.append(event)
        elif isinstance(event, AssessmentStep):
            self._beside = "after" if event.stage == _ALL_DONE else "during"
        elif isinstance(event, PostureChanged):
            self._beside = "during"
        self._captures.take(event)


def _note(word: Command) -> SaidNote | None:
    """What a Command writes down; None where it writes nothing."""
    if word.name == TRAINER_NOTE:
        return _trainers_note(word)
    text = cleaned(word.argument, NOTE_LETTERS) if word.name == NOTE else ""
    return SaidNote(word.t_ns, text) if text else None


def _trainers_note(word: Command) -> SaidNote | None:
    """None for what is no such JSON: it may come from anywhere."""
    try:
        told = json.loads(word.argument)
        by, text = told["by"], told["text"]
        note = SaidNote(word.t_ns, cleaned(text, NOTE_LETTERS), cleaned(by, NAME_LETTERS))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return note if note.text else None
