"""The history where nothing can be written, on a full disk or in a read-only folder: it can still be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import URL, Connection, Engine, create_engine, event

from imu_hinge.history.database import BUSY_MS, History
from imu_hinge.history.migrations import HEAD, revision
from imu_hinge.history.refusals import UnwritableError
from imu_hinge.model.errors import HistoryError


class Frozen(History):
    """Reads as any other; whoever wants to write hears why it cannot be."""

    def __init__(self, url: URL, path: Path, why: UnwritableError) -> None:
        super().__init__(url)
        self.engine, self._why = _reader(url, path), why

    def writing(self) -> NoReturn:
        """Raises HistoryError."""
        raise self._why

    def migrating(self) -> NoReturn:
        """Raises HistoryError."""
        raise self._why


@contextmanager
def frozen(url: URL, why: UnwritableError) -> Iterator[History]:
    """The history for reading only; raises `why` where it cannot be read so, or has the tables of another version."""
    path = Path(str(url.database))
    if not path.is_file():
        raise why
    history = Frozen(url, path, why)
    try:
        if _revision(history) != HEAD:
            raise why
        yield history
    finally:
        history.close()


def _revision(history: History) -> str | None:
    try:
        with history.reading() as db:
            return revision(db)
    except HistoryError:
        return None


def _reader(url: URL, path: Path) -> Engine:
    """A log with something in it is read, too; without one SQLite needs to write nothing beside the file."""
    log = path.with_name(f"{path.name}-wal")
    kind = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"

    def connect() -> Any:
        uri = f"{path.absolute().as_uri()}?{kind}"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)

    engine = create_engine(url, creator=connect)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN")
