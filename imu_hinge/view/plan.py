"""What a trainer planned for a client, and what of it is done. Pure."""

from collections import Counter

from imu_hinge.core.progression.ticks import Aim
from imu_hinge.cues.planned import Planned as PlannedToday
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.today import today
from imu_hinge.view.wall import Person, Planned


def planned(person: Person, exercise: str) -> Planned | None:
    """What the plan asks for of this exercise."""
    return next((one for one in person.planned if one.exercise == exercise), None)


def sets_done(snapshot: Snapshot, plan: Planned | None = None) -> int:
    """Sets of the plan that are done; without one ended sets, of which a left and a right one are one."""
    if plan:
        aim, told = Aim(plan.exercise, plan.sets, plan.reps), snapshot.today.planned
        earlier = told.earlier if told else ()
        return today(snapshot.all_sets, snapshot.exercise, PlannedToday(aim, earlier)).sets_done
    ended = [one for one in snapshot.all_sets if one.ended]
    if not snapshot.exercise.sides:
        return len(ended)
    sides = Counter(one.side for one in ended if one.side)
    return min(sides["left"], sides["right"]) if sides else len(ended)
