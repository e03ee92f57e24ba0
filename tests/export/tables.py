"""Tables made up by hypothesis, and what it means that two are the same."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from imu_hinge.export.table import Table, Values, column, kind_of
from imu_hinge.export.tables import HEADERS

IDS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
CELLS: Mapping[type, st.SearchStrategy[Any]] = {
    float: st.none() | st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(-(2**62), 2**62),
    bool: st.booleans(),
    str: st.none() | IDS,
    list: st.lists(IDS, max_size=3),
}
PARSERS: Mapping[type, Callable[[str], Any]] = {
    float: float,
    int: int,
    bool: lambda cell: cell == "true",
    str: str,
    list: lambda cell: cell.split(";"),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any rows under one of our headers."""
    header = HEADERS[draw(st.sampled_from(sorted(HEADERS)))]
    count = draw(st.integers(0, 6))
    return table(header, [[draw(CELLS[kind_of(name)]) for _ in range(count)] for name in header])


def table(header: tuple[str, ...], columns: list[list[Any]]) -> Table:
    return Table({name: column(name, values) for name, values in zip(header, columns, strict=True)})


def parsed(name: str, cell: str) -> Any:
    """What a cell of a CSV says; None where it is empty."""
    if not cell:
        return [] if kind_of(name) is list else None
    return PARSERS[kind_of(name)](cell)


def as_words(of: Table) -> dict[str, str]:
    """Type and every value of each column, to the last bit and the sign of zero."""
    return {name: f"{_type(values)} {list(map(_plain, values))}" for name, values in of.columns.items()}


def _type(values: Values) -> str:
    return str(values.dtype) if isinstance(values, np.ndarray) else "list"


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    return list(value) if isinstance(value, (list, tuple)) else value
