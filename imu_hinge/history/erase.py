"""Erases a client so that nothing is left: what would go, then the deed, then a search for what remained."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, delete, exists, false, func, or_, select

from imu_hinge.history.belongings import AUTHORED, OWNED, owned_by
from imu_hinge.history.bundle import MANIFEST, manifest
from imu_hinge.history.copying import copies
from imu_hinge.history.database import History
from imu_hinge.history.files import all_kept, check_not_running, files_of, others_of, places_of, sha256_of
from imu_hinge.history.rows import Copy
from imu_hinge.history.scrubbing import erased_in_copy, scrubbed
from imu_hinge.history.stored import read
from imu_hinge.history.tables import AUTHOR, CLIENT, COPY, PROFILE, SESSION
from imu_hinge.history.traces import Trace, Wanted, may_hold, texts_of, traces
from imu_hinge.recording.names import sync_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What an erase of one client takes away."""

    sought: Wanted
    rows: Mapping[str, int]
    """By table, without empty ones; none where an erase was broken off when they were gone already."""
    recordings: tuple[Path, ...]
    """And all that lies beside them."""
    others: tuple[Path, ...]
    """What else lies in the folder of the client, or is a table beside a recording."""
    home: Path
    """The folder of the client."""
    copies: tuple[Path, ...]
    """Exports and reports that are still as they were made."""
    elsewhere: tuple[Path, ...]
    """Exports and reports that were moved or changed, by the last path that is known."""
    backups: tuple[Path, ...]
    """Copies of the database with the client in them, or out of reach: the client is erased there too."""
    clean: tuple[Path, ...]
    """Copies of the database without the client."""
    spared: frozenset[Path]
    """Recordings of others."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it."""

    files: int
    """How many were deleted."""
    not_done: tuple[str, ...]
    """What was out of reach or not allowed, one line each."""
    traces: tuple[Trace, ...]
    """Where something is left; nowhere, if all went well."""

    @property
    def left(self) -> int:
        """How often something of the client is still found."""
        return sum(trace.count for trace in self.traces)


def erasure(history: History, pseudonym: str, folder: Path) -> Erasure:
    """Looks, and changes nothing. `folder`: of recordings. Raises UsageError while a session of the client runs."""
    with history.reading() as db:
        client_id = db.scalar(select(CLIENT.c.id).where(CLIENT.c.pseudonym == pseudonym))
        kept = all_kept(db)
        rows = {table.name: _count(db, table.name, client_id) for table in OWNED} if client_id else {}
        listed = _listed(db, client_id)
        texts = texts_of(db, client_id) if client_id else ()
        name = db.scalar(select(CLIENT.c.display_name).where(CLIENT.c.pseudonym == pseudonym))
    recordings = files_of(pseudonym, client_id, kept, folder)
    check_not_running(recordings)
    copies_there = _paths(copy for copy in listed if copy.client_id and _is_same(copy))
    elsewhere = _paths(copy for copy in listed if copy.client_id and Path(copy.path) not in copies_there)
    backups = _backups(history, listed)
    held = tuple(path for path in backups if may_hold(path, pseudonym))
    return Erasure(
        sought=Wanted(pseudonym, texts, name or ""),
        rows={name: count for name, count in rows.items() if count},
        recordings=tuple(recordings),
        others=tuple(others_of(pseudonym, client_id, kept, folder)),
        home=folder / pseudonym,
        copies=copies_there,
        elsewhere=elsewhere,
        backups=held,
        clean=tuple(path for path in backups if path not in held),
        spared=places_of(client_id, kept, folder)[1],
    )


