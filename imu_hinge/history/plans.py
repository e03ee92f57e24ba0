"""What a client is to do: sets and repetitions of an exercise in a session."""

from sqlalchemy import Connection, delete, select

from imu_hinge.catalogue import exercise_ids
from imu_hinge.history.rows import Author, Client, PlanRow
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import PLAN
from imu_hinge.model.errors import UsageError

MOST_SETS, MOST_REPS = 20, 100
"""More is a slip of the fingers."""


def plan(db: Connection, client: Client) -> list[PlanRow]:
    """By exercise, in the order of the catalogue."""
    order = exercise_ids()
    found = read(db, PlanRow, select(PLAN).where(PLAN.c.client_id == client.id))
    return sorted(
        found, key=lambda one: (one.exercise not in order, order.index(one.exercise) if one.exercise in order else 0)
    )


def set_plan(
    db: Connection, client: Client, exercise: str, sets: int, reps: int, author: Author, now_ns: int
) -> PlanRow:
    """From here on; replaces what was planned of this exercise. Raises UsageError for what cannot be done."""
    if exercise not in exercise_ids():
        raise UsageError(f"plan: there is no exercise {exercise!r}; see `imu-hinge exercises`")
    check_plan(sets, reps)
    drop_plan(db, client, exercise)
    new = PlanRow(client_id=client.id, exercise=exercise, sets=sets, reps=reps, author_id=author.id, at_ns=now_ns)
    add(db, PLAN, new)
    return new


def drop_plan(db: Connection, client: Client, exercise: str | None = None) -> int:
    """Nothing is planned of this exercise any more, or of none; returns of how many there was something."""
    of = () if exercise is None else (PLAN.c.exercise == exercise,)
    return db.execute(delete(PLAN).where(PLAN.c.client_id == client.id, *of)).rowcount


def check_plan(sets: int, reps: int) -> None:
    """Raises UsageError for numbers that nobody means."""
    if sets not in range(1, MOST_SETS + 1) or reps not in range(1, MOST_REPS + 1):
        raise UsageError(
            f"plan: expected 1 to {MOST_SETS} sets of 1 to {MOST_REPS} repetitions, found {sets} of {reps}"
        )
