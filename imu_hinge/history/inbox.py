"""What arrived from clients on other machines: every event once, however often it was delivered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from imu_hinge.history.clients import client_known_as, client_of
from imu_hinge.history.rows import Client
from imu_hinge.history.stored import add_new, made_exactly
from imu_hinge.history.tables import CLIENT
from imu_hinge.history.transport import INBOX, INBOX_CONFLICT, INBOX_MARK

_AT_ONCE = 500
"""Numbers looked at in one statement where the next hole is looked for."""
_BEGUN = "SessionStarted"
_NUMBERS_AT_ONCE = 10_000
"""Asked for in one statement: SQLite takes 32,766 values."""


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


@dataclass(frozen=True, slots=True)
class Batch:
    """What came from one client; without rows only the number held is asked for."""

    client: str
    """Pseudonym."""
    epoch: str
    from_seq: int
    """The first number that the consent covers."""
    rows: tuple[Arrived, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a message."""

    new: tuple[Arrived, ...]
    """Not there before."""
    same: tuple[Arrived, ...]
    """There already: kept by whoever was first, who need not be the one who asks."""
    doubled: int
    """So many came again: these, and conflicts that are known."""
    conflicts: tuple[Arrived, ...]
    """Other events under numbers that were there already: kept apart, for a person to look at."""
    held: int
    """What may be acknowledged once this transaction is kept: the highest number without a hole."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """All from the one number to the other are there."""

    from_seq: int
    held: int


_Key = tuple[UUID, str]
"""Client and epoch: numbers count within one."""


def take(db: Connection, pseudonym: str, epoch: str, from_seq: int, rows: Sequence[Arrived], now_ns: int) -> Taken:
    """Keeps what is new. Others who take for this client wait; a client who is not known is made, without a name.

    `from_seq`: the first number that the client's consent covers, as its status says. Raises UsageError for what is
    no pseudonym.
    """
    return take_all(db, [Batch(pseudonym, epoch, from_seq, tuple(rows))], now_ns)[0]


def take_all(db: Connection, batches: Sequence[Batch], now_ns: int) -> list[Taken]:
    """The same for many clients, each at most once, in few statements: what became of each batch, in their order."""
    marks = _locked_marks(db, batches, now_ns)
    there = {key: _ids(db, *key, batch.rows) for key, batch in zip(marks, batches, strict=True)}
    apart = [_told_apart(batch.rows, there[key]) for key, batch in zip(marks, batches, strict=True)]
    _add(db, INBOX, {key: new for key, (new, _, _) in zip(marks, apart, strict=True)}, now_ns)
    others = {key: _unknown_conflicts(db, *key, rows) for key, (_, _, rows) in zip(marks, apart, strict=True) if rows}
    _add(db, INBOX_CONFLICT, others, now_ns)
    taken = []
    for (key, mark), batch, (new, same, rows) in zip(marks.items(), batches, apart, strict=True):
        marks[key] = mark = _extended(db, *key, _based(mark, batch.from_seq))
        unknown = others.get(key, [])
        doubled = len(same) + len(rows) - len(unknown)
        told = {"new": tuple(new), "same": tuple(same), "conflicts": tuple(unknown)}
        taken.append(Taken(**told, doubled=doubled, held=mark.held))
    _save(db, marks, now_ns)
    return taken


def held(db: Connection, pseudonym: str, epoch: str, from_seq: int) -> int:
    """The highest number up to which all from `from_seq` on are there; `from_seq` - 1: not even the first."""
    client = client_known_as(db, pseudonym)
    if client is None:
        return from_seq - 1
    mark = _marks(db, _MARKS, [client.id]).get((client.id, epoch), _Mark(from_seq, from_seq - 1))
    return _extended(db, client.id, epoch, _based(mark, from_seq)).held


def of_session(db: Connection, pseudonym: str, session: str) -> list[Arrived]:
    """Everything about one session of a client, in order; databases one after the other where it is of several."""
    return _read(db, INBOX, pseudonym, INBOX.c.session == session)


def begun_since(db: Connection, since_ns: int) -> dict[str, Arrived]:
    """Pseudonym -> the start of the newest session; only of sessions that began and were told of since then."""
    since = INBOX.c.arrived_at_ns >= since_ns, INBOX.c.t_ms >= since_ns // 1_000_000
    begun = select(CLIENT.c.pseudonym, INBOX).join_from(INBOX, CLIENT).where(INBOX.c.type == _BEGUN, *since)
    rows = db.execute(begun.order_by(INBOX.c.t_ms)).mappings()
    return {row["pseudonym"]: made_exactly(Arrived, row) for row in rows}


def conflicts(db: Connection, pseudonym: str) -> list[Arrived]:
    """What came under the number of another event."""
    return _read(db, INBOX_CONFLICT, pseudonym)


def anything(db: Connection, client: Client) -> bool:
    """Whether anything of a client's is here: what arrives was agreed to where it comes from."""
    return db.execute(select(INBOX.c.seq).where(INBOX.c.client_id == client.id).limit(1)).first() is not None


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


