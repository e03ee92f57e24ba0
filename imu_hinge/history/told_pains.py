"""All pain that is known of a client: scores given here, and those that arrived from sessions on other machines."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, String, cast, select

from imu_hinge.history.glances import SHORT, arrived_since, kept_here, simulated
from imu_hinge.history.pains import MOMENTS, own_pains, score_in
from imu_hinge.history.rows import Client
from imu_hinge.history.transport import INBOX


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPain:
    """A score, wherever it was given."""

    at_ns: int
    """Of one that arrived: when it did."""
    score: int
    """0 (none) to 10."""
    moment: str | None
    """As in Pain; None: it arrived without one."""
    session: str | None
    """Id; of a session that was only watched what was sent of it."""
    here: bool
    """False: it arrived from a session that is not in this history."""


def told_pains(db: Connection, client: Client) -> list[ToldPain]:
    """Of one client, oldest first; none of the virtual wearer."""
    here = [
        ToldPain(
            at_ns=one.at_ns,
            score=one.score,
            moment=one.moment,
            session=str(one.session_id) if one.session_id else None,
            here=True,
        )
        for one in own_pains(db, client)
    ]
    return sorted([*here, *arrived_pains(db, 0, client).get(client.id, ())], key=attrgetter("at_ns"))


def arrived_pains(db: Connection, since_ns: int, client: Client | None = None) -> Mapping[UUID, Sequence[ToldPain]]:
    """By the id of the client, of one or of all, oldest first: those of sessions that were only watched."""
    grouped: dict[UUID, list[ToldPain]] = defaultdict(list)
    for client_id, session, at_ns, body in _arrived(db, since_ns, client):
        if told := _told(session, at_ns, body):
            grouped[client_id].append(told)
    return grouped


def last_arrived(db: Connection) -> Mapping[UUID, ToldPain]:
    """By the id of the client, of all: the newest of `arrived_pains`, without reading those before it."""
    newest: dict[UUID, ToldPain] = {}
    for client_id, session, at_ns, body in reversed(_arrived(db, 0)):
        if client_id not in newest and (told := _told(session, at_ns, body)):
            newest[client_id] = told
    return newest


def _arrived(db: Connection, since_ns: int, client: Client | None = None) -> list[tuple[UUID, str, int, str]]:
    """Client, session, when, and what, oldest first. There may be thousands: ids and JSON are read as texts."""
    rows = (
        select(cast(INBOX.c.client_id, String), INBOX.c.session, INBOX.c.arrived_at_ns, cast(INBOX.c.body, String))
        .where(INBOX.c.type == "PainReported", *arrived_since(since_ns, client))
        .order_by(INBOX.c.arrived_at_ns, INBOX.c.epoch, INBOX.c.seq)
    )
    found = db.execute(rows).all()
    ids = {text: UUID(text) for text in {row[0] for row in found}}
    known = kept_here(db, ids.values())
    nobody = simulated(db, client) if found else set()
    others = {(one.hex, session[:SHORT]) for one, session in nobody} | known
    hexes = {text: one.hex for text, one in ids.items()}
    return [
        (ids[text], session, at_ns, body)
        for text, session, at_ns, body in found
        if (hexes[text], session[:SHORT]) not in others
    ]


def _told(session: str, at_ns: int, text: str) -> ToldPain | None:
    """What an event tells; it came from another machine, and may hold anything."""
    body = json.loads(text)
    score = score_in(body)
    if score is None:
        return None
    return ToldPain(at_ns=at_ns, score=score, moment=_moment(body), session=session, here=False)


def _moment(body: Mapping[str, Any]) -> str | None:
    moment = body.get("moment")
    return moment if moment in MOMENTS else None
