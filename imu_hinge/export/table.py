"""The one shape of every table: columns of equal length, by name. A name's ending is its unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from imu_hinge.model.arrays import Array

Row = tuple[Any, ...]
Values = npt.NDArray[Any] | Sequence[str | None] | Sequence[Sequence[str]]

ROWS_AT_ONCE = 4096
"""Rows are made into Python objects in blocks of this many: a whole hour of them would fill the memory."""

KINDS: Mapping[str, type] = {
    "placement": str,
    "set_index": int,
    "index": int,
    "status": str,
    "side": str,
    "rows": int,
    "faults": list,
    "valid": bool,
    "cautions": list,
    "not_judged": list,
    "reasons": list,
    "state": str,
    "zone": str,
    "slumped": str,
    "test": str,
    "capture": str,
    "fate": str,
    "pain": str,
    "reason": str,
}
"""What a column holds, where it is no float; a list holds texts."""

UNITS = {"s": "s", "mps2": "m/s^2", "radps": "rad/s", "deg": "deg", "pct": "%"}
"""Unit by the ending of a column's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns by name: arrays for numbers (NaN: not known), lists for texts (None: not known)."""

    columns: Mapping[str, Values]

    @property
    def header(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(self.columns)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self) -> Iterator[Row]:
        """Row by row, as Python's own objects."""
        for start in range(0, len(self), ROWS_AT_ONCE):
            block = (_objects(values[start : start + ROWS_AT_ONCE]) for values in self.columns.values())
            yield from zip(*block, strict=True)


def kind_of(name: str) -> type:
    """What the column with this name holds: float, int, bool, str, or list for several texts."""
    return KINDS.get(name, float)


def unit_of(name: str) -> str:
    """The unit of the column with this name; empty where it has none."""
    return UNITS.get(name.rpartition("_")[2], "") if kind_of(name) is float else ""


def floats(values: Sequence[float | None]) -> Array:
    """The values as an array; NaN for None."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def column(name: str, values: Sequence[Any]) -> Values:
    """The values as a column with this name holds them."""
    kind = kind_of(name)
    if kind is float:
        return floats(values)
    return np.array(values, dtype=kind) if kind in (int, bool) else list(values)


def _objects(values: Values) -> Sequence[Any]:
    return values.tolist() if isinstance(values, np.ndarray) else values
