"""`clients list`."""

import argparse
import time
from typing import Any

from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.told import ago, day
from imu_hinge.history.clients import ClientLine, clients
from imu_hinge.history.database import open_history
from imu_hinge.history.glances import Watched, watched
from imu_hinge.history.rows import ME
from imu_hinge.view.words import UNKNOWN

EXAMPLE = "clients list"
HEAD = ("client", "name", "sessions", "watched", "last session", "", "pain")
NOBODY = "no clients yet: `imu-hinge clients add NAME` adds one; your own sessions need none"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `list`."""
    parser.add_argument("--all", action="store_true", help="with those that were archived")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line for each client."""
    now_ns = time.time_ns()
    with open_history() as history, history.reading() as db:
        lines = [line for line in clients(db) if arguments.all or line.client.archived_at_ns is None]
        of = watched(db)
    if arguments.json:
        print_json([_line_dict(line, of.get(line.client.id, Watched())) for line in lines])
    else:
        rows = [_row(line, of.get(line.client.id, Watched()), now_ns) for line in lines]
        print("\n".join(columns(HEAD, rows, numbers=(2, 3)) if lines else [NOBODY]))
    return 0


def _row(line: ClientLine, of: Watched, now_ns: int) -> tuple[str, ...]:
    times = [at_ns for at_ns in (line.last_session_at_ns, of.last_at_ns) if at_ns is not None]
    last = max(times, default=None)
    return (
        line.client.pseudonym,
        "you" if line.client.pseudonym == ME else line.client.display_name or UNKNOWN,
        _count(line.sessions, line.simulated),
        _count(of.sessions, of.simulated),
        day(last),
        ago(last, now_ns) + (", archived" if line.client.archived_at_ns else ""),
        UNKNOWN if line.last_pain is None else f"{line.last_pain} on {day(line.last_pain_at_ns)}",
    )


def _count(sessions: int, simulated: int) -> str:
    """`3`, `3 (1 virtual)`."""
    return f"{sessions} ({simulated} virtual)" if simulated else str(sessions)


def _line_dict(line: ClientLine, of: Watched) -> dict[str, Any]:
    return {
        "client": line.client.pseudonym,
        "name": line.client.display_name,
        "sessions": line.sessions,
        "last_session_at_ns": line.last_session_at_ns,
        "simulated_sessions": line.simulated + of.simulated,
        "watched_sessions": of.sessions,
        "last_watched_at_ns": of.last_at_ns,
        "last_pain": line.last_pain,
        "last_pain_at_ns": line.last_pain_at_ns,
        "archived": line.client.archived_at_ns is not None,
    }
