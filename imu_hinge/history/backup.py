"""Backups of the history: a copy made while it is in use, and a copy put in its place."""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, insert

from imu_hinge.history.copying import BEFORE, copied
from imu_hinge.history.database import BUSY_MS, History
from imu_hinge.history.files import sha256_of
from imu_hinge.history.migrations import HEAD, REVISIONS
from imu_hinge.history.outbox import EPOCH
from imu_hinge.history.tables import COPY
from imu_hinge.model.errors import HistoryError, UsageError
from imu_hinge.recording.names import private_folder, sync_folder

_MAGIC = b"SQLite format 3\0"
_COPY = tuple(COPY.c.keys())
"""Columns of the table of copies, which every revision has alike."""
Noted = tuple[str, str | None, str, str, str, int]
"""A row of it, as SQLite has it."""
_COMPANIONS = ("-wal", "-shm", "-journal")


def back_up(history: History, out: Path, now_ns: int) -> Path:
    """A checked copy of the database as the new file `out`, noted among the copies.

    Others may write meanwhile. Raises UsageError when something is there, or for a server (see `dump_line`).
    """
    if history.path is None:
        raise UsageError(f"{history.place}: is a server, which backs up by itself: {dump_line(history, out)}")
    if out.exists():
        raise UsageError(f"{out}: already exists; choose another name")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: there is no folder {out.parent}; make it first")
    try:
        made = copied(history.path, out.absolute())
    except sqlite3.Error as error:
        raise HistoryError(out, f"cannot be made ({error})", "free some space, or choose another disk") from error
    values = {"kind": "backup", "path": str(made), "sha256": sha256_of(made), "at_ns": now_ns}
    with history.writing() as db:
        db.execute(insert(COPY).values(id=uuid4(), client_id=None, **values))
    return made


def dump_line(history: History, out: Path) -> str:
    """The command that backs a server up; it asks for the password itself."""
    there = history.url
    url = URL.create("postgresql", there.username, None, there.host, there.port, there.database, there.query)
    return f"pg_dump --format=custom --file='{out}' '{url.render_as_string()}'"


def restore(path: Path, source: Path) -> Path | None:
    """Puts a backup in the place of the history at `path`; returns where the one before is kept.

    It is a database of its own from then on: it gets a new epoch. What the one before knew of backups and exports it
    knows too, and `source` is among them, so that an erase finds them. Raises HistoryError when the backup is damaged
    or of a later program, or when another program has the history open; the history is then as it was. Raises OSError.
    """
    _check_backup(source)
    private_folder(path.parent)
    part = path.with_name(f".{path.name}.restored")
    part.unlink(missing_ok=True)  # of a restore that was killed
    copied(source, part)
    try:
        _set_epoch(part)
        _note_copies(part, [*_noted(path), _as_noted(source)])
        kept = _put_aside(path) if path.exists() else None
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _check_backup(source: Path) -> None:
    if not source.is_file():
        raise UsageError(f"{source}: is not there; name a file that `imu-hinge clients backup` made")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            state = backup.execute("PRAGMA integrity_check(1)").fetchone()[0]
            found = backup.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        raise HistoryError(source, f"is no backup of a history ({error})", "name another one") from error
    if state != "ok":
        raise HistoryError(source, f"is not whole ({state})", "name another one")
    if found not in REVISIONS:
        what = f"was made by a later version of imu_hinge (revision {found}, this one knows {HEAD})"
        raise HistoryError(source, what, "upgrade imu_hinge")


def _set_epoch(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (EPOCH, uuid4().hex))


def _noted(path: Path) -> list[Noted]:
    """The copies that the history at `path` knows of; none where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as before:
            return before.execute(f"SELECT {', '.join(_COPY)} FROM copy").fetchall()
    except sqlite3.Error:
        return []


def _as_noted(source: Path) -> Noted:
    """A backup as `back_up` notes it; when it was made is read off the file."""
    return uuid4().hex, None, "backup", str(source.absolute()), sha256_of(source), source.stat().st_mtime_ns


def _note_copies(path: Path, noted: Iterable[Noted]) -> None:
    """Adds those that are not known; a client who is not in this database has no copies in it."""
    unknown = (
        "NOT EXISTS (SELECT 1 FROM copy WHERE (client_id, kind, path, sha256) IS (:client_id, :kind, :path, :sha256))"
    )
    there = "(:client_id IS NULL OR :client_id IN (SELECT id FROM client))"
    values = ", ".join(f":{name}" for name in _COPY)
    statement = f"INSERT INTO copy ({', '.join(_COPY)}) SELECT {values} WHERE {unknown} AND {there}"
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(statement, [dict(zip(_COPY, one, strict=True)) for one in noted])


def _put_aside(path: Path) -> Path:
    """Gives the history a second name beside it, together with what its log still holds; it stays where it is."""
    if _is_database(path):  # else SQLite would throw its log away
        with suppress(sqlite3.DatabaseError):
            _quiesce(path)
    kept = _free_name(path)
    for ending in _COMPANIONS:
        companion = path.with_name(path.name + ending)
        if companion.exists():
            companion.rename(kept.with_name(kept.name + ending))
    return kept


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _quiesce(path: Path) -> None:
    """Moves the log into the file. Raises HistoryError when another program has it open."""
    with closing(sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)) as database:
        try:
            database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise HistoryError(path, "another program has it open", "close it, then restore again") from error


def _free_name(path: Path) -> Path:
    """Links the file under the first free name."""
    number = 1
    while True:
        kept = path.with_name(f"{path.name}{BEFORE}restore-{number}")
        try:
            _link(path, kept)
        except FileExistsError:
            number += 1
        else:
            return kept


def _link(path: Path, kept: Path) -> None:
    """A second name, or a copy where the file system has no such thing. Raises FileExistsError."""
    try:
        os.link(path, kept)
    except FileExistsError:
        raise
    except OSError:
        with path.open("rb") as file, kept.open("xb") as copy:
            shutil.copyfileobj(file, copy)
            os.fsync(copy.fileno())
