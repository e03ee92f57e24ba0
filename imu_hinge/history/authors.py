"""Who says, writes and changes things."""

from uuid import uuid4

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Author
from imu_hinge.history.stored import add_new, read
from imu_hinge.history.tables import AUTHOR
from imu_hinge.history.wording import one_line
from imu_hinge.model.errors import UsageError

KINDS = ("wearer", "trainer", "program")


def author(db: Connection, name: str, kind: str) -> Author:
    """The author of this name and kind, made when absent; raises UsageError for an unknown kind or no name."""
    if kind not in KINDS:
        raise UsageError(f"author: expected one of {', '.join(KINDS)}, found {kind!r}")
    name = one_line("name", name)
    asked = select(AUTHOR).where(AUTHOR.c.name == name, AUTHOR.c.kind == kind)
    if not (found := read(db, Author, asked)):
        add_new(db, AUTHOR, {"id": uuid4(), "name": name, "kind": kind})
        found = read(db, Author, asked)
    return found[0]


def default_author(db: Connection, kind: str) -> Author:
    """Where nobody gave a name: the kind is the name."""
    return author(db, kind, kind)


def authors(db: Connection) -> list[Author]:
    """All of them, by kind and name."""
    return read(db, Author, select(AUTHOR).order_by(AUTHOR.c.kind, AUTHOR.c.name))
