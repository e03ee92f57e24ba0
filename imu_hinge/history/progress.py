"""Where clients stand in the progression, and what of today's plan is done: from the history, as corrected by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from imu_hinge.core.progression import Aim, Proposal, SetDone, Standing, propose
from imu_hinge.core.progression.ticks import ticks
from imu_hinge.history.facts import AHEAD_NS, facts, worn
from imu_hinge.history.local_day import midnight_ns
from imu_hinge.history.plans import plan
from imu_hinge.history.rows import Client
from imu_hinge.history.sets_done import sets_done
from imu_hinge.history.tables import SESSION


@dataclass(frozen=True, slots=True)
class Today:
    """The plan, and the sets of this day."""

    aims: tuple[Aim, ...]
    """By exercise, in the order of the catalogue."""
    done: tuple[SetDone, ...]
    """In order of time."""


def standing(
    db: Connection, client: Client, now_ns: int, start_limit: int | None = None, ahead_ns: int = AHEAD_NS
) -> Standing:
    """What is known at `now_ns`: level, proposal, the plan of that day ticked off.

    `start_limit`: pain from which no session starts, as the trainer set it; None: that of the catalogue. `ahead_ns`: 0
    for a time that is past.
    """
    found = today(db, client, now_ns)
    proposed = proposals(db, now_ns, [client], start_limit, ahead_ns)
    return Standing(proposal=proposed.get(client.id), ticks=ticks(found.aims, found.done))


def proposals(
    db: Connection,
    now_ns: int,
    clients: Collection[Client],
    start_limit: int | None = None,
    ahead_ns: int = AHEAD_NS,
) -> Mapping[UUID, Proposal]:
    """By client, without those for whom nobody chose a level."""
    return {ident: propose(known) for ident, known in facts(db, now_ns, clients, start_limit, ahead_ns).items()}


def today(db: Connection, client: Client, now_ns: int, without: UUID | None = None) -> Today:
    """The plan, and what of this machine's local day is in the history up to `now_ns`.

    `without`: a session whose sets the caller knows better, as that which runs.
    """
    aims = tuple(Aim(one.exercise, one.sets, one.reps) for one in plan(db, client))
    others = () if without is None else (SESSION.c.id != without,)
    of_today = sets_done(db, SESSION.c.client_id == client.id, *worn(midnight_ns(now_ns), now_ns), *others)
    return Today(aims, tuple([one.done for one in of_today]))
