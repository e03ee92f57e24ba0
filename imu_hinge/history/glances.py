"""Sessions at a glance: those of this history, and those that were only watched. One question for each table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, String, cast, func, select

from imu_hinge.core.progression.ticks import SIDES
from imu_hinge.history.flags import Glance
from imu_hinge.history.open_sets import OpenSet, open_sets
from imu_hinge.history.pains import score_in
from imu_hinge.history.rows import Client
from imu_hinge.history.tables import CLIENT, PAIN, REP_EDIT, SESSION, TRAINING_SET
from imu_hinge.history.transport import INBOX
from imu_hinge.history.trends import TRAINING

SHORT = 8
"""Digits of a session's id that clients send."""
_MOVED = "sensor_moved"
"""Id of a warning."""
_Sums = tuple[int, int, int, int]
"""Sets; counted, unsure and past repetitions."""
_NO_SETS: _Sums = (0, 0, 0, 0)
_Said = tuple[int, str]
"""Score and moment of a pain."""
_NOTHING: Sequence[_Said] = ()
_VIRTUAL = " (simulated)"
"""What the software of a virtual wearer ends with, as it is sent."""
_END = "SessionEnded"
_WATCHED = ("SessionStarted", "SetEnded", "PainReported", "SensorWarning", _END)
"""Types of events that a glance is made of."""


def glances(db: Connection, since_ns: int, client: Client | None = None) -> list[Glance]:
    """Training begun from `since_ns` on, of one client or of all, newest first; none of the virtual wearer."""
    found = [*_here(db, since_ns, client), *_watched(db, since_ns, client)]
    return sorted(found, key=attrgetter("started_at_ns", "session"), reverse=True)


def trained(db: Connection, since_ns: int, until_ns: int, client: Client | None = None) -> dict[str, tuple[int, int]]:
    """Id of a client as in Glance -> sessions and repetitions begun in [since_ns, until_ns)."""
    of = () if client is None else (SESSION.c.client_id == client.id,)
    asked = (
        SESSION.c.started_at_ns >= since_ns,
        SESSION.c.started_at_ns < until_ns,
        *TRAINING,
        *of,
    )
    reps = func.coalesce(func.sum(TRAINING_SET.c.counted + TRAINING_SET.c.unsure), 0)
    rows = select(_text(SESSION.c.client_id), func.count(SESSION.c.id.distinct()), reps).where(*asked)
    joined = rows.outerjoin(TRAINING_SET, TRAINING_SET.c.session_id == SESSION.c.id).group_by(SESSION.c.client_id)
    found = {key.replace("-", ""): (sessions, int(done)) for key, sessions, done in db.execute(joined).all()}
    for one in _watched(db, since_ns, client):
        if one.started_at_ns < until_ns:
            sessions, done = found.get(one.client, (0, 0))
            found[one.client] = (sessions + 1, done + one.reps)
    return found


def _here(db: Connection, since_ns: int, client: Client | None) -> list[Glance]:
    """Thousands of rows in a view of the week: ids stay texts, and what is long is not taken apart."""
    of = () if client is None else (SESSION.c.client_id == client.id,)
    asked = (SESSION.c.started_at_ns >= since_ns, *TRAINING, *of)
    ids = select(SESSION.c.id).where(*asked)
    sums, pains, edited = _sums(db, ids), _pains(db, since_ns, client), _edited(db, since_ns)
    names = ("started_at_ns", "exercise", "duration_ns", "lost_samples", "ended_at_ns")
    columns = [SESSION.c[name] for name in names]
    rows = select(_text(SESSION.c.client_id), _text(SESSION.c.id), *columns, _text(SESSION.c.warnings)).where(*asked)
    return [
        _glance(row, sums.get(row[1], _NO_SETS), pains.get(row[1], _NOTHING), row[1] in edited)
        for row in db.execute(rows).all()
    ]


def _text(column: Column[Any]) -> ColumnElement[str]:
    """An id, or JSON, as the database writes it."""
    return cast(column, String)


def _glance(row: Any, sums: _Sums, pains: Sequence[_Said], edited: bool) -> Glance:
    client, session, started_at_ns, exercise, duration_ns, lost_samples, ended_at_ns, warnings = row
    sets, counted, unsure, past = sums
    return Glance(
        client=client.replace("-", ""),
        session=session.replace("-", ""),
        here=True,
        started_at_ns=started_at_ns,
        exercise=exercise,
        duration_s=duration_ns / 1e9,
        sets=sets,
        counted=counted,
        unsure=unsure,
        past=past,
        pains=tuple([score for score, _ in pains]),
        stopped="during" in [moment for _, moment in pains],
        lost_samples=lost_samples,
        moved=f'"{_MOVED}"' in warnings,
        edited=edited,
        ended=ended_at_ns is not None,
    )