_KNOWN = (
    select(CLIENT.c.pseudonym, CLIENT.c.id, INBOX_MARK.c.epoch)
    .outerjoin(INBOX_MARK, INBOX_MARK.c.client_id == CLIENT.c.id)
    .where(CLIENT.c.pseudonym.in_(bindparam("names", expanding=True)))
)
_MARKS = (
    select(INBOX_MARK)
    .where(INBOX_MARK.c.client_id.in_(bindparam("clients", expanding=True)))
    .order_by(INBOX_MARK.c.client_id, INBOX_MARK.c.epoch)
)
_LOCKED_MARKS = _MARKS.with_for_update()
_SAVED = (
    update(INBOX_MARK)
    .where(INBOX_MARK.c.client_id == bindparam("client"), INBOX_MARK.c.epoch == bindparam("of"))
    .values(from_seq=bindparam("from"), held=bindparam("to"), at_ns=bindparam("now"))
)
_THERE = select(INBOX.c.seq, INBOX.c.id).where(
    INBOX.c.client_id == bindparam("client"),
    INBOX.c.epoch == bindparam("of"),
    INBOX.c.seq.in_(bindparam("numbers", expanding=True)),
)
_LATER = (
    select(INBOX.c.seq)
    .where(INBOX.c.client_id == bindparam("client"), INBOX.c.epoch == bindparam("of"), INBOX.c.seq > bindparam("held"))
    .order_by(INBOX.c.seq)
    .limit(_AT_ONCE)
)
"""Built once: building one costs more than running it."""


def _locked_marks(db: Connection, batches: Sequence[Batch], now_ns: int) -> dict[_Key, _Mark]:
    """In the order of the batches, made where they are absent; nobody else changes them until the transaction ends.

    All are made before one is locked, and both in one order, so that two programs never wait for each other.
    """
    rows = db.execute(_KNOWN, {"names": [one.client for one in batches]}).all()
    ids = {name: ident for name, ident, _ in rows}
    there = {(ident, epoch) for _, ident, epoch in rows}
    for name in sorted({one.client for one in batches} - ids.keys()):
        ids[name] = client_of(db, name, now_ns).id
    wanted = {(ids[one.client], one.epoch): one.from_seq for one in batches}
    for client_id, epoch in sorted(wanted.keys() - there):
        from_seq = wanted[client_id, epoch]
        mark = {"from_seq": from_seq, "held": from_seq - 1, "at_ns": now_ns}
        add_new(db, INBOX_MARK, {"client_id": client_id, "epoch": epoch, **mark})
    found = _marks(db, _LOCKED_MARKS, [client_id for client_id, _ in wanted])
    return {key: found[key] for key in wanted}


