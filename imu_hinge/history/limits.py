"""Limits that hold for one client in place of the catalogue's."""

import math

from sqlalchemy import Connection, delete, select

from imu_hinge.catalogue import fault_ids, load_fault
from imu_hinge.history.rows import Author, Client, ClientLimit
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import CLIENT_LIMIT
from imu_hinge.model.errors import UsageError


def set_limit(
    db: Connection, client: Client, fault: str, caution: float, limit: float, author: Author, now_ns: int
) -> ClientLimit:
    """From here on, in the unit of the fault; replaces the one before. Raises UsageError where it makes no sense."""
    _check(fault, caution, limit)
    drop_limit(db, client, fault)
    new = ClientLimit(client_id=client.id, fault=fault, caution=caution, limit=limit, author_id=author.id, at_ns=now_ns)
    add(db, CLIENT_LIMIT, new)
    return new


def limits(db: Connection, client: Client) -> list[ClientLimit]:
    """By fault, in the order of the catalogue."""
    order = fault_ids()
    found = read(db, ClientLimit, select(CLIENT_LIMIT).where(CLIENT_LIMIT.c.client_id == client.id))
    return sorted(found, key=lambda one: (one.fault not in order, order.index(one.fault) if one.fault in order else 0))


def drop_limit(db: Connection, client: Client, fault: str) -> bool:
    """The catalogue's limit holds again; False where no other was set."""
    one = (CLIENT_LIMIT.c.client_id == client.id, CLIENT_LIMIT.c.fault == fault)
    return db.execute(delete(CLIENT_LIMIT).where(*one)).rowcount > 0


def _check(fault: str, caution: float, limit: float) -> None:
    if fault not in fault_ids():
        raise UsageError(f"limit: there is no fault {fault!r}; see `imu-hinge faults`")
    row = load_fault(fault)
    past = row.fault is None or row.beyond(limit, caution)
    if not (math.isfinite(caution) and math.isfinite(limit)) or not past:
        raise UsageError(f"limit: expected numbers in {row.unit}, the limit {row.direction} the early one {caution:g}")