def _sums(db: Connection, ids: Select[Any]) -> Mapping[str, _Sums]:
    """By session, of the sets with repetitions, as corrected."""
    of = TRAINING_SET.c
    numbers = (func.sum(of[name]) for name in ("counted", "unsure", "past"))
    rows = select(_text(of.session_id), func.count(), *numbers).where(
        of.session_id.in_(ids), of.counted + of.unsure > 0
    )
    found = db.execute(rows.group_by(of.session_id)).all()
    return {session: (sets, int(counted), int(unsure), int(past)) for session, sets, counted, unsure, past in found}


def _pains(db: Connection, since_ns: int, client: Client | None) -> Mapping[str, Sequence[_Said]]:
    """By session, in order of time. Asked for by client, as the index has them."""
    of = () if client is None else (PAIN.c.client_id == client.id,)
    rows = (
        select(_text(PAIN.c.session_id), PAIN.c.score, PAIN.c.moment)
        .select_from(CLIENT)
        .join(PAIN, PAIN.c.client_id == CLIENT.c.id)
    )
    asked = (PAIN.c.at_ns >= since_ns, PAIN.c.session_id.is_not(None), *of)
    grouped: dict[str, list[_Said]] = defaultdict(list)
    for session, score, moment in db.execute(rows.where(*asked).order_by(PAIN.c.client_id, PAIN.c.at_ns)).all():
        grouped[session].append((score, moment))
    return grouped


def _edited(db: Connection, since_ns: int) -> frozenset[str]:
    """Sessions with changes by hand since then: there are none of a session that was not begun."""
    return frozenset(db.scalars(select(_text(REP_EDIT.c.session_id)).where(REP_EDIT.c.at_ns >= since_ns)))


# sessions of other machines, from what arrived of them


@dataclass(frozen=True, slots=True)
class Watched:
    """How often a client was only watched, over a broker."""

    sessions: int = 0
    last_at_ns: int | None = None
    """When the first event of the last session arrived."""
    simulated: int = 0
    """Sessions of the virtual wearer, which are none of the others."""


def watched(db: Connection, client: Client | None = None) -> dict[UUID, Watched]:
    """By the id of the client, of one or of all: the sessions that `glances` has from what arrived, at any time."""
    first = func.min(INBOX.c.arrived_at_ns)
    rows = select(INBOX.c.client_id, INBOX.c.session, first).where(*_told(0, client))
    found = db.execute(rows.group_by(INBOX.c.client_id, INBOX.c.session)).all()
    known = kept_here(db, {client_id for client_id, _, _ in found})
    nobody = simulated(db, client)
    times: dict[UUID, list[tuple[int, bool]]] = defaultdict(list)
    for client_id, session, at_ns in found:
        if (client_id.hex, session[:SHORT]) not in known:
            times[client_id].append((at_ns, (client_id, session) in nobody))
    return {client_id: _watched_of(of_client) for client_id, of_client in times.items()}


def _watched_of(sessions: Sequence[tuple[int, bool]]) -> Watched:
    """From when each arrived, and whether it was simulated."""
    real = [at_ns for at_ns, simulated in sessions if not simulated]
    return Watched(len(real), max(real, default=None), len(sessions) - len(real))


def simulated(db: Connection, client: Client | None, since_ns: int = 0) -> set[tuple[UUID, str]]:
    """Client and session of those that a virtual wearer made: the software says so with which they began."""
    begun = (*_told(since_ns, client), INBOX.c.type == "SessionStarted", _text(INBOX.c.body).contains(_VIRTUAL))
    rows = db.execute(select(INBOX.c.client_id, INBOX.c.session, INBOX.c.body).where(*begun))
    return {(one, session) for one, session, body in rows if _is_virtual(body)}


def _is_virtual(body: Any) -> bool:
    return isinstance(body, dict) and str(body.get("software")).endswith(_VIRTUAL)


def runs_here(db: Connection, client: Client, session: str) -> bool:
    """Whether the session that a client's program names so is being kept in this very history."""
    running = select(SESSION.c.id).where(SESSION.c.client_id == client.id, SESSION.c.ended_at_ns.is_(None))
    return session[:SHORT] in {one.hex[:SHORT] for one in db.scalars(running)}


