"""What trainers want of the wearer, from Commands, until it is answered or gone by."""

from dataclasses import replace

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.cues.trainer import EXERCISE, NOTE, STOPPING, Stop, TrainerWord, stop_line, trainer_word
from imu_hinge.model.events import Event, SetStarted
from imu_hinge.model.inputs import Command, Input
from imu_hinge.model.plural import counted
from imu_hinge.view.snapshot import NOTHING, Asked, Proposal

PROPOSAL_S = 120.0
"""So long a proposal waits for an answer; our choice."""
TAKE, LEAVE = "take_exercise", "leave_exercise"
"""Commands that answer it."""


class Asking:
    """Time comes from the inputs."""

    def __init__(self) -> None:
        self.asked: Asked = NOTHING
        """At the newest input."""
        self._until_ns = 0
        self._stop = Stop()

    def step(self, item: Input, events: tuple[Event, ...]) -> None:
        """Take an input and what the fold said; a note that came while a set was open is shown after it."""
        if any(isinstance(event, SetStarted) for event in events):
            self.asked = replace(self.asked, note="")
        self._stop.step(item, events)
        if self.asked.stop != self._stop.line:
            self.asked = replace(self.asked, stop=self._stop.line)
        if self._stop.passed_by:
            self.asked = replace(self.asked, note=f"{self._stop.passed_by} asked you to stop")
        if self.asked.proposal and item.t_ns >= self._until_ns:
            self.asked = replace(self.asked, proposal=None)
        if isinstance(item, Command):
            self._command(item)

    def _command(self, command: Command) -> None:
        if command.name in (TAKE, LEAVE):
            self.asked = replace(self.asked, proposal=None)
        elif word := trainer_word(command):
            self._word(command, word)

    def _word(self, command: Command, word: TrainerWord) -> None:
        if command.name == NOTE and word.text:
            self.asked = replace(self.asked, note=f"{word.by}: {word.text}")
        elif command.name == EXERCISE and word.exercise in exercise_ids():
            self._until_ns = command.t_ns + round(PROPOSAL_S * 1e9)
            proposal = Proposal(word.by, word.exercise, proposed(word), word.side)
            self.asked = replace(self.asked, proposal=proposal)


def proposed(word: TrainerWord) -> str:
    """`Romanian deadlift with a row, left, 8 reps a set`; an exercise that is not known here by its id."""
    name = load_exercise(word.exercise).title if word.exercise in exercise_ids() else word.exercise
    reps = f"{counted(word.set_reps, 'rep')} a set" if word.set_reps else ""
    return ", ".join(part for part in (name, word.side, reps) if part)


def trainer_words(command: Command) -> str | None:
    """What a trainer says in a sentence; None for any other Command."""
    word = trainer_word(command)
    if word is None:
        return None
    sentences = {
        STOPPING: stop_line(word),
        NOTE: f"{word.by}: {word.text}",
        EXERCISE: f"{word.by} proposes {proposed(word)}",
    }
    return sentences[command.name]
