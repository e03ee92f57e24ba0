"""Takes what was deleted out of the files of a database: out of journals, copies, and pages that are free."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from imu_hinge.history.database import BUSY_MS, History
from imu_hinge.history.tables import METADATA
from imu_hinge.model.errors import HistoryError

_TRIES = 3
_OUTSIDE = (
    "the files of the server are not searched from here; archives of its log, replicas and dumps are out of reach: "
    "whoever looks after the server deletes there"
)


def scrubbed(history: History) -> list[str]:
    """Overwrites what was deleted; returns what was not allowed. Raises HistoryError when a reader is in the way."""
    if history.path:
        _checkpoint(history.path)
        return []
    return _scrubbed_server(history.engine)


def erased_in_copy(path: Path, pseudonym: str) -> list[str]:
    """Erases the client in a copy of the database, of whatever revision; returns why that was not possible."""
    if not path.exists():
        return [f"{path}: this backup is not there; wherever it is, the client is still in it"]
    try:
        with closing(_opened(path)) as copy:
            _erase(copy, pseudonym)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file again
    except sqlite3.Error as error:
        return [f"{path}: cannot be opened ({error}); delete it if it is a backup"]
    return []


def _opened(path: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    for pragma in (f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "secure_delete=ON"):
        copy.execute(f"PRAGMA {pragma}")
    return copy


def _erase(copy: sqlite3.Connection, pseudonym: str) -> None:
    """The rows that hang on the client go with it; wearers and limits that nobody names any more go too."""
    copy.execute("BEGIN IMMEDIATE")
    copy.execute("DELETE FROM client WHERE pseudonym = ?", (pseudonym,))
    named = " UNION ".join(f"SELECT {column} FROM {table}" for table, column in _naming_authors(copy))
    copy.execute(f"DELETE FROM author WHERE kind = 'wearer' AND id NOT IN ({named})")
    copy.execute("DELETE FROM profile WHERE sha256 NOT IN (SELECT profile_sha256 FROM session)")
    copy.execute("COMMIT")


def _naming_authors(copy: sqlite3.Connection) -> list[tuple[str, str]]:
    """Table and column of every key to an author."""
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    keys = [(table, key) for table in tables for key in copy.execute(f"PRAGMA foreign_key_list({table})")]
    return [(table, key[3]) for table, key in keys if key[2] == "author"]


def _checkpoint(path: Path) -> None:
    """Empties the write-ahead log. Raises HistoryError when another program reads an old state and does not end."""
    with closing(_opened(path)) as database:
        for _ in range(_TRIES):
            blocked, _pages, _moved = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not blocked:
                return
            time.sleep(0.1)
    what = "another program reads it, so that its log still holds what was erased"
    raise HistoryError(path, what, "close the other program, then give the same command again")


def _scrubbed_server(engine: Engine) -> list[str]:
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        tables = [f'"{name}"' for name in METADATA.tables]
        steps = [f"VACUUM FULL {table}" for table in tables]
        steps += ["ANALYZE", "VACUUM FULL pg_statistic"]
        refused = [line for step in steps for line in _refused(db, step)]
        return [*refused, *_log_switched(db), _OUTSIDE]


def _log_switched(db: Connection) -> list[str]:
    """Segments of the log are used again with what is in them; each switch writes one of them anew."""
    try:
        segments = db.scalar(text("SELECT count(*) FROM pg_ls_waldir()")) or 0
    except DBAPIError as error:
        return [_not_done("pg_switch_wal()", str(error.orig))]
    for _ in range(segments + 1):
        for step in ("SELECT pg_switch_wal()", "CHECKPOINT"):
            if refused := _refused(db, step):
                return refused
    return []


def _refused(db: Connection, step: str) -> list[str]:
    """Does one step; returns why it was not done. A server skips tables of others with no more than a warning."""
    try:
        with _warnings(db) as told:
            db.execute(text(step))
    except DBAPIError as error:
        told = [str(error.orig)]
    return [_not_done(step, words) for words in told]


def _not_done(step: str, why: str) -> str:
    return f"not done: {step} ({why.strip().partition(chr(10))[0]})"


@contextmanager
def _warnings(db: Connection) -> Iterator[list[str]]:
    """What the server warns of in this block."""
    told: list[str] = []
    driver: Any = db.connection.driver_connection

    def hear(notice: Any) -> None:
        if notice.severity == "WARNING":
            told.append(str(notice.message_primary))

    driver.add_notice_handler(hear)
    try:
        yield told
    finally:
        driver.remove_notice_handler(hear)
