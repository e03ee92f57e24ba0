"""The plan of today as it is told into a session: a Command with JSON, so that its recording knows it too. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from imu_hinge.core.progression.ticks import Aim, SetDone, Tick, all_done, ticks
from imu_hinge.model.events import SetEnded, Step
from imu_hinge.model.inputs import Command, Input

PLAN = "plan"
"""Name of the Command."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned of the exercise of a session, and what of it was done earlier the same day."""

    aim: Aim
    earlier: tuple[SetDone, ...] = ()


def plan_argument(planned: Planned) -> str:
    """As the argument of the Command."""
    aim, earlier = planned.aim, [[one.side, one.reps] for one in planned.earlier]
    return json.dumps({"exercise": aim.exercise, "sets": aim.sets, "reps": aim.reps, "earlier": earlier})


def planned_of(command: Command) -> Planned | None:
    """What a Command says is planned; None for any other, and for one that nobody can read."""
    if command.name != PLAN:
        return None
    try:
        return _read(json.loads(command.argument))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _read(values: Any) -> Planned:
    """Raises ValueError, TypeError or KeyError for what is none."""
    aim = Aim(str(values["exercise"]), _count(values["sets"]), _count(values["reps"]))
    return Planned(aim, tuple([_set(aim.exercise, *one) for one in values["earlier"]]))


def _set(exercise: str, side: str | None, reps: int) -> SetDone:
    return SetDone(exercise, None if side is None else str(side), reps if type(reps) is int else _count(reps))


def _count(value: Any) -> int:
    if type(value) is not int or not 0 < value < 1000:
        raise ValueError(value)
    return value


def ticked(planned: Planned, sets: Iterable[SetDone]) -> tuple[Tick, ...]:
    """The plan after these sets of the session, all over, and those of earlier the same day."""
    return ticks([planned.aim], [*planned.earlier, *sets])


class Ticking:
    """Follows a session: what is planned, and whether all of it is done."""

    def __init__(self, target: int | None = None) -> None:
        """`target`: repetitions of a set where there is no plan."""
        self._target = target
        self._planned: Planned | None = None
        self._ended: dict[int, SetEnded] = {}
        self.done = False
        """Whether all that is planned was done."""

    @property
    def target(self) -> int | None:
        """Repetitions a set is meant to have; None where nobody said so."""
        return self._planned.aim.reps if self._planned else self._target

    def step(self, item: Input, step: Step) -> None:
        """Take an input and what the fold made of it."""
        if isinstance(item, Command):
            self._planned = planned_of(item) or self._planned
        ended = {event.set_index: event for event in step.events if isinstance(event, SetEnded)}
        self._ended.update(ended)
        if self._planned and (ended or isinstance(item, Command)):
            exercise = self._planned.aim.exercise
            sets = [SetDone(exercise, one.side, one.counted + one.unsure) for one in self._ended.values()]
            self.done = all_done(ticked(self._planned, sets))