def kept_here(db: Connection, clients: Collection[UUID]) -> set[tuple[str, str]]:
    """Client and beginning of the id of every session that is here."""
    if not clients:
        return set()
    rows = select(SESSION.c.client_id, SESSION.c.id).where(SESSION.c.client_id.in_(clients))
    return {(client_id.hex, session.hex[:SHORT]) for client_id, session in db.execute(rows)}


def _told(since_ns: int, client: Client | None) -> tuple[ColumnElement[bool], ...]:
    """Which events make a glance."""
    return INBOX.c.type.in_(_WATCHED), *arrived_since(since_ns, client)


def arrived_since(since_ns: int, client: Client | None) -> tuple[ColumnElement[bool], ...]:
    """Which events of sessions arrived since then, of one client or of all."""
    of = () if client is None else (INBOX.c.client_id == client.id,)
    return INBOX.c.arrived_at_ns >= since_ns, INBOX.c.session.is_not(None), *of


def _watched(db: Connection, since_ns: int, client: Client | None) -> list[Glance]:
    """Without those that are in this history, too: one machine may watch what it trains; none of the virtual wearer."""
    rows = (
        select(INBOX.c.client_id, INBOX.c.session, INBOX.c.type, INBOX.c.body, INBOX.c.arrived_at_ns)
        .where(*_told(since_ns, client))
        .order_by(INBOX.c.arrived_at_ns, INBOX.c.epoch, INBOX.c.seq)
    )
    found: dict[tuple[UUID, str], Glance] = {}
    short: set[tuple[UUID, str]] = set()
    for client_id, session, kind, body, at_ns in db.execute(rows):
        key, said = (client_id, session), body if isinstance(body, dict) else {}
        if kind == _END and key not in found:
            continue  # all else of it lies before
        before = found.get(key) or _empty(client_id.hex, session, at_ns)
        found[key] = before._replace(**_more(before, kind, said))
        if kind == _END and _count(said.get("sets")) > before.sets:
            short.add(key)
    known = kept_here(db, {client_id for client_id, _ in found})
    nobody = simulated(db, client, since_ns)
    away = {
        key: one for key, one in found.items() if key not in nobody and (one.client, one.session[:SHORT]) not in known
    }
    lacking = [key for key, one in away.items() if key in short or not one.ended]
    for key, sets in open_sets(db, lacking, *arrived_since(since_ns, client)).items():
        away[key] = _with_open(away[key], sets)
    return list(away.values())


def _empty(client: str, session: str, at_ns: int) -> Glance:
    return Glance(
        client=client,
        session=session,
        here=False,
        started_at_ns=at_ns,
        exercise="",
        duration_s=0.0,
        sets=0,
        counted=0,
        unsure=0,
        past=0,
        pains=(),
        stopped=False,
        lost_samples=0,
        moved=False,
        edited=False,
    )


def _more(one: Glance, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What an event changes; it came from another machine, and may hold anything."""
    match kind:
        case "SessionStarted":
            return {"exercise": str(body.get("exercise", "")), "ended": False}
        case "SetEnded":
            counted, unsure = one.counted + _count(body.get("counted")), one.unsure + _count(body.get("unsure"))
            sums = {"sets": one.sets + 1, "counted": counted, "unsure": unsure, "past": one.past + _past(body)}
            each = (*one.each, (_side(body.get("side")), counted + unsure - one.reps))
            return {**sums, "stopped": one.stopped or body.get("reason") == "pain", "each": each}
        case "PainReported" if (score := score_in(body)) is not None:
            return {"pains": (*one.pains, score)}
        case "SensorWarning":
            return {"moved": one.moved or body.get("id") == _MOVED}
        case "SessionEnded":
            return {"ended": True}
    return {}


def _side(value: Any) -> str | None:
    return value if value in SIDES else None


def _with_open(one: Glance, sets: Sequence[OpenSet]) -> Glance:
    """With the sets whose end did not come."""
    return one._replace(
        sets=one.sets + len(sets),
        counted=one.counted + sum([each.counted for each in sets]),
        unsure=one.unsure + sum([each.unsure for each in sets]),
        past=one.past + sum([each.past for each in sets]),
        each=(*one.each, *((_side(each.side), each.counted + each.unsure) for each in sets)),
    )


def _past(body: Mapping[str, Any]) -> int:
    """Repetitions past a limit in a set, at least: one may have several faults, so the most frequent one counts."""
    summary = body.get("summary")
    faults = summary.get("faults") if isinstance(summary, dict) else None
    return max(map(_count, faults.values()), default=0) if isinstance(faults, dict) else 0


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 10_000 else 0
