"""Files that left the program, so that they can be named when a client is erased."""

from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select

from imu_hinge.history.files import sha256_of
from imu_hinge.history.tables import COPY


def note_copy(db: Connection, client_id: UUID, kind: str, path: Path, digest: str, now_ns: int) -> None:
    """Notes what was made of a client, `report` or `export`, unless the same is known to lie there."""
    place = str(path.absolute())
    known = select(COPY.c.id).where(COPY.c.client_id == client_id, COPY.c.path == place, COPY.c.sha256 == digest)
    if db.execute(known).first() is None:
        values = {"kind": kind, "path": place, "sha256": digest, "at_ns": now_ns}
        db.execute(insert(COPY).values(id=uuid4(), client_id=client_id, **values))


def note_report(db: Connection, client_id: UUID, path: Path, now_ns: int) -> None:
    """Notes a page about a client. Raises OSError when it cannot be read."""
    note_copy(db, client_id, "report", path, sha256_of(path), now_ns)
