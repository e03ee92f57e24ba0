"""What is known of clients on a level, read for all of them at once.

Of most sessions the number of repetitions is enough, which their sets have: repetitions are read of those sessions
alone that a proposal rests on, about half of them.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, String, cast, func, select

from imu_hinge.catalogue.progression import levels
from imu_hinge.core.progression import Counts, Decision, Facts, Judged, Score, Session, alike, session_of
from imu_hinge.core.progression.facts import Alike
from imu_hinge.core.progression.needed import needed
from imu_hinge.history.effective import in_force
from imu_hinge.history.journal import journals
from imu_hinge.history.pains import of_nobody
from imu_hinge.history.rows import Client
from imu_hinge.history.said_rows import read_reps
from imu_hinge.history.tables import LEVEL, PAIN, REP, SESSION, TRAINING_SET
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.kinds import Kind

Item = TypeVar("Item")
Dated = TypeVar("Dated", Session, Score)

_DAY_NS = 86_400 * 1_000_000_000
AHEAD_NS = _DAY_NS
"""What is dated so far ahead counts as of now: a clock was set back, or that of another machine is fast; our choice."""
_MIN_NS = 60 * 1_000_000_000
_AT_ONCE = 500
"""Sessions asked for in one statement: databases bound the number of its parameters."""
_ROWS = 500
"""Repetitions held at once: many more, and Python looks for garbage among them again and again."""
_Texts = tuple[str, str | None, bool, str, str]
"""As `Judged`, with the lists as the database writes them."""


def facts(
    db: Connection,
    now_ns: int,
    clients: Collection[Client],
    start_limit: int | None = None,
    ahead_ns: int = AHEAD_NS,
) -> Mapping[UUID, Facts]:
    """By client, without those for whom nobody chose a level: all that `propose` looks at, and little more.

    `ahead_ns`: 0 for a time that is past, of which it is asked what was known then.
    """
    decided = _decisions(db, [one.id for one in clients], now_ns)
    since_ns = now_ns - _DAY_NS * int(max(one.looked_at["days"].value for one in levels()))
    until_ns = now_ns + ahead_ns
    sessions, scores = _sessions(db, list(decided), since_ns, until_ns), _scores(db, list(decided), since_ns, until_ns)
    found = {
        ident: Facts(
            now_ns=now_ns,
            sessions=tuple(_by_now(one, now_ns) for one in sessions[ident]),
            scores=tuple(_by_now(one, now_ns) for one in scores[ident]),
            decisions=tuple(taken),
            start_limit=start_limit,
        )
        for ident, taken in decided.items()
    }
    return _looked_into(db, found)


def _by_now(one: Dated, now_ns: int) -> Dated:
    """Nothing lies ahead."""
    return one if one.at_ns <= now_ns else replace(one, at_ns=now_ns)


def worn(since_ns: int, until_ns: int) -> tuple[ColumnElement[bool], ...]:
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
    columns = (PAIN.c.at_ns, PAIN.c.score, PAIN.c.moment, _text(PAIN.c.session_id), PAIN.c.arrived_at_ns)
    asked = (PAIN.c.client_id.in_(clients), PAIN.c.at_ns.between(since_ns, until_ns), ~of_nobody())
    return _grouped(
        (client, Score(at_ns, score, moment, _hex(session or ""), arrived_ns or 0))
        for client, at_ns, score, moment, session, arrived_ns in db.execute(
            select(_text(PAIN.c.client_id), *columns).where(*asked)
        ).all()
    )


def _sessions(db: Connection, clients: Sequence[UUID], since_ns: int, until_ns: int) -> Mapping[UUID, list[Session]]:
    """With the number of their repetitions, as corrected, and nothing else of them."""
    of_it = TRAINING_SET.c.session_id == SESSION.c.id
    reps = select(func.coalesce(func.sum(TRAINING_SET.c.counted + TRAINING_SET.c.unsure), 0)).where(of_it)
    columns = (SESSION.c.started_at_ns, SESSION.c.utc_offset_min, SESSION.c.exercise, reps.scalar_subquery())
    rows = select(_text(SESSION.c.client_id), _text(SESSION.c.id), *columns)
    return _grouped(
        (client, _session(*values))
        for client, *values in db.execute(rows.where(SESSION.c.client_id.in_(clients), *worn(since_ns, until_ns))).all()
    )


def _session(ident: str, at_ns: int, utc_offset_min: int, exercise: str, reps: int) -> Session:
    day = (at_ns + utc_offset_min * _MIN_NS) // _DAY_NS
    return Session(id=_hex(ident), at_ns=at_ns, day=day, exercise=exercise, whole=Counts(reps=int(reps)))


def _grouped(rows: Iterable[tuple[str, Item]]) -> Mapping[UUID, list[Item]]:
    """By client."""
    grouped: dict[str, list[Item]] = defaultdict(list)
    for client, item in rows:
        grouped[client].append(item)
    return defaultdict(list, {UUID(client): items for client, items in grouped.items()})


def _looked_into(db: Connection, bare: Mapping[UUID, Facts]) -> Mapping[UUID, Facts]:
    """With the repetitions of the sessions that matter; mostly those that are asked for first lead on to no others."""
    found, known = dict(bare), dict[str, Session]()
    clients: Iterable[UUID] = bare
    while asked := {client: more for client in clients if (more := needed(found[client], known))}:
        known |= _judged(db, [one for more in asked.values() for one in more])
        for client in asked:
            sessions = tuple([known.get(one.id, one) for one in found[client].sessions])
            found[client] = replace(found[client], sessions=sessions)
        clients = asked
    return found


def _judged(db: Connection, sessions: Sequence[Session]) -> dict[str, Session]:
    """The same sessions with what was said of their repetitions, by id."""
    reps: dict[str, Alike] = {}
    for ids in _portions([UUID(one.id) for one in sessions]):
        reps |= _said(db, ids) | _corrected(db, ids)
    return {one.id: session_of(one.id, one.at_ns, one.day, one.exercise, reps.get(one.id, {})) for one in sessions}


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _said(db: Connection, sessions: Collection[UUID]) -> dict[str, Alike]:
    """By session, as the program said them. No object is made for any of the many repetitions: texts stay texts."""
    texts = [_text(REP.c[name]) for name in ("session_id", "faults", "not_judged")]
    rows: Select[Any] = select(*texts, REP.c.status, REP.c.side, REP.c.valid, REP.c.hinge_share)
    found: dict[str, dict[_Texts, list[float | None]]] = defaultdict(lambda: defaultdict(list))
    for some in db.execute(rows.where(REP.c.session_id.in_(sessions))).partitions(_ROWS):
        for session, faults, not_judged, status, side, valid, share in some:
            found[session][status, side, valid, faults, not_judged].append(share)
    return {_hex(session): _read(reps) for session, reps in found.items()}


def _read(reps: Mapping[_Texts, Sequence[float | None]]) -> Alike:
    found: dict[Judged, list[float | None]] = defaultdict(list)
    for (status, side, valid, faults, not_judged), shares in reps.items():
        found[Judged(status, side, valid, _words(faults), _words(not_judged))] += shares
    return found


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """A list of ids, of which there are few different ones."""
    return tuple(json.loads(text))


def _corrected(db: Connection, sessions: Collection[UUID]) -> dict[str, Alike]:
    """The repetitions of those sessions that a person changed, as they are now."""
    changed = journals(db, sessions)
    said = read_reps(db, changed)
    return {ident.hex: alike(in_force(said.get(ident, ()), edits)) for ident, edits in changed.items()}


def _text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An id, or JSON, as the database writes it."""
    return cast(column, String)


def _hex(ident: str) -> str:
    """The digits of an id: a server writes it with dashes."""
    return ident.replace("-", "")
