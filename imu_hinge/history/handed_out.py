"""Files that left the program, so that they can be named when a client is erased."""

from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from imu_hinge.history.files import sha256_of
from imu_hinge.history.tables import COPY


def note_report(db: Connection, client_id: UUID, path: Path, now_ns: int) -> None:
    """Notes a page about a client among the copies. Raises OSError when it cannot be read."""
    values = {"kind": "report", "path": str(path.absolute()), "sha256": sha256_of(path), "at_ns": now_ns}
    db.execute(insert(COPY).values(id=uuid4(), client_id=client_id, **values))
