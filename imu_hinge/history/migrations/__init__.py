"""Brings a database from the tables of one revision to those of another, in one transaction."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from imu_hinge.history.copying import kept_before
from imu_hinge.history.database import History
from imu_hinge.model.errors import HistoryError

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""All there are, oldest first. Alembic, which takes half a second to load, is asked only to get from one to another."""
HEAD, BASE = REVISIONS[-1], "base"
"""What this program works with; no tables at all."""
_ONE_AT_A_TIME = threading.Lock()
"""Alembic has one migration in a process: a second one, of whatever database, would write into the first one's."""


def revision(db: Connection) -> str:
    """Of the tables that are there; BASE where there are none."""
    if not inspect(db).has_table("alembic_version"):
        return BASE
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar() or BASE


def bring_up(history: History) -> None:
    """Makes sure of HEAD: changes a file, but refuses a server that has another revision, and whatever is later."""
    with history.reading() as db:
        found = revision(db)
    check_known(history, found)
    if found == HEAD:
        return
    if history.path is None:
        what = (
            "has no tables yet" if found == BASE else f"has the tables of revision {found}, this program needs {HEAD}"
        )
        raise HistoryError(history.place, what, "run `imu-hinge clients migrate`, once for all who use it")
    migrate(history)


def check_known(history: History, found: str) -> None:
    """Raises HistoryError for the revision of a later program."""
    if found not in (BASE, *REVISIONS):
        what = f"was made by a later version of imu_hinge (revision {found}, this one knows {HEAD})"
        raise HistoryError(history.place, what, "upgrade imu_hinge")


def migrate(history: History, to: str = HEAD) -> str:
    """Up or down to a revision; returns the one before. A file with tables is copied first, beside it.

    Raises HistoryError; the database is then as it was.
    """
    with history.migrating() as db:
        found = revision(db)
        check_known(history, found)
        if found != to:
            if history.path and found != BASE:
                _keep(history.path, found)
            _change(db, found, to)
            _check_keys(history, db)
    return found


def _keep(path: Path, found: str) -> None:
    try:
        kept_before(path, found)
    except (OSError, sqlite3.Error) as error:
        raise HistoryError(
            path, f"no copy can be made before its tables change ({error})", "free some space"
        ) from error


def _change(db: Connection, found: str, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = db
    places: Any = (BASE, *REVISIONS).index
    move = command.upgrade if places(found) < places(to) else command.downgrade
    with _ONE_AT_A_TIME:
        move(config, to)


def _check_keys(history: History, db: Connection) -> None:
    """While tables are made anew SQLite does not look after foreign keys."""
    if history.path and db.exec_driver_sql("PRAGMA foreign_key_check").first():
        what = "its tables cannot be changed: rows in it belong to nothing"
        raise HistoryError(history.place, what, "it was left as it was; please report this")
