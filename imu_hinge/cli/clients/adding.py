"""`clients add` and `clients change`."""

import argparse
import sys
import textwrap
import time
from typing import Any

from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_by, add_who, named, speaker
from imu_hinge.cli.told import decimal, title
from imu_hinge.history.clients import add_client, changed_client
from imu_hinge.history.consents import PURPOSES, grant, wording
from imu_hinge.history.database import Connection, open_history
from imu_hinge.history.rows import Client
from imu_hinge.model.errors import UsageError

ADD = "clients add Ann --birth-year 1990 --consent keep"
CHANGE = 'clients change Ann --cautions "no rows before the spring"'
_YES = ("y", "yes")


def configure_add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `add`."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="kept in the history only, never in a recording")
    parser.add_argument("--birth-year", type=int, metavar="YEAR")
    parser.add_argument(
        "--consent",
        action="append",
        choices=PURPOSES,
        help="the client agrees to it; may be given again. Without it a terminal is asked",
    )
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def add(arguments: argparse.Namespace) -> int:
    """Adds one and says its pseudonym."""
    agreed = _asked() if arguments.consent is None and sys.stdin.isatty() else arguments.consent or []
    now_ns = time.time_ns()
    with open_history() as history, history.writing() as db:
        new = add_client(db, display_name=arguments.name, birth_year=arguments.birth_year, now_ns=now_ns)
        _grant(db, arguments, new, agreed, now_ns)
    if arguments.json:
        print_json({"client": new.pseudonym, "name": new.display_name, "consents": sorted(set(agreed))})
    else:
        print("\n".join(_added(new, agreed)))
    return 0


def _asked() -> list[str]:
    """What the client agrees to, each asked for in its own words; nothing is assumed."""
    agreed = []
    for purpose in PURPOSES:
        print(textwrap.fill(wording(purpose).text, 78), file=sys.stderr)
        print("Does the client agree? y yes; Enter no: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in _YES:
            agreed.append(purpose)
    return agreed


def _grant(db: Connection, arguments: argparse.Namespace, new: Client, agreed: list[str], now_ns: int) -> None:
    for purpose in dict.fromkeys(agreed):
        grant(db, new, purpose, speaker(db, arguments, new), now_ns)


def _added(new: Client, agreed: list[str]) -> list[str]:
    lines = [f"added: {title(new)}", f"agrees to: {', '.join(dict.fromkeys(agreed)) or 'nothing yet'}"]
    who = new.pseudonym
    train = f"next: imu-hinge live --client {who}"
    agree = f"before a session is recorded: imu-hinge clients consent {who} keep"
    planned = f"with a level and its plan: imu-hinge clients level {who} 1; imu-hinge clients plan {who} --level"
    return [*lines, train if "keep" in agreed else agree, planned]


def configure_change(parser: argparse.ArgumentParser) -> None:
    """Arguments of `change`."""
    add_who(parser)
    parser.add_argument("--name", metavar="NAME", help='another name; "" for none')
    parser.add_argument("--birth-year", type=int, metavar="YEAR", help="0 for unknown")
    parser.add_argument("--cautions", metavar="TEXT", help="what to mind in training, in plain words")
    parser.add_argument("--own-max", type=decimal, metavar="DEG", help="largest own lumbar flexion; 0 for unknown")
    parser.add_argument("--keep-days", type=int, metavar="DAYS", help="how long recordings are kept; 0 for no limit")
    parser.add_argument("--archive", action=argparse.BooleanOptionalAction, help="leave out of the list of clients")


def change(arguments: argparse.Namespace) -> int:
    """Changes what was given."""
    columns = _columns(arguments, time.time_ns())
    if not columns:
        raise UsageError("clients change: nothing to change was given; see `imu-hinge clients change --help`")
    with open_history() as history, history.writing() as db:
        changed = changed_client(db, named(db, arguments.who), **columns)
    print(f"changed: {title(changed)}")
    return 0


def _columns(arguments: argparse.Namespace, now_ns: int) -> dict[str, Any]:
    """Columns of the client and their new values; 0 and an empty name say that something is not known."""
    for name, value in (("--own-max", arguments.own_max), ("--keep-days", arguments.keep_days)):
        if value is not None and value < 0:
            raise UsageError(f"{name} {value:g}: expected a number from 0")
    given = {
        "display_name": (arguments.name, arguments.name or None),
        "birth_year": (arguments.birth_year, arguments.birth_year or None),
        "cautions": (arguments.cautions, (arguments.cautions or "").strip()),
        "own_max_lumbar_deg": (arguments.own_max, arguments.own_max or None),
        "keep_recordings_days": (arguments.keep_days, arguments.keep_days or None),
        "archived_at_ns": (arguments.archive, now_ns if arguments.archive else None),
    }
    return {column: value for column, (said, value) in given.items() if said is not None}
