"""Rows and the dataclasses they are given out as: columns and fields have the same names."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from imu_hinge.model.errors import UsageError

Row = TypeVar("Row")

_names: Callable[[Any], tuple[str, ...]] = cache(lambda kind: tuple(field.name for field in fields(kind)))
"""Fields of a dataclass; asked for with every row."""


def add(db: Connection, table: Table, row: Any) -> None:
    """Adds a dataclass as a row."""
    db.execute(insert(table).values(values(row)))


def add_new(db: Connection, table: Table, columns: Mapping[str, Any]) -> None:
    """Adds a row unless its key, or what else must be unique, is there; also when another program does so just now."""
    kinds: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]]
    kinds = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    db.execute(kinds[db.dialect.name](table).values(columns).on_conflict_do_nothing())


def values(row: Any) -> dict[str, Any]:
    """The fields by name."""
    return {name: getattr(row, name) for name in _names(type(row))}


def read(db: Connection, kind: type[Row], statement: Select[Any]) -> list[Row]:
    """Rows of a whole table as `kind`; lists of JSON become tuples."""
    return [made(kind, row) for row in db.execute(statement).mappings()]


def made(kind: type[Row], row: Mapping[Any, Any]) -> Row:
    """One row; columns that `kind` has no field for are left out."""
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


def one_line(what: str, text: str) -> str:
    """`text` without blanks around it; raises UsageError unless it is one line that says something."""
    text = text.strip()
    if not text or not _is_plain(text):
        raise UsageError(f"{what}: expected one line of text, found {text!r}")
    return text


def some_lines(what: str, text: str) -> str:
    """The same for text that may have several lines."""
    lines = text.strip().splitlines()
    if not lines or not all(map(_is_plain, lines)):
        raise UsageError(f"{what}: expected some text, found {text!r}")
    return "\n".join(line.rstrip() for line in lines)


def _is_plain(line: str) -> bool:
    """Whether there is nothing in it that a database or a terminal might take for something else."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line.replace("\t", " "))


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
