"""Results to standard output or to a file; a file is whole or absent, and nothing is overwritten unasked."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from imu_hinge.model.errors import UsageError


def print_json(value: Any) -> None:
    """One JSON document; None for what is not known, never NaN."""
    print(json.dumps(value, indent=2, allow_nan=False))


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """The rows as lines of aligned columns, two spaces apart."""
    table = [head, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    return [
        indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]


def check_output(path: Path, force: bool) -> None:
    """Raises UsageError when `path` cannot be made, or something is there and `force` is not given."""
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
