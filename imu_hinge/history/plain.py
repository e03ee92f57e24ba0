"""Rows as JSON and back: ids as text, everything else as it is; floats come back bit for bit."""

import math
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, String, Table, Text, Uuid
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

Row = dict[str, Any]
"""Column -> value."""


def to_plain(row: Mapping[str, Any]) -> Row:
    """A row as JSON can hold it."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in row.items()}


def from_plain(table: Table, values: Any) -> Row:
    """The inverse of `to_plain` for a row of this table. Raises ValueError that names the column."""
    if not isinstance(values, dict):
        raise ValueError("is no row: an object is expected")
    if unknown := sorted(set(values) - set(table.c.keys())):
        raise ValueError(f"{unknown[0]} is a column that this version does not know")
    return {column.name: _value(column, values.get(column.name, _absent(column))) for column in table.columns}


def _absent(column: Column[Any]) -> Any:
    """What stands in a row of a version without this column."""
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        if column.nullable:
            return None
        raise ValueError(f"{column.name} is missing")
    taken = _TAKERS[type(column.type)](column.type, value)
    if taken is None:
        raise ValueError(f"{column.name} is {value!r:.40}, which cannot stand there")
    return taken


def _uuid(kind: TypeEngine[Any], value: Any) -> UUID | None:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def _whole(bits: int) -> Callable[[TypeEngine[Any], Any], int | None]:
    def take(kind: TypeEngine[Any], value: Any) -> int | None:
        return value if type(value) is int and abs(value) < 1 << (bits - 1) else None

    return take


def _float(kind: TypeEngine[Any], value: Any) -> float | None:
    return float(value) if type(value) in (int, float) and math.isfinite(value) else None


def _text(kind: Any, value: Any) -> str | None:
    fits = isinstance(value, str) and "\0" not in value and len(value) <= (kind.length or len(value))
    return value if fits else None


def _truth(kind: TypeEngine[Any], value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_TAKERS: dict[type, Callable[[Any, Any], Any]] = {
    Uuid: _uuid,
    Integer: _whole(32),
    BigInteger: _whole(64),
    Float: _float,
    String: _text,
    Text: _text,
    Boolean: _truth,
    JSON: lambda kind, value: value,
}
"""Type of a column -> what takes a JSON value for it, or gives None."""
