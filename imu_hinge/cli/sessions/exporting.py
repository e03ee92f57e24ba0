"""`sessions export`: one CSV of repetitions, as corrected, beside what the program said; or of days, of captures."""

import argparse
import csv
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from imu_hinge.cli.output import check_output, written
from imu_hinge.cli.people import SESSION, add_client_option, named
from imu_hinge.cli.sessions.exporting_kinds import DAY_HEAD, OF_SESSION, TESTS_HEAD, day_rows, of_session, test_rows
from imu_hinge.cli.sessions.story import Story, story
from imu_hinge.export.csv import cells
from imu_hinge.export.tables import REPS
from imu_hinge.history.database import Connection, History, open_history
from imu_hinge.history.effective import said_at
from imu_hinge.history.files import sha256_of
from imu_hinge.history.handed_out import note_copy
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import session, sessions
from imu_hinge.model.errors import HistoryError, UsageError
from imu_hinge.model.events import Rep
from imu_hinge.model.kinds import Kind

EXAMPLE = "sessions export 0b9a61f2 -o reps.csv\n  imu-hinge sessions export --client Ann -o reps.csv"
HEAD = (*OF_SESSION, "exercise", *REPS, "edited", "original_status")
EXCLUDED = "excluded"
"""Status of a repetition that a person took out."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help=SESSION)
    add_client_option(parser, "all sessions of one client and one kind")
    kinds = ", ".join(f"{kind}: {what}" for kind, what in _ROWS_ARE.items())
    parser.add_argument("--kind", choices=_ROWS_ARE, help=f"--client: sessions of this kind; rows are, of {kinds}")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="CSV file to write")
    parser.add_argument("--force", action="store_true", help="overwrite OUT")


def run(arguments: argparse.Namespace) -> int:
    """Writes the table, and notes it among the copies that an erase names."""
    if bool(arguments.sessions) == bool(arguments.client):
        raise UsageError("sessions export: expected sessions or --client WHO")
    if arguments.kind and not arguments.client:
        raise UsageError("--kind goes with --client; sessions that are named have their kind")
    check_output(arguments.output, arguments.force)
    with open_history() as history:
        with history.reading() as db:
            chosen = _chosen(db, arguments)
            head, rows = _TABLES[_kind(chosen, arguments.kind)]
            told = [story(db, one) for one in chosen]
        with written(arguments.output, arguments.force) as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(cells(row) for one in told for row in rows(one))
        _note(history, {one.client.id for one in told}, arguments.output)
    return 0


def _chosen(db: Connection, arguments: argparse.Namespace) -> list[SessionRow]:
    if arguments.client:
        found = reversed(sessions(db, named(db, arguments.client)))
        wanted = arguments.kind or Kind.TRAINING
        return [line.session for line in found if line.session.kind == wanted]
    return [session(db, ident) for ident in arguments.sessions]


def _kind(chosen: Sequence[SessionRow], asked: str | None) -> str:
    """Of all of them. Raises UsageError where they are of several: their rows have not the same columns."""
    kinds = list(dict.fromkeys(one.kind for one in chosen))
    if len(kinds) > 1:
        raise UsageError(f"sessions export: one table holds one kind, found {' and '.join(kinds)}; export them apart")
    return kinds[0] if kinds else asked or Kind.TRAINING


def _note(history: History, clients: set[UUID], out: Path) -> None:
    """As a copy of each client in it."""
    digest, now_ns = sha256_of(out), time.time_ns()
    try:
        with history.writing() as db:
            for client_id in clients:
                note_copy(db, client_id, "export", out, digest, now_ns)
    except HistoryError as error:
        print(f"imu-hinge: {error}; the table is written, and not noted in the history", file=sys.stderr)


def _rows(told: Story) -> Iterator[list[Any]]:
    """As corrected, then those that were taken out."""
    for one in told.analysis.sets:
        yield from (_row(told, rep, rep.status.value) for rep in one.reps)
    yield from (_row(told, rep, EXCLUDED) for rep in told.excluded)


def _row(told: Story, rep: Rep, status: str) -> list[Any]:
    values = {**told.analysis.rep_dict(rep), "set_index": rep.set_index, "status": status}
    program = said_at(told.said, rep.t_bottom_ns)
    original = program.status.value if isinstance(program, Rep) else "rejected" if program else ""
    edited = status == EXCLUDED or rep != program
    return [*of_session(told), told.session.exercise, *(values[name] for name in REPS), edited, original]


_ROWS_ARE = {
    Kind.TRAINING.value: "repetitions",
    Kind.POSTURE.value: "parts of days",
    Kind.ASSESSMENT.value: "movements of tests",
}
_TABLES: Mapping[str, tuple[Sequence[str], Callable[[Story], Iterator[list[Any]]]]] = {
    Kind.TRAINING: (HEAD, _rows),
    Kind.POSTURE: (DAY_HEAD, day_rows),
    Kind.ASSESSMENT: (TESTS_HEAD, test_rows),
}
"""Columns and rows of each kind."""
