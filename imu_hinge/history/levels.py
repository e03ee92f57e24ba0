"""The level of the progression a client is at: set by people, never by the program; the newest entry counts."""

from uuid import uuid4

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Author, Client, LevelRow
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import LEVEL
from imu_hinge.history.wording import any_lines
from imu_hinge.model.errors import UsageError

LEVELS = range(1, 5)


def level(db: Connection, client: Client) -> LevelRow | None:
    """The one that holds; None where nobody chose one."""
    found = levels(db, client)
    return found[-1] if found else None


def levels(db: Connection, client: Client) -> list[LevelRow]:
    """All there ever were, oldest first."""
    return read(db, LevelRow, select(LEVEL).where(LEVEL.c.client_id == client.id).order_by(LEVEL.c.at_ns, LEVEL.c.id))


def set_level(db: Connection, client: Client, level: int, author: Author, reason: str, now_ns: int) -> LevelRow:
    """From here on. Raises UsageError for what is no level, or a reason that is no plain text."""
    if level not in LEVELS:
        raise UsageError(f"level: expected {LEVELS[0]} to {LEVELS[-1]}, found {level}")
    new = LevelRow(
        id=uuid4(),
        client_id=client.id,
        level=level,
        author_id=author.id,
        reason=any_lines("reason", reason),
        at_ns=now_ns,
    )
    add(db, LEVEL, new)
    return new
