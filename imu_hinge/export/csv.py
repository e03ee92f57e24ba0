"""A table as CSV: UTF-8, comma, one header line, decimal point, exact numbers, an empty cell for what is not known."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from imu_hinge.analysis import Source
from imu_hinge.export.table import Table
from imu_hinge.export.wanted import Wanted, wanted_table

_FORMULA = ("=", "+", "-", "@")


def write(source: Source, wanted: Wanted, out: Path) -> None:
    """Writes the wanted table to `out`. Raises UsageError when it would be empty, OSError."""
    table = wanted_table(source, wanted)
    with out.open("x", encoding="utf-8", newline="") as stream:
        write_csv(table, stream)


def write_csv(table: Table, stream: TextIO) -> None:
    """Writes header and rows; `stream` must not translate line ends. Raises OSError."""
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(map(cells, table.rows()))


def cells(row: Iterable[Any]) -> list[Any]:
    """The row as a CSV writer must get it; floats are left to it, which writes them exactly."""
    return [_cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = ";".join(value)
    return _harmless(value) if isinstance(value, str) else value


def _harmless(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
