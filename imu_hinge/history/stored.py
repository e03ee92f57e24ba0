"""Rows and the dataclasses they are given out as: columns and fields have the same names."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from imu_hinge.history.wording import shown
from imu_hinge.model.errors import UsageError

Row = TypeVar("Row")

_names: Callable[[Any], tuple[str, ...]] = cache(lambda kind: tuple(field.name for field in fields(kind)))
"""Fields of a dataclass; asked for with every row."""
_SEVERAL_LINES = ("text", "cautions", "reason")
"""Fields with words of people that may have several lines."""
_PLACES = ("path", "recording_path")
"""Fields that have to name a file, whatever it is called."""


def add(db: Connection, table: Table, row: Any) -> None:
    """Adds a dataclass as a row."""
    db.execute(insert(table).values(values(row)))


def add_new(db: Connection, table: Table, columns: Mapping[str, Any]) -> bool:
    """Adds a row unless its key, or what else must be unique, is there; also when another program does so just now.

    Returns whether it was added.
    """
    kinds: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]]
    kinds = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    statement = kinds[db.dialect.name](table).values(columns).on_conflict_do_nothing()
    return db.execute(statement.execution_options(preserve_rowcount=True)).rowcount > 0


def values(row: Any) -> dict[str, Any]:
    """The fields by name."""
    return {name: getattr(row, name) for name in _names(type(row))}


def read(db: Connection, kind: type[Row], statement: Select[Any]) -> list[Row]:
    """Rows of a whole table as `kind`; lists of JSON become tuples."""
    return [made(kind, row) for row in db.execute(statement).mappings()]


def made(kind: type[Row], row: Mapping[Any, Any]) -> Row:
    """One row; columns that `kind` has no field for are left out, and odd signs in texts are spelt out."""
    return kind(**{name: _shown(name, row[name]) for name in _names(kind)})


def made_exactly(kind: type[Row], row: Mapping[Any, Any]) -> Row:
    """The same, bit for bit as it was stored: what the program said, not people."""
    return kind(**{name: _value(row[name]) for name in _names(kind)})


def one(db: Connection, kind: type[Row], table: Table, ident: UUID) -> Row | None:
    """The row with this id."""
    found = read(db, kind, select(table).where(table.c.id == ident))
    return found[0] if found else None


def chosen(found: list[Row], what: str, named: str, known: str) -> Row:
    """The only one found; raises UsageError where there is none (`known` says where to look) or more than one."""
    if not found:
        raise UsageError(f"there is no {what} {named!r}; {known}")
    if len(found) > 1:
        raise UsageError(f"{what} {named!r}: there is more than one; say more of it")
    return found[0]


def _shown(name: str, value: Any) -> Any:
    return value if name in _PLACES else _value(shown(value, name in _SEVERAL_LINES))


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
