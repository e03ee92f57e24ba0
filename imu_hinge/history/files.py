"""The files of a client: its recordings, what a crash or a heal left beside them, and their sums."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from imu_hinge.history.tables import SESSION
from imu_hinge.model.errors import UsageError
from imu_hinge.recording.locks import try_lock
from imu_hinge.recording.names import PART, SUFFIX, candidates, private_folder, take_name

ENDINGS = (SUFFIX, PART, ".damaged", ".healing")
"""Of a recording: whole, being written or torn, put aside by a heal, half healed."""

TABLE = "-reps.csv"
"""What the name of a table of repetitions ends on, where it lies beside its recording."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The recording of one session, as the history knows it."""

    client_id: UUID
    recording_id: UUID
    recording_path: str
    """Under the folder of recordings, else absolute; empty where it is gone."""
    started_at_ns: int

    def place(self, folder: Path) -> Path | None:
        """Where it lies or lay; `folder` is that of recordings."""
        return folder / self.recording_path if self.recording_path else None

    @property
    def canonical_name(self) -> str:
        """The name it has among the recordings of its client: its start and 8 characters of its id."""
        start = datetime.fromtimestamp(self.started_at_ns // 1_000_000_000, UTC).strftime("%Y%m%dT%H%M%SZ")
        return f"{start}-{self.recording_id.hex[:8]}{SUFFIX}"


def all_kept(connection: Connection) -> list[Kept]:
    """The recordings of every session."""
    columns = (SESSION.c.client_id, SESSION.c.recording_id, SESSION.c.recording_path, SESSION.c.started_at_ns)
    return [Kept(*row) for row in connection.execute(select(*columns))]


def base_of(path: Path) -> Path:
    """The recording that a part file or something put aside belongs to; a recording itself stays."""
    head, suffix, _ = path.name.partition(SUFFIX)
    return path.with_name(head + suffix)


def is_recording_file(path: Path) -> bool:
    """Whether it is a file with the name of a recording or of what is left of one."""
    return path.suffix in ENDINGS and SUFFIX in path.name and not path.is_dir()


def beside(place: Path) -> list[Path]:
    """The recording at `place` and all that belongs to it in its folder, as far as it is there."""
    try:
        lying = sorted(place.parent.iterdir())
    except OSError:
        return []
    return [path for path in lying if base_of(path) == place and is_recording_file(path)]


def places_of(client_id: UUID | None, kept: Iterable[Kept], folder: Path) -> tuple[frozenset[Path], frozenset[Path]]:
    """Where the recordings of a client lie or lay, and where those of all others do."""
    own, foreign = set[Path](), set[Path]()
    for one in kept:
        if place := one.place(folder):
            (own if one.client_id == client_id else foreign).add(place)
    return frozenset(own), frozenset(foreign)


def files_of(pseudonym: str, client_id: UUID | None, kept: Iterable[Kept], folder: Path) -> list[Path]:
    """Every recording file of a client: those of its sessions, and those in its folder that no session has."""
    own, foreign = places_of(client_id, kept, folder)
    lying = {path for path in (folder / pseudonym).rglob("*") if is_recording_file(path)}
    loose = {path for path in lying if base_of(path) not in own | foreign}
    return sorted({path for place in own for path in beside(place)} | loose)


def others_of(pseudonym: str, client_id: UUID | None, kept: Iterable[Kept], folder: Path) -> list[Path]:
    """What else lies in the folder of a client, such as tables, and tables beside its recordings elsewhere.

    Recordings of others that lie there, and what is named after them, are left out.
    """
    own, foreign = places_of(client_id, kept, folder)
    lying = [path for path in (folder / pseudonym).rglob("*") if path.is_symlink() or not path.is_dir()]
    loose = {path for path in lying if not is_recording_file(path) and not any(_after(path, one) for one in foreign)}
    tables = {place.with_name(place.stem + TABLE) for place in own}
    return sorted(loose | {table for table in tables if table.is_file()})


def _after(path: Path, place: Path) -> bool:
    """Whether a file is named after the recording that lies or lay at `place`."""
    return path.parent == place.parent and path.name.startswith(place.stem)


def check_not_running(files: Iterable[Path]) -> None:
    """Raises UsageError when one of these recordings is being written."""
    if running := running_of(files):
        raise UsageError(f"{running}: a session is being recorded; end it first")


def running_of(files: Iterable[Path]) -> Path | None:
    """The one of these recordings that is being written."""
    return next((path for path in files if is_written(path)), None)


def is_written(path: Path) -> bool:
    """Whether this file is being written at this moment."""
    try:
        with path.open("rb+") as file:
            return not try_lock(file.fileno())
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """In hex. Raises OSError that names the file."""
    with naming(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """An OSError of a read or write in this block names the file, which the system does for opening only."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def placed(source: Path, wanted: Path, told: str) -> tuple[Path, bool]:
    """A copy of `source` under the first name from `wanted` on that is free or holds the same, and whether it is new.

    For this user only. `told`: SHA-256 of the source. Raises UsageError when it changed meanwhile, OSError.
    """
    private_folder(wanted.parent)
    for path in candidates(wanted):
        if not path.exists():
            _copy(source, path, told)
            return path, True
        if sha256_of(path) == told:
            return path, False
    raise AssertionError("names do not end")


def _copy(source: Path, path: Path, told: str) -> None:
    part = path.with_name(f".{path.name}.copying")
    part.unlink(missing_ok=True)  # of a copy that was killed
    try:
        copy_private(source, part)
        if sha256_of(part) != told:
            raise UsageError(f"{source}: changed while it was read; do it again")
        take_name(part, path)
    finally:
        part.unlink(missing_ok=True)


def copy_private(source: Path, path: Path) -> None:
    """Copies into a new file for this user only, on disk when it returns. Raises OSError that names the file."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with naming(path), os.fdopen(os.open(path, flags, 0o600), "wb") as out:
        with naming(source), source.open("rb") as file:
            shutil.copyfileobj(file, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())
