"""`clients backup`, `clients restore` and `clients migrate`."""

import argparse
import time
from pathlib import Path

from imu_hinge.history.backup import back_up, dump_line, restore
from imu_hinge.history.database import checked_url, connected, history_url, open_history
from imu_hinge.history.migrations import HEAD, migrate
from imu_hinge.model.errors import UsageError

BACKUP = "clients backup history-2026-11-21.db"
RESTORE = "clients restore history-2026-11-21.db"
MIGRATE = "clients migrate"


def configure_backup(parser: argparse.ArgumentParser) -> None:
    """Arguments of `backup`."""
    parser.add_argument("output", type=Path, metavar="OUT", help="file to make; recordings are not in it")


def backup(arguments: argparse.Namespace) -> int:
    """Makes one; of a server it prints the line that does, and exits 1."""
    with open_history() as history:
        if history.path is None:
            print(dump_line(history, arguments.output))
            return 1
        print(f"{back_up(history, arguments.output, time.time_ns())}: complete and checked")
    return 0


def configure_restore(parser: argparse.ArgumentParser) -> None:
    """Arguments of `restore`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `clients backup` made")


def put_back(arguments: argparse.Namespace) -> int:
    """Puts it in the place of the history, which is kept beside it."""
    url = checked_url(history_url())
    if url.get_backend_name() != "sqlite":
        raise UsageError("the history is on a server: `pg_restore --clean --dbname=URL FILE` puts a dump back")
    path = Path(str(url.database))
    kept = restore(path, arguments.file)
    print(f"{path}: is the backup {arguments.file} again")
    if kept:
        print(f"the one before is kept as {kept}")
    return 0


def configure_migrate(parser: argparse.ArgumentParser) -> None:
    """`migrate` has no arguments."""


def bring_up(arguments: argparse.Namespace) -> int:
    """Brings the tables to this version."""
    with connected() as history:
        before = migrate(history)
        place = history.place
    print(f"{place}: {'has' if before == HEAD else f'had revision {before}, has'} revision {HEAD}")
    return 0
