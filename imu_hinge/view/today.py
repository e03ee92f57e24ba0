"""What of the plan is done today, and left against right: one function for every place that shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from imu_hinge.catalogue import Exercise
from imu_hinge.core.progression.ticks import SIDES, SetDone, Tick, all_done
from imu_hinge.cues.planned import Planned, ticked
from imu_hinge.model.plural import counted
from imu_hinge.view.sets import SetOutline

FIRST = "left"
OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideDone:
    """One working side."""

    side: str
    sets: int
    """That are over; of a plan those that count for it, since midnight."""
    reps: int
    of_sets: int | None = None
    """Planned; None without a plan."""
    of_reps: int | None = None

    @property
    def missing(self) -> int:
        """Sets that are still planned."""
        return max((self.of_sets or 0) - self.sets, 0)

    @property
    def words(self) -> str:
        """`left 1 of 2 sets, 8 of 16 reps`, `left 1 set, 8 reps`."""
        if self.of_sets is None:
            return f"{self.side} {counted(self.sets, 'set')}, {counted(self.reps, 'rep')}"
        sets, reps = counted(self.of_sets, "set"), counted(self.of_reps or 0, "rep")
        return f"{self.side} {self.sets} of {sets}, {self.reps} of {reps}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """How far it has come."""

    planned: Planned | None = None
    ticks: tuple[Tick, ...] = ()
    """A line of the plan for each side; empty without a plan."""
    sides: tuple[SideDone, ...] = ()
    """Left and right; empty for an exercise that is not trained on each side apart, and where nobody names sides."""
    next_side: str = ""
    """Which one is to work next; empty for such an exercise."""
    unsure: int = 0
    """Repetitions of this session that count for the plan and are unsure."""

    @property
    def done(self) -> bool:
        """Whether there is a plan and all of it was done."""
        return all_done(self.ticks)

    @property
    def sets_done(self) -> int:
        """Of the plan."""
        return sum(line.sets_done for line in self.ticks)


def today(
    sets: Sequence[SetOutline], exercise: Exercise, planned: Planned | None = None, named: str | None = None
) -> Today:
    """After these sets of a session of this exercise; `named`: the side that somebody named for the next set."""
    over = [one for one in sets if one.ended]
    plan = planned if planned and planned.aim.exercise == exercise.id else None
    lines = ticked(plan, [_set_done(exercise, one) for one in over]) if plan else ()
    sides = _sides(over, lines) if exercise.sides and (plan or named or _is_named(over)) else ()
    return Today(
        planned=plan,
        ticks=lines,
        sides=sides,
        next_side=(named or next_side(sides, over[-1].side if over else None)) if sides else "",
        unsure=sum(one.unsure for one in over) if plan else 0,
    )


def next_side(sides: Sequence[SideDone], last: str | None) -> str:
    """The side with the most to do, without a plan the one with the fewest sets; of two alike not the `last` one."""
    turn = OTHER.get(last or "", FIRST)
    return max(sides, key=lambda one: (one.missing, 0 if one.of_sets is not None else -one.sets, one.side == turn)).side


def _is_named(over: Sequence[SetOutline]) -> bool:
    """Whether sides are named as far as is known: of sets from a file without words nobody says which side worked."""
    return not over or any(one.side for one in over)


def _sides(over: Sequence[SetOutline], lines: Sequence[Tick]) -> tuple[SideDone, ...]:
    """A plan of one set has nothing for the other side, which is listed all the same."""
    planned = {line.side: line for line in lines}
    return tuple([_side(side, over, planned.get(side), bool(lines)) for side in SIDES])


def _side(side: str, over: Sequence[SetOutline], line: Tick | None, planned: bool) -> SideDone:
    if line is not None:
        total = line.sets * line.reps
        return SideDone(side=side, sets=line.sets_done, reps=line.reps_done, of_sets=line.sets, of_reps=total)
    mine = [one.counted + one.unsure for one in over if one.side == side]
    none = 0 if planned else None
    return SideDone(side=side, sets=len(mine), reps=sum(mine), of_sets=none, of_reps=none)


def _set_done(exercise: Exercise, one: SetOutline) -> SetDone:
    return SetDone(exercise.id, one.side, one.counted + one.unsure)


def plan_words(now: Today) -> str:
    """`set 2 of 3, 8 reps`: what is to be done next; `plan done: 3 of 3 sets, 24 of 24 reps`; empty without a plan."""
    if now.planned is None:
        return ""
    if now.done:
        return f"plan done: {done_words(now)}"
    aim, side = now.planned.aim, f", {now.next_side}" if now.next_side else ""
    return f"set {now.sets_done + 1} of {aim.sets}, {counted(aim.reps, 'rep')}{side}"


def done_words(now: Today) -> str:
    """`2 of 3 sets, 16 of 24 reps, 1 unsure`; empty without a plan."""
    if now.planned is None:
        return ""
    aim, reps = now.planned.aim, sum(line.reps_done for line in now.ticks)
    unsure = f", {now.unsure} unsure" if now.unsure else ""
    return f"{now.sets_done} of {counted(aim.sets, 'set')}, {reps} of {counted(aim.sets * aim.reps, 'rep')}{unsure}"


def sides_words(now: Today) -> str:
    """`left 1 of 2 sets, 8 of 16 reps; right ...`; empty for an exercise without sides."""
    return "; ".join(one.words for one in now.sides)


def rest_words(now: Today) -> tuple[str, ...]:
    """What is next, and what is done: a line each, the more important one first; none without plan and sides."""
    if now.planned is None:
        return (f"next: {now.next_side}; {sides_words(now)}",) if now.sides else ()
    if now.done:
        return tuple(filter(None, (plan_words(now), sides_words(now))))
    to_do = f"to do: {_missing_words(now)}" if now.sides else f"done: {done_words(now)}"
    return tuple(filter(None, (f"next: {plan_words(now)}; {to_do}", sides_words(now))))


def end_words(now: Today) -> tuple[str, ...]:
    """What came of the plan and of the sides; none where there is neither."""
    plan = plan_words(now) if now.done else f"plan: {done_words(now)}"
    return tuple(filter(None, (plan if now.planned else "", sides_words(now))))


def _missing_words(now: Today) -> str:
    """`right 2 sets, left 1 set`, the next side first."""
    order = sorted(now.sides, key=lambda one: one.side != now.next_side)
    return ", ".join(f"{one.side} {counted(one.missing, 'set')}" for one in order if one.missing)
