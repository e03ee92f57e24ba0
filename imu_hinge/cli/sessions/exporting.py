"""`sessions export`: repetitions of sessions as one CSV, as corrected, beside what the program said."""

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from imu_hinge.cli.output import check_output, written
from imu_hinge.cli.people import add_client_option, named
from imu_hinge.cli.sessions.story import Story, story
from imu_hinge.cli.told import iso
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

EXAMPLE = "sessions export 0b9a61f2 -o reps.csv\n  imu-hinge sessions export --client Ann -o reps.csv"
HEAD = ("session", "started", "client", "exercise", *REPS, "edited", "original_status")
EXCLUDED = "excluded"
"""Status of a repetition that a person took out."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="id or the beginning of one")
    add_client_option(parser, "all sessions of one client")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="CSV file to write")
    parser.add_argument("--force", action="store_true", help="overwrite OUT")


def run(arguments: argparse.Namespace) -> int:
    """Writes the table, and notes it among the copies that an erase names."""
    if bool(arguments.sessions) == bool(arguments.client):
        raise UsageError("sessions export: expected sessions or --client WHO")
    check_output(arguments.output, arguments.force)
    with open_history() as history:
        with history.reading() as db:
            told = [story(db, one) for one in _chosen(db, arguments)]
        with written(arguments.output, arguments.force) as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEAD)
            writer.writerows(cells(row) for one in told for row in _rows(one))
        _note(history, {one.client.id for one in told}, arguments.output)
    return 0


def _chosen(db: Connection, arguments: argparse.Namespace) -> list[SessionRow]:
    if arguments.client:
        return [line.session for line in reversed(sessions(db, named(db, arguments.client)))]
    return [session(db, ident) for ident in arguments.sessions]


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
    head = (told.session.id, iso(told.session.started_at_ns, told.session.utc_offset_min), told.client.pseudonym)
    edited = status == EXCLUDED or rep != program
    return [str(head[0]), *head[1:], told.session.exercise, *(values[name] for name in REPS), edited, original]
