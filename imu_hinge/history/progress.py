"""Where clients stand in the progression, and what of today's plan is done: from the history, as corrected by hand."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, String, cast, select

from imu_hinge.catalogue.progression import levels as all_levels
from imu_hinge.core.progression import (
    Aim,
    Decision,
    Facts,
    Proposal,
    Score,
    Session,
    SetDone,
    Standing,
    propose,
    session_of,
)
from imu_hinge.core.progression.ticks import ticks
from imu_hinge.core.summary import SetSummary
from imu_hinge.history.effective import effective
from imu_hinge.history.journal import edits
from imu_hinge.history.pains import of_nobody
from imu_hinge.history.plans import plan
from imu_hinge.history.rows import Client
from imu_hinge.history.said_rows import read_said
from imu_hinge.history.tables import LEVEL, PAIN, REP, REP_EDIT, SESSION, TRAINING_SET
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.kinds import Kind

_DAY_NS = 86_400 * 1_000_000_000
_MIN_NS = 60 * 1_000_000_000
_Words = tuple[str, ...]


class _Judged(NamedTuple):
    """Of a repetition what a session's facts are made of; there are thousands."""

    status: str
    side: str | None
    hinge_share: float | None
    valid: bool
    faults: _Words
    not_judged: _Words


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
    """By client, without those for whom nobody chose a level; one question for each table, however many they are."""
    ids = [one.id for one in clients]
    decided = _decisions(db, ids, now_ns)
    since_ns = now_ns - _DAY_NS * int(max(one.looked_at["days"].value for one in all_levels()))
    sessions, scores = _sessions(db, list(decided), since_ns, now_ns), _scores(db, list(decided), since_ns, now_ns)
    return {
        ident: propose(
            Facts(
                now_ns=now_ns,
                sessions=tuple(sessions[ident]),
                scores=tuple(scores[ident]),
                decisions=tuple(taken),
                start_limit=start_limit,
            )
        )
        for ident, taken in decided.items()
    }


def today(db: Connection, client: Client, now_ns: int, without: UUID | None = None) -> Today:
    """The plan, and what of this machine's local day is in the history up to `now_ns`.

    `without`: a session whose sets the caller knows better, as that which runs.
    """
    aims = tuple(Aim(one.exercise, one.sets, one.reps) for one in plan(db, client))
    others = () if without is None else (SESSION.c.id != without,)
    asked = (SESSION.c.client_id == client.id, *_worn(_midnight_ns(now_ns), now_ns), *others)
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


def _midnight_ns(now_ns: int) -> int:
    """The last one, in the local time of this machine."""
    local = datetime.fromtimestamp(now_ns // 1_000_000_000).astimezone()
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) * 1_000_000_000


def _worn(since_ns: int, until_ns: int) -> tuple[Any, ...]:
    """Training begun in this time, but not the virtual wearer's."""
    begun = SESSION.c.started_at_ns.between(since_ns, until_ns)
    return begun, SESSION.c.source != SIMULATED, SESSION.c.kind == Kind.TRAINING.value


def _decisions(db: Connection, clients: Sequence[UUID], now_ns: int) -> Mapping[UUID, list[Decision]]:
    rows = select(LEVEL.c.client_id, LEVEL.c.at_ns, LEVEL.c.level, LEVEL.c.reason)
    asked = rows.where(LEVEL.c.client_id.in_(clients), LEVEL.c.at_ns <= now_ns)
    grouped: dict[UUID, list[Decision]] = defaultdict(list)
    for client, *values in db.execute(asked):
        grouped[client].append(Decision(*values))
    return grouped


def _scores(db: Connection, clients: Sequence[UUID], since_ns: int, until_ns: int) -> Mapping[UUID, list[Score]]:
    rows = select(PAIN.c.client_id, PAIN.c.at_ns, PAIN.c.score, PAIN.c.moment, PAIN.c.session_id, PAIN.c.arrived_at_ns)
    asked = rows.where(PAIN.c.client_id.in_(clients), PAIN.c.at_ns.between(since_ns, until_ns), ~of_nobody())
    grouped: dict[UUID, list[Score]] = defaultdict(list)
    for client, at_ns, score, moment, session, arrived_ns in db.execute(asked):
        grouped[client].append(Score(at_ns, score, moment, session.hex if session else "", arrived_ns or 0))
    return grouped


def _sessions(db: Connection, clients: Sequence[UUID], since_ns: int, until_ns: int) -> Mapping[UUID, list[Session]]:
    asked = (SESSION.c.client_id.in_(clients), *_worn(since_ns, until_ns))
    columns = (SESSION.c.id, SESSION.c.client_id, SESSION.c.started_at_ns, SESSION.c.utc_offset_min, SESSION.c.exercise)
    ids = select(SESSION.c.id).where(*asked)
    reps, corrected = _reps(db, ids), _corrected(db, ids)
    grouped: dict[UUID, list[Session]] = defaultdict(list)
    for row in db.execute(select(*columns).where(*asked)).mappings():
        held = corrected.get(row["id"])
        of_it = reps.get(row["id"], ()) if held is None else [rep for one in held for rep in one.reps]
        grouped[row["client_id"]].append(_session(row, of_it))
    return grouped


def _session(row: RowMapping, reps: Iterable[Any]) -> Session:
    day = (row["started_at_ns"] + row["utc_offset_min"] * _MIN_NS) // _DAY_NS
    return session_of(row["id"].hex, row["started_at_ns"], day, row["exercise"], reps)


def _reps(db: Connection, ids: Select[Any]) -> Mapping[UUID, Sequence[_Judged]]:
    """By session, as the program said them: ids and JSON stay texts, of which there are few different ones."""
    texts = (cast(column, String) for column in (REP.c.session_id, REP.c.faults, REP.c.not_judged))
    columns = (REP.c.status, REP.c.side, REP.c.hinge_share, REP.c.valid)
    grouped: dict[str, list[_Judged]] = defaultdict(list)
    rows: Iterable[Any] = db.execute(select(*texts, *columns).where(REP.c.session_id.in_(ids)))
    for session, faults, not_judged, status, side, share, valid in rows:
        grouped[session].append(_Judged(status, side, share, valid, _words(faults), _words(not_judged)))
    return {UUID(session): reps for session, reps in grouped.items()}


@lru_cache(maxsize=1024)
def _words(text: str) -> _Words:
    """A list of ids, as the database writes it."""
    return tuple(json.loads(text))


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
