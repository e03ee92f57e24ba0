"""The cells of BIDS: tab separated, `n/a` for what is not known, JSON beside each table."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def write_tsv(path: Path, rows: Iterable[Sequence[Any]], header: Sequence[str] = ()) -> None:
    """Writes the rows, below a header if there is one; numbers exactly. Raises OSError."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        if header:
            file.write("\t".join(header) + "\n")
        file.writelines("\t".join(map(_cell, row)) + "\n" for row in rows)


def write_json(path: Path, value: Any) -> None:
    """Writes one document. Raises OSError."""
    path.write_text(json.dumps(value, indent=2, allow_nan=False) + "\n", encoding="utf-8")


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN alone differs from itself
        return "n/a"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ",".join(value) or "n/a"
    return str(value)
