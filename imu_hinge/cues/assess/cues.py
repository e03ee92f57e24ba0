"""What is heard in an assessment: each test is announced, each movement begins, is held and is taken with a sound."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from imu_hinge.catalogue import Exercise
from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess import REMEDIES
from imu_hinge.core.refusals import REMEDIES as CALIBRATION_REMEDIES
from imu_hinge.cues.assess.pain import pain_question
from imu_hinge.cues.assess.waiting import WANTS, Waiting
from imu_hinge.cues.cue import Cue, Sort, rank
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.spoken import Said, not_taken, number, phrases
from imu_hinge.gate.pain import pain_said
from imu_hinge.model.events import (
    AssessmentStep,
    Calibrated,
    Captured,
    CaptureDropped,
    CaptureRefused,
    Event,
    Step,
)
from imu_hinge.model.inputs import Command, Input

PRESS = "press c to calibrate"
BACK, TAKEN_BACK, LEFT_OUT, OVER, LOST = "and back", "taken back, once more", "left out", "that was all", "sensor lost"
_AROUND = frozenset({Sort.NOT_RECORDING, Sort.LOST, Sort.MOVED, Sort.BACK, Sort.STEP})
"""Of what is said in a set, this is said here too: sensors, the recording, steps of the calibration."""


class AssessCues:
    """Time comes from the inputs only. Feed every step once, in order. Nothing about form is ever said."""

    def __init__(self, exercise: Exercise, rows: Sequence[AssessTest], pain_limit: int) -> None:
        self._around, self._rows, self._limit = Cues(exercise), {row.id: row for row in rows}, pain_limit
        self._announced, self._of = "", 0
        self._waiting = Waiting()
        self._taken: set[tuple[str, int]] = set()
        self._pains: list[int] = []

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        """What is to be said at this input, most urgent first; nothing at the end of the session."""
        self._waiting.step(step)
        around = [self._here(cue) for cue in self._around.step(item, step) if cue.sort in _AROUND]
        told = [said for event in step.events for said in self._says(event)]
        if isinstance(item, Command):
            told += self._answers(item)
            if item.name == "end":
                return ()
        own = [Cue(t_ns=item.t_ns, sort=sort, words=words) for sort, words in told]
        return tuple(sorted([*around, *own], key=rank))

    def _here(self, cue: Cue) -> Cue:
        """Nothing is counted here, so nothing is said of counting; a calibration not taken is asked for by a key."""
        match cue.sort:
            case Sort.LOST:
                return replace(cue, words=LOST)
            case Sort.STEP if self._waiting.for_key:
                return replace(cue, words=pressed(cue.words))
        return cue

    def _answers(self, command: Command) -> Iterator[tuple[Sort, str]]:
        """A pain is noted; where it is high or has risen, the choice is said."""
        pain = pain_said(command.name, command.argument)
        if pain is None:
            return
        self._pains.append(pain)
        if command.name == "pain":
            yield Sort.STEP, pain_question(self._pains, self._limit) or f"pain {number(pain)}, noted"

    def _says(self, event: Event) -> Iterator[tuple[Sort, str]]:
        """How one event sounds, and what is said after it."""
        match event:
            case Calibrated(status="guided"):
                yield Sort.READY, Said.CALIBRATED
            case AssessmentStep():
                yield from self._asks(event)
            case Captured(test=test, capture=capture) if (test, capture) not in self._taken:
                self._taken.add((test, capture))
                yield Sort.CAPTURED, got_it(capture, self._of)
            case CaptureRefused(reason="left_out"):
                yield Sort.STEP, LEFT_OUT
            case CaptureRefused(remedy=remedy, reason=reason):
                yield Sort.MORE, pressed(remedy) if reason in WANTS else remedy
            case CaptureDropped(test=test, capture=capture):
                self._taken.discard((test, capture))
                yield Sort.STEP, TAKEN_BACK

    def _asks(self, event: AssessmentStep) -> Iterator[tuple[Sort, str]]:
        """A test is announced once, however often it asks to stand."""
        row = self._rows.get(event.test)
        if row is None:
            if event.stage == "done":
                yield Sort.READY, OVER
            return
        match event.stage:
            case "stand" if event.test != self._announced:
                self._announced, self._of = event.test, event.of
                yield Sort.STEP, announced(row)
            case "move":
                yield Sort.GO, going(row)
            case "back":
                yield Sort.HELD, BACK


def announced(row: AssessTest) -> str:
    """`forward bend. Stand tall, then ...`."""
    return f"{row.title}. {row.sentence}"


def going(row: AssessTest) -> str:
    """`go. down, and stay`."""
    return f"go. {row.meanwhile}"


def got_it(capture: int, of: int) -> str:
    """`got it, two of three`."""
    return f"got it, {number(capture)} of {number(of)}"


def pressed(words: str) -> str:
    """`the sensors are not calibrated: ... press c to calibrate`."""
    return f"{words}. {PRESS}"


def assess_phrases(exercise: Exercise, rows: Sequence[AssessTest], repeats: int) -> tuple[str, ...]:
    """Everything that may be said in an assessment but what names a pain, each once."""
    counts = [got_it(capture, repeats) for capture in range(1, repeats + 1)]
    tests = [words for row in rows for words in (announced(row), going(row))]
    remedies = [pressed(words) if reason in WANTS else words for reason, words in REMEDIES.items()]
    refusals = [pressed(not_taken(words)) for words in CALIBRATION_REMEDIES.values()]
    own = [*counts, BACK, *tests, *remedies, *refusals, TAKEN_BACK, LEFT_OUT, OVER, LOST]
    return tuple(dict.fromkeys([*phrases(exercise), *own]))
