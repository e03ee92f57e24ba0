"""The file of the history: made where there is none, and never taken for a new one where it was emptied."""

import errno
import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from imu_hinge.history.copying import newest_copy
from imu_hinge.history.refusals import damaged_remedy, not_made
from imu_hinge.model.errors import HistoryError
from imu_hinge.recording.names import SUFFIX, private_folder


def make_file(path: Path) -> None:
    """A file for this user only, where there is none; what SQLite puts beside it takes its permissions.

    Raises HistoryError where it cannot be made or written, or is empty beside recordings or backups: it was lost.
    """
    try:
        private_folder(path.parent)
        if not path.exists():
            _begin(path)
        _check_writable(path)
        is_empty = path.stat().st_size == 0
    except OSError as error:
        raise not_made(path, error) from error
    if is_empty and (newest_copy(path) or any((path.parent / "recordings").rglob(f"*{SUFFIX}"))):
        raise HistoryError(path, "is damaged: it is empty beside recordings or backups", damaged_remedy(path))


def _check_writable(path: Path) -> None:
    """Raises OSError with the system's reason; a file that can be written is not touched.

    To close any descriptor of a file is to lose every lock that this process has on it, those of the history in use
    too: another program would take away the log that is still written to (SQLite, How To Corrupt, 2.2).
    """
    if not os.access(path, os.W_OK):
        os.close(os.open(path, os.O_RDWR))


def _begin(path: Path) -> None:
    """It takes its name with the first page in it, so that nobody ever sees it empty."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part)) as database:
            database.execute("PRAGMA journal_mode=WAL")
        with suppress(FileExistsError):  # another program was faster
            _take(part, path)
    except sqlite3.Error as error:  # the folder can be written: what is missing is space
        raise OSError(errno.ENOSPC, str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _take(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        part.rename(path)
