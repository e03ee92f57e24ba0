"""What the screen shows of a session, for other programs: the table of repetitions, and everything as JSON."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from imu_hinge.analysis import Analysis
from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.export import Table, write_csv
from imu_hinge.export.table import column
from imu_hinge.export.tables import REPS
from imu_hinge.model.errors import UsageError
from imu_hinge.review.agreement import agreement_words, state_of
from imu_hinge.review.book import Book
from imu_hinge.review.reviewed import Reviewed

SCHEMA = "imu-hinge/review/1"


def reps_table(reviewed: Reviewed) -> Table:
    """The table `reps` of `export`, as corrected; raises UsageError while the first sample is not known."""
    rows = [
        {"set_index": one.index, **_analysis(reviewed).rep_dict(rep)} for one in reviewed.book.sets for rep in one.reps
    ]
    return Table({name: column(name, [row[name] for row in rows]) for name in REPS})


def beside_path(path: Path) -> Path:
    """Where the table goes unless another place is named."""
    return path.with_name(f"{path.stem}-reps.csv")


def write_reps(reviewed: Reviewed, out: Path) -> None:
    """Writes the table as CSV; nothing is overwritten, and half a file is not left. Raises UsageError, OSError."""
    if not out.parent.is_dir():
        raise UsageError(f"{out}: there is no folder {out.parent}; make it first")
    if out.exists():
        raise UsageError(f"{out}: already exists; choose another name")
    table, part = reps_table(reviewed), out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            write_csv(table, stream)
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)


def told(reviewed: Reviewed) -> dict[str, Any]:
    """Everything the screen shows, after the file was read through; numbers as in `analyze --json`."""
    book, through = reviewed.book, reviewed.through
    analysis = _analysis(reviewed)
    excluded = [analysis.rep_dict(rep) | {"set_index": rep.set_index} for rep in book.excluded]
    return {
        **analysis.to_dict(),
        "schema": SCHEMA,
        "path": str(book.path) if book.path else None,
        "client": book.client or None,
        "started_ns": book.started_ns,
        "verify": {
            "state": state_of(through.agreement) if through else "not_run",
            "words": agreement_words(through.agreement) if through else reviewed.stopped,
        },
        "totals": book.totals.to_dict(),
        "excluded": excluded,
        "not_counted": [{"t_s": analysis.seconds(one.t_bottom_ns), "reason": one.reason} for one in book.uncounted],
        "corrections": book.corrections,
        "pains": [{"t_s": analysis.seconds(t_ns), "score": score} for t_ns, score in book.pains],
        "notes": [_note(analysis, book, place) for place in range(len(book.remarks))],
    }


def _analysis(reviewed: Reviewed) -> Analysis:
    """The sets as corrected, in the form that tables and JSON are made of."""
    book = reviewed.book
    if reviewed.through:
        return replace(reviewed.through.analysis, sets=book.sets)
    if reviewed.origin_ns is None:
        raise UsageError("the first sample of the recording is not read yet; try again in a moment")
    return Analysis(
        exercise=book.exercise,
        origin_ns=reviewed.origin_ns,
        duration_s=book.duration_ns / 1e9,
        sensors={},
        calibration=UNCALIBRATED,
        sets=book.sets,
        warnings=book.warnings,
        damage=(),
    )


def _note(analysis: Analysis, book: Book, place: int) -> dict[str, Any]:
    note = book.remarks[place]
    at = None if note.t_ns is None else analysis.seconds(note.t_ns)
    return {"t_s": at, "author": note.author, "text": note.text}
