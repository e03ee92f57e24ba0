"""Why a database refused, in words, with what to do."""

import errno
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from imu_hinge.history.copying import newest_copy
from imu_hinge.model.errors import HistoryError

_WRITABLE = "make the file and its folder writable"
_AGAIN = "try again"
_OTHER = "another program changed the same rows"
_BUSY = "another program is writing to it and does not end"
_REPORT = "this is a fault of the program; please report it"
_FULL = "the disk is full", "free some space; nothing that was kept is lost"

_LEAST_BYTES = 1_000_000
"""Less free space than this is none: SQLite cannot write its log."""

_SQLITE = {
    5: (_BUSY, "close the other program, or try again"),  # SQLITE_BUSY
    6: (_BUSY, "close the other program, or try again"),  # SQLITE_LOCKED
    8: ("cannot be written", _WRITABLE),  # SQLITE_READONLY
    10: ("the disk does not read or write as it should", "look after the disk, then try again"),  # SQLITE_IOERR
    13: _FULL,  # SQLITE_FULL
    14: ("cannot be opened", _WRITABLE),  # SQLITE_CANTOPEN
}
"""Primary result code -> what, and what to do."""
_UNWRITABLE = {8, 13, 14}
"""Codes after which the file may still be read."""
_SPACE = {10, 14}
"""Codes that may come of a full disk."""
_DAMAGED = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB

_POSTGRES = {
    "40": (_OTHER, _AGAIN),  # transaction rollback: deadlock, serialization failure
    "55": (_BUSY, _AGAIN),  # lock not available
    "53": _FULL,
    "42501": ("this user may not do that", "ask who looks after the server for the right to read and write"),
    "25006": ("cannot be written", "connect to the server that may be written"),
    "28": ("this user is not let in", "check the name and the password in $IMU_HINGE_DB_URL"),
}
"""Beginning of the SQLSTATE -> what, and what to do."""


class UnwritableError(HistoryError):
    """Nothing can be written; what is there may still be read."""


def said(place: str, path: Path | None, error: DBAPIError) -> HistoryError:
    """The error in words; `path` is None for a server."""
    if isinstance(error, IntegrityError):
        return HistoryError(place, _OTHER, _AGAIN)
    return _of_file(place, path, error.orig) if path else HistoryError(place, *_of_server(error))


def not_made(path: Path, error: OSError) -> HistoryError:
    """Why there is no file, or none that may be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnwritableError(path, *_FULL)
    remedy = "make it and its folder writable, or name another place in $IMU_HINGE_DB_URL"
    return UnwritableError(path, f"cannot be opened ({error.strerror})", remedy)


def _of_file(place: str, path: Path, error: Any) -> HistoryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED or _lost_table(error):
        return HistoryError(place, "is damaged", damaged_remedy(path))
    if code in _SPACE and shutil.disk_usage(path.parent).free < _LEAST_BYTES:
        return UnwritableError(place, *_FULL)
    kind = UnwritableError if code in _UNWRITABLE else HistoryError
    return kind(place, *_SQLITE.get(code, (f"was refused ({error})", _REPORT)))


def _lost_table(error: Any) -> bool:
    """Whether a table or column is gone that every history of this version has."""
    return str(error).startswith(("no such table", "no such column"))


def damaged_remedy(path: Path) -> str:
    """What to do about a damaged file: the newest backup, and the recordings."""
    copy = newest_copy(path)
    restore = f"`imu-hinge clients restore {copy}` puts its newest backup in its place; or " if copy else ""
    return f"{restore}move it away and make it again from the recordings with `imu-hinge sessions rebuild`"


def _of_server(error: DBAPIError) -> tuple[str, str]:
    state = getattr(error.orig, "sqlstate", None) or ""
    first = str(error.orig).strip().partition("\n")[0]
    known = next((words for start, words in _POSTGRES.items() if state.startswith(start)), None)
    if known:
        return known
    if isinstance(error, OperationalError | InterfaceError):
        return f"cannot be reached ({first})", "check that the server runs, and $IMU_HINGE_DB_URL"
    return f"was refused ({first})", _REPORT
