"""Adds the rows of a bundle to a history that may hold some of them already; doing it again changes nothing."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, func, insert, or_, select, update

from imu_hinge.history.belongings import AUTHORED, CARRIED
from imu_hinge.history.bundle import Bundle
from imu_hinge.history.plain import Row
from imu_hinge.history.tables import (
    AUTHOR,
    CLIENT,
    CLIENT_LIMIT,
    CONSENT,
    LEVEL,
    NOTE,
    PAIN,
    PLAN,
    PROFILE,
    REP_EDIT,
    REPLACED,
    SESSION,
)
from imu_hinge.model.errors import HistoryError

Key = tuple[Any, ...]
_AT_ONCE = 200
"""Rows asked for in one statement: databases bound the number of its parameters."""

_WINS: dict[Table, Callable[[Row, Row], bool]] = {
    NOTE: lambda here, new: (new["edited_at_ns"] or 0) > (here["edited_at_ns"] or 0),
    CONSENT: lambda here, new: new["withdrawn_at_ns"] is not None and here["withdrawn_at_ns"] is None,
    CLIENT_LIMIT: lambda here, new: new["at_ns"] > here["at_ns"],
    PLAN: lambda here, new: new["at_ns"] > here["at_ns"],
}
"""Whether a row takes the place of the one that is here; where nothing is said the one here stays."""


def merge(db: Connection, bundle: Bundle, paths: Mapping[UUID, str], now_ns: int) -> dict[str, int]:
    """Adds what is not here; returns the number of rows added or changed by table.

    Ids of clients and authors that are known here under other ids are exchanged. A session that is here keeps its fold.
    Where the client is known here, pain that only one of the two machines had arrives at `now_ns`: whoever decided on
    the other one did not know of it. `paths`: where the recording of each session lies on this machine. Raises
    HistoryError when a session belongs to another client here.
    """
    client_id, is_new = _client_id(db, bundle)
    ids = {bundle.client["id"]: client_id, **_author_ids(db, bundle.rows[AUTHOR])}
    here = _here(db, bundle, client_id)
    _add(db, PROFILE, bundle.rows[PROFILE])
    added = {CLIENT.name: int(is_new)}
    for table in CARRIED[1:]:
        rows = [_exchanged(table, row, ids, paths) for row in bundle.rows[table]]
        if table is PAIN and not is_new:
            rows = [{**row, "arrived_at_ns": now_ns} for row in rows]
        added[table.name] = _add(db, table, _wanted(db, table, rows, here))
    if added[LEVEL.name] and not is_new:
        _unweighed(db, bundle, client_id, now_ns)
    return added


def _unweighed(db: Connection, bundle: Bundle, client_id: UUID, now_ns: int) -> None:
    """Decisions came in: what is here of pain and was not there counts as told after them."""
    known_there = {row["id"] for row in bundle.rows[PAIN]}
    ids = [one for one in db.scalars(select(PAIN.c.id).where(PAIN.c.client_id == client_id)) if one not in known_there]
    for some in _portions(ids):
        db.execute(update(PAIN).where(PAIN.c.id.in_(some)).values(arrived_at_ns=now_ns))


def _wanted(db: Connection, table: Table, rows: list[Row], here: frozenset[UUID]) -> list[Row]:
    """The rows to be added: a session that is here keeps its fold, and its journal goes on after its last edit."""
    if table in REPLACED:
        return [row for row in rows if row["session_id"] not in here]
    if table is REP_EDIT:
        numbers = select(table.c.session_id, func.max(table.c.n)).group_by(table.c.session_id)
        last = {row[0]: row[1] for row in db.execute(numbers)}
        return [{**row, "n": row["n"] + last.get(row["session_id"], 0)} for row in rows]
    return rows


def _client_id(db: Connection, bundle: Bundle) -> tuple[UUID, bool]:
    """The id the client has here, and whether it was added for that. A pseudonym is the same person everywhere."""
    known = db.scalar(select(CLIENT.c.id).where(CLIENT.c.pseudonym == bundle.client["pseudonym"]))
    if known is None:
        db.execute(insert(CLIENT).values(**bundle.client))
    return known or bundle.client["id"], known is None


def _author_ids(db: Connection, authors: Iterable[Row]) -> dict[UUID, UUID]:
    """Id in the bundle -> id here, by name and kind; those who are not here are added."""
    ids = {}
    for row in authors:
        same = and_(AUTHOR.c.name == row["name"], AUTHOR.c.kind == row["kind"])
        known = db.scalar(select(AUTHOR.c.id).where(same))
        if known is None:
            db.execute(insert(AUTHOR).values(**row))
        ids[row["id"]] = known or row["id"]
    return ids


def _here(db: Connection, bundle: Bundle, client_id: UUID) -> frozenset[UUID]:
    """The sessions of the bundle that are here. Raises HistoryError when one is not this client's."""
    sessions = {row["id"]: row["recording_id"] for row in bundle.rows[SESSION]}
    found = _same(db, SESSION, "id", sessions) + _same(db, SESSION, "recording_id", sessions.values())
    for row in found:
        if row["client_id"] != client_id or sessions.get(row["id"]) != row["recording_id"]:
            place = bundle.folder / f"{SESSION.name}.json"
            raise HistoryError(place, f"session {row['id']} is another client's here", "erase it there first")
    return frozenset(row["id"] for row in found)


def _same(db: Connection, table: Table, column: str, values: Iterable[UUID]) -> list[Row]:
    return [
        dict(row)
        for some in _portions(list(values))
        for row in db.execute(select(table).where(table.c[column].in_(some))).mappings()
    ]


def _exchanged(table: Table, row: Row, ids: Mapping[UUID, UUID], paths: Mapping[UUID, str]) -> Row:
    """The row as it has to stand here."""
    changed = {name: ids[row[name]] for name in _foreign(table) if row[name] is not None}
    moved = {"recording_path": paths.get(row["id"], "")} if table is SESSION else {}
    return {**row, **changed, **moved}


def _foreign(table: Table) -> list[str]:
    """Columns that name a client or an author."""
    authors = [column.name for column in AUTHORED if column.table is table]
    return authors + (["client_id"] if "client_id" in table.c else [])


def _add(db: Connection, table: Table, rows: list[Row]) -> int:
    """Adds the rows that are not here, and changes those that win; returns how many."""
    here = {_key(table, row): row for some in _portions(rows) for row in _with_keys(db, table, some)}
    new = [row for row in rows if _key(table, row) not in here]
    for some in _portions(new):
        db.execute(insert(table), some)
    wins = _WINS.get(table)
    changed = [row for row in rows if wins and (old := here.get(_key(table, row))) and wins(old, row)]
    for row in changed:
        db.execute(update(table).where(_is(table, row)).values(**row))
    return len(new) + len(changed)


def _with_keys(db: Connection, table: Table, rows: list[Row]) -> list[Row]:
    found = db.execute(select(table).where(or_(*(_is(table, row) for row in rows)))).mappings()
    return [dict(row) for row in found]


def _key(table: Table, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _is(table: Table, row: Row) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def _portions(rows: list[Any]) -> list[list[Any]]:
    return [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
