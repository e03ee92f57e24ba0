"""What a client publishes, in order: each event has its number from the transaction that keeps it, and stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, insert, select

from imu_hinge.history.clients import alone_with
from imu_hinge.history.rows import Client
from imu_hinge.history.stored import add_new, made_exactly, values
from imu_hinge.history.tables import SETTING
from imu_hinge.history.transport import OUTBOX

EPOCH = "epoch"
"""Setting: random, another one for each database, so that its numbers are never taken for those of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An event that is to get a number."""

    session_id: UUID | None
    consent_id: UUID | None
    """What the client agreed to that lets it be sent; None: nobody's data."""
    at_ns: int
    type: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An event with its number."""

    seq: int
    """1, 2, 3, ... for each client, without a hole."""
    id: str
    """Of the event, wherever it arrives."""
    session_id: UUID | None
    consent_id: UUID | None
    at_ns: int
    type: str
    body: Mapping[str, Any]


def epoch(db: Connection) -> str:
    """That of this database, made when it is asked for first, which needs a transaction that writes."""
    if (known := known_epoch(db)) is not None:
        return known
    add_new(db, SETTING, {"key": EPOCH, "value": uuid4().hex})
    return known_epoch(db) or ""


def known_epoch(db: Connection) -> str | None:
    """None where nothing was ever published."""
    return db.scalar(select(SETTING.c.value).where(SETTING.c.key == EPOCH))


def post(db: Connection, client: Client, entries: Sequence[Posting]) -> list[Posted]:
    """Keeps the events under the next numbers, in this order. Others who post for this client wait."""
    alone_with(db, client)
    now = epoch(db)
    first = last_seq(db, client) + 1
    posted = [Posted(seq=seq, id=uuid4().hex, **values(one)) for seq, one in enumerate(entries, first)]
    if posted:
        db.execute(insert(OUTBOX), [{"client_id": client.id, "epoch": now, **values(one)} for one in posted])
    return posted


def after(db: Connection, client: Client, seq: int, most: int) -> list[Posted]:
    """At most so many events with numbers above `seq`, in order."""
    chosen = select(OUTBOX).where(*_of(db, client), OUTBOX.c.seq > seq).order_by(OUTBOX.c.seq).limit(most)
    return [made_exactly(Posted, row) for row in db.execute(chosen).mappings()]


def last_seq(db: Connection, client: Client) -> int:
    """The highest number that was given out; 0: none."""
    return db.scalar(select(func.max(OUTBOX.c.seq)).where(*_of(db, client))) or 0


def first_under(db: Connection, client: Client, consent_id: UUID) -> int:
    """The number from which on all were posted under this consent; the next one where the last was not.

    No time is looked at: clocks are set back.
    """
    others = OUTBOX.c.consent_id.is_distinct_from(consent_id)
    return (db.scalar(select(func.max(OUTBOX.c.seq)).where(*_of(db, client), others)) or 0) + 1


def _of(db: Connection, client: Client) -> tuple[Any, ...]:
    """Of this client, in the epoch that holds; without one there is nothing."""
    return OUTBOX.c.client_id == client.id, OUTBOX.c.epoch == (known_epoch(db) or "")
