"""Writes one client as a bundle: a folder that is whole, or not there."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from imu_hinge import __version__
from imu_hinge.history.belongings import AUTHORED, CARRIED, owned_by
from imu_hinge.history.bundle import FAMILY, MAJOR, MANIFEST, RECORDINGS, TEXTS
from imu_hinge.history.consents import text_of
from imu_hinge.history.database import History
from imu_hinge.history.files import Kept, all_kept, base_of, check_not_running, copy_private, files_of, sha256_of
from imu_hinge.history.handed_out import note_copy
from imu_hinge.history.plain import Row, to_plain
from imu_hinge.history.rows import Client
from imu_hinge.history.tables import AUTHOR, CLIENT, CONSENT, PROFILE, SESSION
from imu_hinge.model.errors import UsageError
from imu_hinge.recording.names import sync_folder


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    files: int
    missing: tuple[Path, ...]
    """Where recordings of the client should lie and do not."""


def export_client(history: History, client: Client, out: Path, folder: Path, now_ns: int) -> Exported:
    """Writes all that belongs to a client to the new folder `out` and notes it among the copies.

    `folder` is that of the recordings. Raises UsageError when something is there or a session is running, OSError.
    """
    _check_new(out)
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)  # of an export that was killed
    try:
        part.mkdir(mode=0o700)
        missing = _write(history, client, part, folder)
        files = _write_manifest(part, client, now_ns)
        part.rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    with history.writing() as db:
        note_export(db, client.pseudonym, out, now_ns)
    return Exported(out, files, missing)


def _check_new(out: Path) -> None:
    if out.exists():
        raise UsageError(f"{out}: already exists; name a folder that is to be made")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: there is no folder {out.parent}; make it first")


def _write(history: History, client: Client, part: Path, folder: Path) -> tuple[Path, ...]:
    """Writes everything but the manifest; returns where a recording is missing."""
    with history.reading() as db:
        rows = {table: _rows(db, table, client) for table in CARRIED}
        shared = {AUTHOR: _authors(db, rows), PROFILE: _profiles(db, rows[SESSION])}
        kept = all_kept(db)
    check_not_running(files_of(client.pseudonym, client.id, kept, folder))
    for table, listed in {**shared, **rows}.items():
        _write_rows(part / f"{table.name}.json", listed)
    _write_rows(part / TEXTS, _consent_texts(rows[CONSENT]))
    return _copy_recordings(client, kept, folder, part / RECORDINGS)


def _rows(db: Connection, table: Table, client: Client) -> list[Row]:
    found = db.execute(select(table).where(owned_by(table, client.id)).order_by(*table.primary_key))
    return [dict(row) for row in found.mappings()]


def _authors(db: Connection, rows: Mapping[Table, Sequence[Row]]) -> list[Row]:
    """Those whom the rows name."""
    named = {row[column.name] for column in AUTHORED for row in rows[column.table]}
    found = db.execute(select(AUTHOR).order_by(AUTHOR.c.id)).mappings()
    return [dict(row) for row in found if row["id"] in named]


def _profiles(db: Connection, sessions: Iterable[Row]) -> list[Row]:
    """Those that were in force in the sessions."""
    named = {row["profile_sha256"] for row in sessions}
    found = db.execute(select(PROFILE).order_by(PROFILE.c.sha256)).mappings()
    return [dict(row) for row in found if row["sha256"] in named]


def _consent_texts(consents: Iterable[Row]) -> list[Row]:
    """Each text that was agreed to, once."""
    keys = sorted({(row["purpose"], row["language"], row["text_version"]) for row in consents})
    return [
        {"purpose": purpose, "language": language, "text_version": version, "text": text_of(purpose, language, version)}
        for purpose, language, version in keys
    ]


def _copy_recordings(client: Client, kept: Sequence[Kept], folder: Path, target: Path) -> tuple[Path, ...]:
    """Copies what is there under names that tell nobody; returns where one is missing."""
    target.mkdir(mode=0o700)
    names = {place: one.canonical_name for one in kept if one.client_id == client.id and (place := one.place(folder))}
    files = files_of(client.pseudonym, client.id, kept, folder)
    for path in files:
        place = base_of(path)
        copy_private(path, target / (names.get(place, place.name) + path.name.removeprefix(place.name)))
    return tuple(sorted(set(names) - {base_of(path) for path in files}))


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600), "wb")


def _write_rows(path: Path, rows: Iterable[Row]) -> None:
    """One row on each line, so that two exports can be compared."""
    lines = ",\n".join(json.dumps(to_plain(row), ensure_ascii=False, allow_nan=False) for row in rows)
    _write_text(path, f"[\n{lines}\n]\n")


def _write_text(path: Path, text: str) -> None:
    with _private(path) as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())


def _write_manifest(part: Path, client: Client, now_ns: int) -> int:
    """Returns the number of files it vouches for."""
    files = sorted(path for path in part.rglob("*") if path.is_file())
    sums = {
        path.relative_to(part).as_posix(): {"sha256": sha256_of(path), "bytes": path.stat().st_size} for path in files
    }
    about = {"schema": f"{FAMILY}{MAJOR}", "client": client.pseudonym, "software": f"imu_hinge {__version__}"}
    values = {**about, "exported_at_ns": now_ns, "files": sums}
    _write_text(part / MANIFEST, json.dumps(values, indent=1) + "\n")
    return len(files)


def note_export(db: Connection, pseudonym: str, folder: Path, now_ns: int) -> None:
    """Notes a bundle of a client among the copies, unless it is there."""
    if client_id := db.scalar(select(CLIENT.c.id).where(CLIENT.c.pseudonym == pseudonym)):
        note_copy(db, client_id, "export", folder, sha256_of(folder / MANIFEST), now_ns)
