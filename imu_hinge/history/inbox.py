"""What arrived from clients on other machines: every event once, however often it was delivered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select, update

from imu_hinge.history.clients import client_known_as, client_of
from imu_hinge.history.stored import add_new, made_exactly
from imu_hinge.history.transport import INBOX, INBOX_CONFLICT, INBOX_MARK

_AT_ONCE = 500
"""Numbers looked at in one statement where the next hole is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One event as a client sent it."""

    seq: int
    id: str
    t_ms: int
    """By the clock of the client, ms since 1970."""
    session: str | None
    type: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a message."""

    new: tuple[Arrived, ...]
    """Nobody saw these before."""
    doubled: int
    """So many were there already."""
    conflicts: tuple[Arrived, ...]
    """Other events under numbers that were there already: kept apart, for a person to look at."""
    held: int
    """What may be acknowledged once this transaction is kept: the highest number without a hole."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """All from the one number to the other are there."""

    from_seq: int
    held: int


def take(db: Connection, pseudonym: str, epoch: str, from_seq: int, rows: Sequence[Arrived], now_ns: int) -> Taken:
    """Keeps what is new. Others who take for this client wait; a client who is not known is made, without a name.

    `from_seq`: the first number that the client's consent covers, as its status says. Raises UsageError for what is
    no pseudonym.
    """
    client_id = client_of(db, pseudonym, now_ns).id
    mark = _locked_mark(db, client_id, epoch, from_seq, now_ns)
    new, doubled, apart = _told_apart(rows, _ids(db, INBOX, client_id, epoch, rows))
    conflicts = _unknown_conflicts(db, client_id, epoch, apart)
    _add(db, INBOX, client_id, epoch, new, now_ns)
    _add(db, INBOX_CONFLICT, client_id, epoch, conflicts, now_ns)
    mark = _extended(db, client_id, epoch, _based(mark, from_seq))
    values = {"from_seq": mark.from_seq, "held": mark.held, "at_ns": now_ns}
    db.execute(update(INBOX_MARK).where(*_of(INBOX_MARK, client_id, epoch)).values(values))
    doubled += len(apart) - len(conflicts)
    return Taken(new=tuple(new), doubled=doubled, conflicts=tuple(conflicts), held=mark.held)


def held(db: Connection, pseudonym: str, epoch: str, from_seq: int) -> int:
    """The highest number up to which all from `from_seq` on are there; `from_seq` - 1: not even the first."""
    client = client_known_as(db, pseudonym)
    if client is None:
        return from_seq - 1
    row = db.execute(_mark(client.id, epoch)).first()
    mark = _Mark(*row) if row else _Mark(from_seq, from_seq - 1)
    return _extended(db, client.id, epoch, _based(mark, from_seq)).held


def of_session(db: Connection, pseudonym: str, session: str) -> list[Arrived]:
    """Everything about one session of a client, in order; databases one after the other where it is of several."""
    return _read(db, INBOX, pseudonym, INBOX.c.session == session)


def conflicts(db: Connection, pseudonym: str) -> list[Arrived]:
    """What came under the number of another event."""
    return _read(db, INBOX_CONFLICT, pseudonym)


def forget(db: Connection, pseudonym: str) -> int:
    """Deletes all that arrived from a client; returns how many events that were."""
    client = client_known_as(db, pseudonym)
    if client is None:
        return 0
    gone = [db.execute(delete(table).where(table.c.client_id == client.id)) for table in (INBOX, INBOX_CONFLICT)]
    db.execute(delete(INBOX_MARK).where(INBOX_MARK.c.client_id == client.id))
    return sum(one.rowcount for one in gone)


def _of(table: Table, client_id: UUID, epoch: str) -> tuple[Any, Any]:
    return table.c.client_id == client_id, table.c.epoch == epoch


def _mark(client_id: UUID, epoch: str) -> Any:
    return select(INBOX_MARK.c.from_seq, INBOX_MARK.c.held).where(*_of(INBOX_MARK, client_id, epoch))


def _locked_mark(db: Connection, client_id: UUID, epoch: str, from_seq: int, now_ns: int) -> _Mark:
    """Made where it is absent; nobody else changes it until the transaction ends."""
    empty = {"from_seq": from_seq, "held": from_seq - 1, "at_ns": now_ns}
    add_new(db, INBOX_MARK, {"client_id": client_id, "epoch": epoch, **empty})
    return _Mark(*db.execute(_mark(client_id, epoch).with_for_update()).one())


def _based(mark: _Mark, from_seq: int) -> _Mark:
    """Counted from `from_seq` on, with as much of what is known as holds then, too."""
    if mark.from_seq <= from_seq <= mark.held + 1:
        return replace(mark, from_seq=from_seq)
    return _Mark(from_seq, from_seq - 1)


def _extended(db: Connection, client_id: UUID, epoch: str, mark: _Mark) -> _Mark:
    """Up to the next hole: what lies below the mark is never looked at again."""
    while True:
        later = select(INBOX.c.seq).where(*_of(INBOX, client_id, epoch), INBOX.c.seq > mark.held)
        found = db.scalars(later.order_by(INBOX.c.seq).limit(_AT_ONCE))
        joined = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, count(mark.held + 1), strict=False))
        )
        mark = replace(mark, held=mark.held + joined)
        if joined < _AT_ONCE:
            return mark


def _ids(db: Connection, table: Table, client_id: UUID, epoch: str, rows: Iterable[Arrived]) -> dict[int, str]:
    """Number -> id of what is there under the numbers of these rows."""
    wanted = select(table.c.seq, table.c.id).where(*_of(table, client_id, epoch))
    return dict(db.execute(wanted.where(table.c.seq.in_([one.seq for one in rows]))).all())


def _told_apart(rows: Iterable[Arrived], there: dict[int, str]) -> tuple[list[Arrived], int, list[Arrived]]:
    """What is new, how many are there already, and what is not what is there."""
    new, doubled, apart = [], 0, []
    for one in rows:
        if one.seq not in there:
            there[one.seq] = one.id
            new.append(one)
        elif there[one.seq] == one.id:
            doubled += 1
        else:
            apart.append(one)
    return new, doubled, apart


def _unknown_conflicts(db: Connection, client_id: UUID, epoch: str, apart: Sequence[Arrived]) -> list[Arrived]:
    """Each once, without those that were kept apart before."""
    if not apart:
        return []
    table = INBOX_CONFLICT
    wanted = select(table.c.seq, table.c.id).where(*_of(table, client_id, epoch))
    there = {(seq, ident) for seq, ident in db.execute(wanted.where(table.c.seq.in_([one.seq for one in apart])))}
    return [one for key, one in {(one.seq, one.id): one for one in apart}.items() if key not in there]


def _add(db: Connection, table: Table, client_id: UUID, epoch: str, rows: Sequence[Arrived], now_ns: int) -> None:
    of = {"client_id": client_id, "epoch": epoch, "arrived_at_ns": now_ns}
    names = ("seq", "id", "t_ms", "session", "type", "body")
    if rows:
        db.execute(insert(table), [{**of, **{name: getattr(one, name) for name in names}} for one in rows])


def _read(db: Connection, table: Table, pseudonym: str, *more: Any) -> list[Arrived]:
    client = client_known_as(db, pseudonym)
    if client is None:
        return []
    chosen = select(table).where(table.c.client_id == client.id, *more)
    rows = db.execute(chosen.order_by(table.c.arrived_at_ns, table.c.epoch, table.c.seq)).mappings()
    return [made_exactly(Arrived, row) for row in rows]
