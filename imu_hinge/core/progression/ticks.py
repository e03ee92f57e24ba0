"""What a plan asks for today, ticked off by what was done. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.model.plural import counted

SIDES = ("left", "right")
"""In the order in which sets alternate."""
HALF = 0.5
"""Share of the planned repetitions from which on a set is done; our choice: a set broken off is none."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is planned of one exercise for one session."""

    exercise: str
    sets: int
    """Left and right together; they alternate, the left first."""
    reps: int
    """In each set."""


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set as it is known now."""

    exercise: str
    side: str | None
    reps: int
    """Counted and unsure ones."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a plan: an exercise, or one side of it where left and right are trained apart."""

    exercise: str
    side: str | None
    sets: int
    reps: int
    """Planned in each set."""
    sets_done: int
    """As `is_done` says, at most as many as are planned: more tick nothing off."""
    reps_done: int
    """In all sets, also those that were broken off, and those that are more than planned."""

    @property
    def done(self) -> bool:
        """Whether as many sets were done as are planned."""
        return self.sets_done == self.sets

    @property
    def words(self) -> str:
        """`2 of 3 sets, 16 of 24 reps`."""
        sets, reps = counted(self.sets, "set"), counted(self.sets * self.reps, "rep")
        return f"{self.sets_done} of {sets}, {self.reps_done} of {reps}"


def counts(aim: Aim, one: SetDone) -> bool:
    """Whether the repetitions of a set are of this aim: where left and right are trained apart, of a named side."""
    return one.exercise == aim.exercise and (one.side in SIDES or not _sided(aim.exercise))


def is_done(aim: Aim, one: SetDone) -> bool:
    """Whether a set that is over is one of those that this aim asks for: the only definition of a done set."""
    return counts(aim, one) and one.reps >= HALF * aim.reps


def ticks(aims: Iterable[Aim], done: Iterable[SetDone]) -> tuple[Tick, ...]:
    """Every line of the plan in its order; sets of nothing that is planned, or of no named side, tick nothing off."""
    sets = list(done)
    return tuple([_tick(aim, side, count, sets) for aim in aims for side, count in _lines(aim)])


def sides_words(exercise: str, sets: int) -> str:
    """`, 2 on each side`, `, 2 left and 1 right`; empty for an exercise without sides."""
    if not _sided(exercise):
        return ""
    left, right = _halves(sets)
    return f", {left} on each side" if left == right else f", {left} left and {right} right"


def all_done(lines: Sequence[Tick]) -> bool:
    """Whether there is a plan and all of it was done."""
    return bool(lines) and all(line.done for line in lines)


def _lines(aim: Aim) -> list[tuple[str | None, int]]:
    """Side and number of sets; a side without a set has no line."""
    if not _sided(aim.exercise):
        return [(None, aim.sets)]
    return [(side, sets) for side, sets in zip(SIDES, _halves(aim.sets), strict=True) if sets]


def _halves(sets: int) -> tuple[int, int]:
    """Sets left and right."""
    return (sets + 1) // 2, sets // 2


def _sided(exercise: str) -> bool:
    return exercise in exercise_ids() and load_exercise(exercise).sides


def _tick(aim: Aim, side: str | None, sets: int, done: Iterable[SetDone]) -> Tick:
    of_it = [one for one in done if counts(aim, one) and side in (None, one.side)]
    whole = sum(is_done(aim, one) for one in of_it)
    return Tick(aim.exercise, side, sets, aim.reps, min(whole, sets), sum(one.reps for one in of_it))
