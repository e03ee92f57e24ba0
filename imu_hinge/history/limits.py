"""Limits that hold for one client in place of the catalogue's."""

import math

from sqlalchemy import Connection, delete, select

from imu_hinge.catalogue import Fault, fault_ids, load_fault
from imu_hinge.history.rows import Author, Client, ClientLimit
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import CLIENT_LIMIT
from imu_hinge.model.errors import UsageError

_SIZES = {"deg": (1.0, 90.0), "share": (0.01, 1.0)}
"""Unit -> the smallest and the largest limit: below is noise, above is nobody's movement."""


def set_limit(
    db: Connection, client: Client, fault: str, caution: float, limit: float, author: Author, now_ns: int
) -> ClientLimit:
    """From here on, in the unit of the fault; replaces the one before. Raises UsageError where it makes no sense."""
    check_limit(fault, caution, limit)
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


def check_limit(fault: str, caution: float, limit: float) -> None:
    """Raises UsageError where such limits make no sense for this fault."""
    if fault not in fault_ids():
        raise UsageError(f"limit: there is no fault {fault!r}; see `imu-hinge faults`")
    row = load_fault(fault)
    least, most = _range(row)
    if not all(math.isfinite(one) and least <= one <= most for one in (caution, limit)):
        raise UsageError(
            f"limit: expected numbers from {least:g} to {most:g} {row.unit}, found {caution:g} and {limit:g}"
        )
    if row.fault is not None and not row.beyond(limit, caution):
        raise UsageError(f"limit: expected one {row.direction} the early one, {caution:g} {row.unit}, found {limit:g}")


def _range(row: Fault) -> tuple[float, float]:
    """On the side of the catalogue's limit: what is below 0 there is below 0 for everybody."""
    least, most = _SIZES[row.unit]
    return (least, most) if row.caution.limit >= 0 else (-most, -least)