def _marks(db: Connection, asked: Any, clients: Sequence[UUID]) -> dict[_Key, _Mark]:
    rows = db.execute(asked, {"clients": clients})
    return {(row.client_id, row.epoch): _Mark(row.from_seq, row.held) for row in rows}


def _save(db: Connection, marks: Mapping[_Key, _Mark], now_ns: int) -> None:
    rows = [
        {"client": client_id, "of": epoch, "from": mark.from_seq, "to": mark.held, "now": now_ns}
        for (client_id, epoch), mark in marks.items()
    ]
    if rows:
        db.execute(_SAVED, rows)


def _based(mark: _Mark, from_seq: int) -> _Mark:
    """Counted from `from_seq` on, with as much of what is known as holds then, too."""
    if mark.from_seq <= from_seq <= mark.held + 1:
        return replace(mark, from_seq=from_seq)
    return _Mark(from_seq, from_seq - 1)


def _extended(db: Connection, client_id: UUID, epoch: str, mark: _Mark) -> _Mark:
    """Up to the next hole: what lies below the mark is never looked at again."""
    while True:
        found = db.scalars(_LATER, {"client": client_id, "of": epoch, "held": mark.held})
        joined = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, count(mark.held + 1), strict=False))
        )
        mark = replace(mark, held=mark.held + joined)
        if joined < _AT_ONCE:
            return mark


def _ids(db: Connection, client_id: UUID, epoch: str, rows: Sequence[Arrived]) -> dict[int, str]:
    """Number -> id of what is there under the numbers of these.

    Asked for of one client at a time: SQLite looks for several clients' numbers at once through the whole table.
    """
    there: dict[int, str] = {}
    for start in range(0, len(rows), _NUMBERS_AT_ONCE):
        numbers = [one.seq for one in rows[start : start + _NUMBERS_AT_ONCE]]
        found = db.execute(_THERE, {"client": client_id, "of": epoch, "numbers": numbers})
        there.update((seq, ident) for seq, ident in found)
    return there


def _told_apart(rows: Iterable[Arrived], there: dict[int, str]) -> tuple[list[Arrived], list[Arrived], list[Arrived]]:
    """What is new, what is there already, and what is not what is there."""
    new, same, apart = [], [], []
    for one in rows:
        if one.seq not in there:
            there[one.seq] = one.id
            new.append(one)
        elif there[one.seq] == one.id:
            same.append(one)
        else:
            apart.append(one)
    return new, same, apart


def _unknown_conflicts(db: Connection, client_id: UUID, epoch: str, apart: Sequence[Arrived]) -> list[Arrived]:
    """Each once, without those that were kept apart before."""
    table = INBOX_CONFLICT
    wanted = select(table.c.seq, table.c.id).where(*_of(table, client_id, epoch))
    there = {(seq, ident) for seq, ident in db.execute(wanted.where(table.c.seq.in_([one.seq for one in apart])))}
    return [one for key, one in {(one.seq, one.id): one for one in apart}.items() if key not in there]


def _add(db: Connection, table: Table, arrived: Mapping[_Key, Sequence[Arrived]], now_ns: int) -> None:
    names = ("seq", "id", "t_ms", "session", "type", "body")
    rows = [
        {
            "client_id": client_id,
            "epoch": epoch,
            "arrived_at_ns": now_ns,
            **{name: getattr(one, name) for name in names},
        }
        for (client_id, epoch), several in arrived.items()
        for one in several
    ]
    if rows:
        db.execute(insert(table), rows)


def _read(db: Connection, table: Table, pseudonym: str, *more: Any) -> list[Arrived]:
    client = client_known_as(db, pseudonym)
    if client is None:
        return []
    chosen = select(table).where(table.c.client_id == client.id, *more)
    rows = db.execute(chosen.order_by(table.c.arrived_at_ns, table.c.epoch, table.c.seq)).mappings()
    return [made_exactly(Arrived, row) for row in rows]
