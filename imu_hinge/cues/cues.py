"""What the wearer hears: one object takes every step of the fold and gives what is to be said."""

from dataclasses import replace

from imu_hinge.catalogue import Exercise
from imu_hinge.cues.counting import Counting
from imu_hinge.cues.cue import Cue, Sort, rank
from imu_hinge.cues.dose import Dose, Dosing
from imu_hinge.cues.form import Form
from imu_hinge.cues.hint import Hints
from imu_hinge.cues.life import Life
from imu_hinge.cues.losses import Losses
from imu_hinge.cues.near import Near
from imu_hinge.cues.pain import Pain
from imu_hinge.cues.planned import Ticking
from imu_hinge.cues.setting import ready_words, sides, steps
from imu_hinge.cues.slips import Slips
from imu_hinge.cues.spoken import Said
from imu_hinge.cues.trainer import Stop
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input

_UNTIL_ANSWERED = frozenset({Sort.STOPPED, Sort.NOT_RECORDING})
"""All that is said while the pain question is open, and while a trainer asks to stop."""


class Cues:
    """Time comes from the inputs only. Feed every step once, in order.

    `target` is the number of repetitions a set is meant to have, until a plan is told.
    """

    def __init__(self, exercise: Exercise, dose: Dose = Dose.EVERY, *, target: int | None = None) -> None:
        dosing = Dosing(dose)
        self._exercise = exercise
        self._pain, self._life, self._losses, self._slips = Pain(), Life(), Losses(), Slips()
        self._asked = Stop()
        self._form, self._near = Form(exercise, dosing), Near(exercise, dosing)
        self._plan, self._hints = Ticking(target), Hints(exercise, dosing)
        self._counting = Counting(exercise, dosing, self._plan)

    @property
    def withheld(self) -> tuple[Cue, ...]:
        """Cues about form that the dose kept back, in order."""
        return tuple(sorted([*self._form.withheld, *self._hints.withheld], key=lambda cue: cue.t_ns))

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        """What is to be said at this input, most urgent first; nothing at the end of the session."""
        self._asked.step(item, step.events)
        self._pain.step(item, step)
        self._life.step(item, step)
        self._slips.step(step)
        self._plan.step(item, step)
        cues = [
            *self._signals(item),
            *self._losses.step(item, self._life.in_set),
            *self._form.step(item, step),
            *self._near.step(item, step),
            *self._counting.step(item, step),
            *self._hints.step(item, step, self._plan.target),
            *steps(item, step),
            *self._ready(item, step),
            *sides(item),
        ]
        if isinstance(item, Command) and item.name == "end":
            return ()
        if self._pain.asking or self._asked.banner:
            cues = [cue for cue in cues if cue.sort in _UNTIL_ANSWERED]
        return tuple(sorted(map(self._explained, cues), key=rank))

    def _explained(self, cue: Cue) -> Cue:
        """A rest is the time for a sentence."""
        sentence = self._form.explanation() if cue.sort is Sort.REST else ""
        return replace(cue, words=f"{cue.words}. {sentence}") if sentence else cue

    def _signals(self, item: Input) -> list[Cue]:
        """What stops the wearer or limits everything else."""
        failed = isinstance(item, Command) and item.name == "not_recording"
        signs = (
            (self._asked.said, Sort.STOPPED, Said.STOP),
            (self._pain.stopped, Sort.STOPPED, Said.STOPPED),
            (failed, Sort.NOT_RECORDING, Said.NOT_RECORDING),
            (self._slips.began, Sort.MOVED, Said.MOVED),
        )
        return [Cue(t_ns=item.t_ns, sort=sort, words=words) for there, sort, words in signs if there]

    def _ready(self, item: Input, step: Step) -> list[Cue]:
        if not self._life.became_ready:
            return []
        return [Cue(t_ns=item.t_ns, sort=Sort.READY, words=ready_words(self._exercise, step))]
