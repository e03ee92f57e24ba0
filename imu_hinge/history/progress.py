"""Where clients stand in the progression, and what of today's plan is done: from the history, as corrected by hand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from imu_hinge.core.progression import Aim, Proposal, SetDone, Standing, propose
from imu_hinge.core.progression.ticks import ticks
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.effective import effective
from imu_hinge.history.facts import facts, worn
from imu_hinge.history.journal import edits
from imu_hinge.history.local_day import midnight_ns
from imu_hinge.history.plans import plan
from imu_hinge.history.rows import Client
from imu_hinge.history.said_rows import read_said
from imu_hinge.history.tables import REP_EDIT, SESSION, TRAINING_SET


@dataclass(frozen=True, slots=True)
class Today:
    """The plan, and the sets of this day."""

    aims: tuple[Aim, ...]
    """By exercise, in the order of the catalogue."""
    done: tuple[SetDone, ...]
    """In order of time."""


def standing(db: Connection, client: Client, now_ns: int, start_limit: int | None = None) -> Standing:
    """What was known at `now_ns`: level, proposal, the plan of that day ticked off.

    `start_limit`: pain from which no session starts, as the trainer set it; None: that of the catalogue.
    """
    found = today(db, client, now_ns)
    return Standing(
        proposal=proposals(db, now_ns, [client], start_limit).get(client.id), ticks=ticks(found.aims, found.done)
    )


def proposals(
    db: Connection, now_ns: int, clients: Collection[Client], start_limit: int | None = None
) -> Mapping[UUID, Proposal]:
    """By client, without those for whom nobody chose a level."""
    return {ident: propose(known) for ident, known in facts(db, now_ns, clients, start_limit).items()}


def today(db: Connection, client: Client, now_ns: int, without: UUID | None = None) -> Today:
    """The plan, and what of this machine's local day is in the history up to `now_ns`.

    `without`: a session whose sets the caller knows better, as that which runs.
    """
    aims = tuple(Aim(one.exercise, one.sets, one.reps) for one in plan(db, client))
    others = () if without is None else (SESSION.c.id != without,)
    asked = (SESSION.c.client_id == client.id, *worn(midnight_ns(now_ns), now_ns), *others)
    ids = select(SESSION.c.id).where(*asked)
    sets, corrected = _sets(db, ids), _corrected(db, ids)
    begun = select(SESSION.c.id, SESSION.c.exercise).where(*asked).order_by(SESSION.c.started_at_ns, SESSION.c.id)
    return Today(
        aims,
        tuple(
            SetDone(exercise, one.side, one.counted + one.unsure)
            for ident, exercise in db.execute(begun)
            for one in corrected.get(ident, sets.get(ident, ()))
            if one.counted + one.unsure
        ),
    )


def _sets(db: Connection, ids: Select[Any]) -> Mapping[UUID, Sequence[Any]]:
    """By session, in order, as the program said them."""
    columns = (TRAINING_SET.c[name] for name in ("session_id", "side", "counted", "unsure"))
    rows = select(*columns).where(TRAINING_SET.c.session_id.in_(ids)).order_by(TRAINING_SET.c.n)
    grouped: dict[UUID, list[Any]] = defaultdict(list)
    for row in db.execute(rows):
        grouped[row.session_id].append(row)
    return grouped


def _corrected(db: Connection, ids: Select[Any]) -> Mapping[UUID, Sequence[SetSummary]]:
    """The sets of sessions that a person changed, as they are now."""
    changed = db.scalars(select(REP_EDIT.c.session_id).where(REP_EDIT.c.session_id.in_(ids)).distinct()).all()
    return {ident: effective(read_said(db, ident), edits(db, ident)) for ident in changed}
