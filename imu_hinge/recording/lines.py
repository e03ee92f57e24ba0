"""The careful, slow way through a plain CSV: the header, and the line that a fast reader refused."""

import math
from collections.abc import Iterator
from pathlib import Path

from imu_hinge.model.errors import TableError
from imu_hinge.model.inputs import Placement

COLUMNS = (
    "t_s",
    "placement",
    "acc_x_mps2",
    "acc_y_mps2",
    "acc_z_mps2",
    "gyr_x_radps",
    "gyr_y_radps",
    "gyr_z_radps",
)
RATES = COLUMNS[-3:]
"""May be empty, in every line of a sensor: it has no gyroscope."""
_HEADER = ",".join(COLUMNS)
_LONGEST_HEADER = 4096


def columns_of(path: Path) -> list[str]:
    """The columns in the order of the file: all of COLUMNS, each once. Raises TableError."""
    names = _header(path)
    missing = [name for name in COLUMNS if name not in names]
    extra = [name for place, name in enumerate(names) if name not in COLUMNS or name in names[:place]]
    if missing:
        found = f"; found instead: {_list(extra)}" if extra else ""
        raise TableError(path, 1, f"column {_list(missing)} missing{found}; the header must be {_HEADER}")
    if extra:
        raise TableError(
            path, 1, f"column {_list(extra)} not known or doubled; delete it, the header must be {_HEADER}"
        )
    return names


def first_fault(path: Path, order: list[str]) -> TableError:
    """The error that names the first line that cannot be read."""
    line = 1
    try:
        for line, cells in _rows(path):
            if words := _fault(cells, order):
                return TableError(path, line, words)
    except UnicodeDecodeError:
        return TableError(path, line + 1, "is not UTF-8 text; save the file as CSV, UTF-8")
    return TableError(path, None, "cannot be read as numbers; save the file as CSV with a decimal point and no quotes")


def line_of_row(path: Path, row: int) -> int:
    """Line number of data row `row`, counted from 0: blank lines are no rows."""
    return next(line for number, (line, _) in enumerate(_rows(path)) if number == row)


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            first = file.read(_LONGEST_HEADER)
    except IsADirectoryError:
        raise TableError(path, None, "is a folder; give a CSV file in it") from None
    except FileNotFoundError:
        raise TableError(path, None, "does not exist; check the name") from None
    except OSError as error:
        raise TableError(path, None, f"cannot be read ({error.strerror}); check its permissions") from None
    if not first.strip():
        raise TableError(path, None, "is empty; export it again")
    try:
        text = first.splitlines()[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(path, 1, "is not UTF-8 text; save the file as CSV, UTF-8") from None
    if not text.isprintable():
        raise TableError(path, 1, f"is no text; the header must be {_HEADER}")
    return [name.strip() for name in text.split(",")]


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank, the header left out."""
    with path.open(encoding="utf-8-sig", newline=None) as file:
        for line, text in enumerate(file, start=1):
            if line > 1 and text.strip("\n"):
                yield line, text.rstrip("\n").split(",")


def _fault(cells: list[str], order: list[str]) -> str:
    if len(cells) != len(order):
        return f"has {len(cells)} cells in place of {len(order)}; separate with commas, decimals with a point"
    return next((words for name, cell in zip(order, cells, strict=True) if (words := _cell_fault(name, cell))), "")


def _cell_fault(name: str, cell: str) -> str:
    if name == "placement":
        known = [str(placement) for placement in Placement]
        return "" if cell in known else f"placement {_short(cell)} is not known; it must be {' or '.join(known)}"
    if not cell.strip():
        also = ", or leave gyr empty in every line of a sensor without a gyroscope" if name in RATES else ""
        return f"{name} is empty; fill it in or delete the line{also}"
    try:
        value = float(cell)
    except ValueError:
        return f"{name} is {_short(cell)}, which is no number; correct it or delete the line"
    return (
        "" if math.isfinite(value) and "_" not in cell else f"{name} is {_short(cell)}; correct it or delete the line"
    )


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}...")


def _list(names: list[str]) -> str:
    return ", ".join(_short(name) for name in names)
