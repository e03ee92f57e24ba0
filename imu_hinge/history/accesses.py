"""Who looked at whom."""

from uuid import uuid4

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Access, Author, Client
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import ACCESS


def looked(db: Connection, client: Client, author: Author, what: str, now_ns: int) -> None:
    """Notes it; `what` as in Access."""
    add(db, ACCESS, Access(id=uuid4(), client_id=client.id, author_id=author.id, at_ns=now_ns, what=what))


def accesses(db: Connection, client: Client) -> list[Access]:
    """Of one client, oldest first."""
    return read(db, Access, select(ACCESS).where(ACCESS.c.client_id == client.id).order_by(ACCESS.c.at_ns, ACCESS.c.id))
