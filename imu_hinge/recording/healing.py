"""Heals a recording: every intact message into a new file, checked, before the old one goes out of the way."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from imu_hinge.model.errors import RecordingError
from imu_hinge.recording.about import About
from imu_hinge.recording.channels import SESSION, Channel
from imu_hinge.recording.damage import Damage
from imu_hinge.recording.framing import TORN
from imu_hinge.recording.locks import is_at, try_lock
from imu_hinge.recording.names import PART, final_of, sync_folder, take_name
from imu_hinge.recording.store import Store
from imu_hinge.recording.survey import LOST_BEFORE, Survey, messages_at, survey

_FLUSH_NS = 900_000_000

Entry = tuple[Channel, int, int, bytes]
"""Channel, input index, session time in ns, payload."""


@dataclass(frozen=True, slots=True)
class Healed:
    """What became of a recording."""

    path: Path
    """The recording to use from here on."""
    changed: bool
    """False when there was nothing to heal."""
    inputs: int
    """How many were kept."""
    duration_ns: int
    damage: tuple[Damage, ...]
    kept_original: Path | None = None
    """The damaged original; None when nothing but a torn tail was lost."""

    def __str__(self) -> str:
        lost = "; ".join(map(str, self.damage)) or "nothing lost"
        return f"{self.path}: {self.inputs} inputs kept, {self.duration_ns / 1e9:.1f} s; {lost}"


def heal(path: Path) -> Healed:
    """Make a finished, undamaged file out of a part file or a damaged one; does nothing to one that is well.

    Raises RecordingError when it is being written, when nothing of it is left, or when there is no room for a copy.
    """
    with locked(path) as file:
        return healed(path, file)


@contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """The file to heal, which nobody else writes or heals meanwhile. Raises RecordingError, for any OSError too."""
    try:
        with path.open("rb+") as file:
            if not (try_lock(file.fileno()) and is_at(path, file.fileno())):
                raise RecordingError(path, None, "is being written; close the session first")
            yield file
    except OSError as error:
        raise RecordingError(path, None, f"cannot be healed ({error.strerror}); it was left as it is") from error


def healed(path: Path, file: BinaryIO) -> Healed:
    """As `heal`, of a file that is `locked`."""
    about, found = survey(path, file, os.fstat(file.fileno()).st_size)
    kept = _kept_inputs(found)
    if found.finished and path.suffix != PART and not _is_damaged(found):
        return Healed(path, False, kept, found.duration_ns, tuple(found.damage))
    copy = path.with_name(f"{path.name}.healing")
    try:
        _write(copy, about, found, file)
        _compare(copy, file, about, found)
        original = _put_aside(path, found)
        final = take_name(copy, final_of(path))
        if original is None:
            path.unlink()
            sync_folder(path.parent)
    finally:
        copy.unlink(missing_ok=True)
    return Healed(final, True, kept, found.duration_ns, tuple(found.damage), original)


def _is_damaged(found: Survey) -> bool:
    """Whether there is more to heal than losses that an earlier heal has already put on record."""
    return any(one.reason != LOST_BEFORE for one in found.damage)


def _kept_inputs(found: Survey) -> int:
    lost = (one.missing_last - (one.missing_first or 0) + 1 for one in found.damage if one.missing_last is not None)
    return found.inputs - sum(lost)


def _entries(file: BinaryIO, about: About, found: Survey) -> Iterator[Entry]:
    """Every intact message except `/session`, which the new file writes for itself."""
    for offset, length in found.spans:
        for ident, index, log_time, data in messages_at(file, offset, length):
            channel = found.channels.get(ident)
            if channel is not None and channel.topic != SESSION:
                yield channel, index, log_time - about.start_wall_ns, data


def _write(copy: Path, about: About, found: Survey, file: BinaryIO) -> None:
    with _private(copy) as out:
        store = Store(out, about)
        flushed_ns = 0
        for channel, index, t_ns, data in _entries(file, about, found):
            store.add(channel, index, t_ns, data)
            if channel.is_input and t_ns - flushed_ns >= _FLUSH_NS:
                flushed_ns = t_ns
                store.flush()
        store.end(found.inputs, found.duration_ns, "healed", _history(file, found))
        out.flush()
        os.fsync(out.fileno())


def _private(path: Path) -> BinaryIO:
    """A new file for this user only. Left over from a heal that was killed, it is written again: it was a copy."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), "wb")


def _history(file: BinaryIO, found: Survey) -> dict[str, object]:
    file.seek(0)
    digest = hashlib.file_digest(cast(BufferedReader, file), "sha256").hexdigest()
    size = os.fstat(file.fileno()).st_size
    return {"original_bytes": str(size), "original_sha256": digest, "damage": [asdict(one) for one in found.damage]}


def _compare(copy: Path, file: BinaryIO, about: About, found: Survey) -> None:
    """Read the copy back. Raises RecordingError unless it holds exactly the intact messages."""
    with copy.open("rb") as written:
        again = survey(copy, written, copy.stat().st_size)[1]
        same = _digest(_entries(written, about, again)) == _digest(_entries(file, about, found))
    if not same or not again.finished:
        raise RecordingError(copy, None, "the healed copy is not what was written; the original was left as it is")


def _digest(entries: Iterator[Entry]) -> tuple[int, str]:
    digest, count = hashlib.blake2b(), 0
    for channel, index, t_ns, data in entries:
        digest.update(repr((channel.key, index, t_ns, len(data))).encode())
        digest.update(data)
        count += 1
    return count, digest.hexdigest()


def _put_aside(path: Path, found: Survey) -> Path | None:
    """Keep the damaged original beside the healed one, unless only a torn tail of a part file is lost."""
    torn_only = path.suffix == PART and all(one.reason == TORN for one in found.damage)
    return None if torn_only else put_aside(path)


def put_aside(path: Path) -> Path:
    """Out of the way, under a name that is no recording's."""
    return take_name(path, final_of(path).with_name(f"{final_of(path).name}.damaged"))
