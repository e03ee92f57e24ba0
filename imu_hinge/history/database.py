"""Opens the history: a file of this user (SQLite), or a clinic's server (PostgreSQL) by its URL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from imu_hinge.history.founding import make_file
from imu_hinge.history.refusals import UnwritableError, said
from imu_hinge.model.errors import UsageError

__all__ = [
    "Connection",
    "History",
    "checked_url",
    "connected",
    "history_url",
    "open_history",
    "sqlite_url",
]

URL_VARIABLE = "IMU_HINGE_DB_URL"
BUSY_MS = 5000
"""So long a statement waits for another program that is writing."""

_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",  # first: the others may have to wait
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
"""Of every connection: all but the journal's mode are forgotten when it is closed."""

_READ, _WRITE, _MIGRATE = "read", "write", "migrate"
_BEGIN = {
    _READ: ("PRAGMA query_only=ON", "BEGIN"),
    _WRITE: ("PRAGMA query_only=OFF", "BEGIN IMMEDIATE"),
    # a table that is made anew is dropped in between, which would take with it what hangs on its rows
    _MIGRATE: ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
}
"""What opens a transaction on SQLite. Python's driver would leave statements that change tables outside of it."""

_POSTGRES = "postgresql+psycopg"
_MIGRATION_LOCK = 7_103_447_001
"""Any number of our own: whoever migrates a server holds this lock."""


class History:
    """A database of sessions. Every transaction is whole or was not; errors of the database are HistoryErrors."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.path: Path | None = Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
        """The file; None for a server."""
        self.engine = _sqlite(url) if self.path else _postgres(url)

    @property
    def place(self) -> str:
        """What it is called in messages: the file, or the address without its password."""
        return str(self.path or self.url.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent state of the whole database; nothing can be written."""
        with self._said(), self._mode(_READ).begin() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, kept when the block ends well; on SQLite no other program writes meanwhile."""
        with self._said(), self._mode(_WRITE).begin() as db:
            yield db

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction that may change tables; waits for whoever else does so. The caller checks foreign keys."""
        with self._said(), self._mode(_MIGRATE).connect() as db:
            db.detach()  # this connection is as no other may be, and is thrown away
            with db.begin():
                if self.path is None:
                    db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
                yield db

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _mode(self, mode: str) -> Engine:
        read = mode == _READ and self.path is None
        more: dict[str, Any] = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"} if read else {}
        return self.engine.execution_options(mode=mode, **more)

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise said(self.place, self.path, error) from error


@contextmanager
def connected(url: str | None = None) -> Iterator[History]:
    """The database as it is, whatever its revision; a file is made where there is none. Raises HingeError."""
    history = History(checked_url(url or history_url()))
    try:
        if history.path:
            make_file(history.path)
        yield history
    finally:
        history.close()


@contextmanager
def open_history(url: str | None = None) -> Iterator[History]:
    """The history, ready for use: a file is brought to this program's revision, a server must have it already.

    A file that cannot be written is opened for reading; whoever writes hears why that cannot be. Raises HistoryError,
    with what to do, for what cannot be opened or is of a later program; UsageError for a URL that is none.
    """
    from imu_hinge.history.frozen import frozen
    from imu_hinge.history.migrations import bring_up

    with ExitStack() as opened:
        try:
            history = opened.enter_context(connected(url))
            bring_up(history)
        except UnwritableError as why:
            history = opened.enter_context(frozen(checked_url(url or history_url()), why))
        yield history


def history_url() -> str:
    """$IMU_HINGE_DB_URL, else the file history.db among this user's data."""
    from platformdirs import user_data_dir

    return os.environ.get(URL_VARIABLE) or sqlite_url(Path(user_data_dir("imu-hinge")) / "history.db")


def sqlite_url(path: Path) -> str:
    """The URL of a file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def checked_url(text: str) -> URL:
    """The URL of a file or of a PostgreSQL server; raises UsageError for anything else."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise _no_url("is no URL") from None
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    if url.drivername in ("postgresql", "postgres", _POSTGRES):
        return url.set(drivername=_POSTGRES)
    raise _no_url(f"{url.drivername}: is no database that is known here")


def _no_url(what: str) -> UsageError:
    forms = "sqlite:////home/me/history.db or postgresql://user@host/name"
    return UsageError(f"{URL_VARIABLE}: {what}; expected something like {forms}")


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _begin does
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(db: Connection) -> None:
    for statement in _BEGIN[db.get_execution_options().get("mode", _WRITE)]:
        db.exec_driver_sql(statement)


def _postgres(url: URL) -> Engine:
    waits = {"connect_timeout": BUSY_MS // 1000, "options": f"-c lock_timeout={BUSY_MS}"}
    try:
        return create_engine(url, connect_args=waits)
    except ModuleNotFoundError:
        raise UsageError("PostgreSQL needs the extra \"postgres\": pip install 'imu-hinge[postgres]'") from None
