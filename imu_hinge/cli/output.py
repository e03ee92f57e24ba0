"""Results to standard output or to a file; a file is whole or absent, and nothing is overwritten unasked."""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

from imu_hinge.model.errors import UsageError


def print_json(value: Any) -> None:
    """One JSON document; None for what is not known, never NaN."""
    print(json.dumps(value, indent=2, allow_nan=False))


def columns(
    head: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "", *, gap: int = 2, numbers: Collection[int] = ()
) -> list[str]:
    """As `aligned`, below a head."""
    return aligned([head, *rows], indent, gap=gap, numbers=numbers)


def aligned(
    rows: Sequence[Sequence[str]], indent: str = "", *, gap: int = 2, numbers: Collection[int] = ()
) -> list[str]:
    """The rows as lines of aligned columns, `gap` spaces apart; the columns `numbers` are set to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (
        [
            cell.rjust(width) if i in numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in rows
    )
    return [indent + (" " * gap).join(cells).rstrip() for cells in padded]


def fitted(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as columns; at a terminal cells are folded between words until the table is no wider than it."""
    limit = shutil.get_terminal_size((sys.maxsize, 0)).columns
    table = list(zip(head, *rows, strict=True))
    widths = [max(map(len, column)) for column in table]
    least = [max((len(word) for cell in column for word in cell.split()), default=0) for column in table]
    while sum(widths) + 2 * (len(widths) - 1) > limit and widths != least:
        widest = max(range(len(widths)), key=lambda i: (widths[i] > least[i], widths[i]))
        widths[widest] -= 1
    folded = [[textwrap.wrap(cell, max(width, 1)) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return columns(head, [line for row in folded for line in zip_longest(*row, fillvalue="")])


def check_output(path: Path, force: bool, source: Path | None = None) -> None:
    """Raises UsageError when `path` cannot be made, is `source`, or something is there and `force` is not given."""
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise UsageError(f"{path}: is the input itself; choose another name")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is a folder or a device; name a file")
    if path.exists() and not force:
        raise UsageError(f"{path}: already exists; choose another name, or give --force")


@contextmanager
def written(path: Path, force: bool) -> Iterator[TextIO]:
    """A text stream that becomes `path` when the block ends well, and leaves nothing otherwise."""
    check_output(path, force)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        check_output(path, force)
        part.replace(path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)
