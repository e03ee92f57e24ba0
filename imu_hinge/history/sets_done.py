"""Sets as a plan ticks them off: of sessions of this history, as corrected by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, select

from imu_hinge.core.progression.ticks import SetDone
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.effective import effective
from imu_hinge.history.journal import edits
from imu_hinge.history.said_rows import read_said
from imu_hinge.history.tables import PLAN, REP_EDIT, SESSION, TRAINING_SET


class Of(NamedTuple):
    """A set, and whose it is."""

    client_id: UUID
    done: SetDone


def sets_done(db: Connection, *asked: ColumnElement[bool]) -> list[Of]:
    """Of the sessions that are asked for, in order of time; sets without repetitions are none."""
    ids = select(SESSION.c.id).where(*asked)
    sets, corrected = _sets(db, ids), _corrected(db, ids)
    columns = (SESSION.c.id, SESSION.c.client_id, SESSION.c.exercise)
    begun = select(*columns).where(*asked).order_by(SESSION.c.started_at_ns, SESSION.c.id)
    return [
        Of(client_id, SetDone(exercise, one.side, one.counted + one.unsure))
        for ident, client_id, exercise in db.execute(begun)
        for one in corrected.get(ident, sets.get(ident, ()))
        if one.counted + one.unsure
    ]


def is_planned() -> ColumnElement[bool]:
    """Whether the exercise of a session is planned for its client."""
    return (
        select(PLAN.c.exercise)
        .where(PLAN.c.client_id == SESSION.c.client_id, PLAN.c.exercise == SESSION.c.exercise)
        .exists()
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