def erase(history: History, going: Erasure, where: Sequence[Path]) -> Erased:
    """Does what was listed, then looks in the folders `where` for what is left. Broken off, it can be done again.

    Files go first, then the rows in one transaction. Raises HistoryError, OSError.
    """
    pseudonym = going.sought.pseudonym
    not_done = [line for path in going.backups for line in erased_in_copy(path, pseudonym)]
    files = [*going.recordings, *going.others, *(path for copy in going.copies for path in _files_in(copy))]
    _delete(files)
    _delete_empty(going.home)
    with history.writing() as db:
        _erase_rows(db, pseudonym)
    not_done += scrubbed(history)
    history.close()  # the search opens and closes the file, which would take the locks of connections away
    databases = [path for path in (history.path, *going.backups, *going.clean) if path and os.access(path, os.R_OK)]
    return Erased(len(files), tuple(not_done), tuple(traces(where, going.sought, databases, going.spared)))


def _count(db: Connection, name: str, client_id: UUID) -> int:
    table = CLIENT.metadata.tables[name]
    return db.scalar(select(func.count()).select_from(table).where(owned_by(table, client_id))) or 0


def _listed(db: Connection, client_id: UUID | None) -> list[Copy]:
    """Copies of this client, and those of all of them."""
    of_client = COPY.c.client_id == client_id if client_id else false()
    return read(db, Copy, select(COPY).where(or_(of_client, COPY.c.client_id.is_(None))))


def _backups(history: History, listed: Iterable[Copy]) -> tuple[Path, ...]:
    """Those that lie beside the database, and those that were put elsewhere."""
    beside = copies(history.path) if history.path else []
    return tuple(sorted({*beside, *_paths(copy for copy in listed if copy.kind == "backup")}))


def _paths(listed: Iterable[Copy]) -> tuple[Path, ...]:
    return tuple(sorted({Path(copy.path) for copy in listed}))


def _is_same(copy: Copy) -> bool:
    """Whether it is where it was written to, as it was written; of a folder its manifest is compared."""
    path = Path(copy.path)
    try:
        return sha256_of(path / MANIFEST if path.is_dir() else path) == copy.sha256
    except OSError:
        return False


def _files_in(copy: Path) -> list[Path]:
    """What an export wrote, by its manifest; a report itself. What somebody put beside it stays."""
    if not copy.is_dir():
        return [copy]
    return [*(copy / name for name in manifest(copy)), copy / MANIFEST]


def _delete(files: Sequence[Path]) -> None:
    """And the folders that are empty then."""
    for path in files:
        path.unlink(missing_ok=True)
    for folder in sorted({path.parent for path in files}, reverse=True):
        try:
            folder.rmdir()
        except OSError:
            sync_folder(folder)
        else:
            sync_folder(folder.parent)


def _delete_empty(home: Path) -> None:
    """The folder of a client with those in it, as far as nothing of others lies there."""
    for folder in (*sorted((path for path in home.rglob("*") if path.is_dir()), reverse=True), home):
        with suppress(OSError):
            folder.rmdir()
    sync_folder(home.parent)


def _erase_rows(db: Connection, pseudonym: str) -> None:
    """The client with all that hangs on it, and wearers and limits that nobody else has to do with."""
    client = select(CLIENT.c.id, CLIENT.c.display_name).where(CLIENT.c.pseudonym == pseudonym)
    found = db.execute(client).first()
    if found is None:
        return
    said = {author for column in AUTHORED for author in _named(db, column, found.id)}
    profiles = _named(db, SESSION.c.profile_sha256, found.id)
    db.execute(delete(CLIENT).where(CLIENT.c.id == found.id))
    theirs = or_(AUTHOR.c.id.in_(said), AUTHOR.c.name == found.display_name)
    unused = [~exists().where(column == AUTHOR.c.id) for column in AUTHORED]
    db.execute(delete(AUTHOR).where(AUTHOR.c.kind == "wearer", theirs, *unused))
    in_use = exists().where(SESSION.c.profile_sha256 == PROFILE.c.sha256)
    db.execute(delete(PROFILE).where(PROFILE.c.sha256.in_(profiles), ~in_use))


def _named(db: Connection, column: Column[Any], client_id: UUID) -> Sequence[Any]:
    """What the rows of a client name in this column."""
    return db.scalars(select(column).distinct().where(owned_by(column.table, client_id))).all()
