"""Copies of the history's file, made while it is in use."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from imu_hinge.recording.names import sync_folder, take_name

BEFORE = ".before-"
_PAGES = 5000
"""At a time, so that another program can write in between."""


def copied(path: Path, wanted: Path) -> Path:
    """A complete copy of the SQLite file `path` as it is at one moment, under the first free name from `wanted` on.

    For this user only, checked and on disk before it takes its name. Raises OSError, sqlite3.Error.
    """
    part = wanted.with_name(f"{wanted.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    try:
        _copy(path, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        return take_name(part, wanted)
    finally:
        part.unlink(missing_ok=True)
        sync_folder(wanted.parent)


def kept_before(path: Path, revision: str) -> Path:
    """The copy that is made before the tables of `revision` are changed. Raises OSError, sqlite3.Error."""
    return copied(path, path.with_name(f"{path.name}{BEFORE}{revision}"))


def copies(path: Path) -> list[Path]:
    """The copies beside the file, newest first: those made before a change of tables, and backups put there."""
    beside = [path.parent.glob(f"{path.name}*{BEFORE}*"), path.parent.glob(f"{path.name}*.backup*")]
    found = {
        copy for names in beside for copy in names if not copy.name.endswith((".part", "-wal", "-shm", "-journal"))
    }
    return sorted(found, key=lambda copy: copy.stat().st_mtime, reverse=True)


def newest_copy(path: Path) -> Path | None:
    """The newest one; None where there is none."""
    return next(iter(copies(path)), None)


def _copy(path: Path, part: Path) -> None:
    read_only = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(read_only, uri=True)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target, pages=_PAGES)
        found = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
