"""What a crash left behind is settled once: made a whole recording, removed where nothing is in it, or put aside."""

import os
from pathlib import Path
from typing import BinaryIO

from imu_hinge.recording.framing import MAGIC, TORN, Broken, Walk
from imu_hinge.recording.healing import healed, locked, put_aside
from imu_hinge.recording.locks import try_lock
from imu_hinge.recording.names import PART, SUFFIX, sync_folder
from imu_hinge.recording.survey import NothingLeftError, survey

_SMALL_BYTES = 65_536
"""A head is some 10 kB; only what is not much larger is worth a look whether there is more than a head."""


def abandoned(folder: Path) -> list[Path]:
    """Part files under `folder` that nobody is writing, oldest name first."""
    return sorted(path for path in folder.rglob(f"*{SUFFIX}{PART}") if _is_free(path))


def being_written(folder: Path) -> list[Path]:
    """Part files in `folder` that somebody is writing, oldest name first."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}{PART}") if not _is_free(path))


def _is_free(path: Path) -> bool:
    try:
        with path.open("rb+") as file:
            return try_lock(file.fileno())
    except OSError:
        return False


def settle(part: Path) -> str:
    """What became of a part file, in words. Raises RecordingError as `heal` does, but where nothing is left of it."""
    with locked(part) as file:
        size = os.fstat(file.fileno()).st_size
        try:
            if size < _SMALL_BYTES and _is_head(part, file, size):
                return _removed(part)
            return f"made whole: {healed(part, file)}"
        except NothingLeftError:
            return _removed(part) if _is_torn(file, size) else f"it cannot be read, put aside as {put_aside(part)}"


def _is_head(part: Path, file: BinaryIO, size: int) -> bool:
    """Whether it says what it is, and not one input; raises NothingLeftError where it does not say that either."""
    _, found = survey(part, file, size)
    return not found.inputs and all(one.reason == TORN for one in found.damage)


def _is_torn(file: BinaryIO, size: int) -> bool:
    """Whether it is the beginning of a recording, killed as it was made."""
    file.seek(0)
    if size < len(MAGIC):
        return MAGIC.startswith(file.read(size))
    return all(piece.reason == TORN for piece in Walk(file, size) if isinstance(piece, Broken))


def _removed(part: Path) -> str:
    part.unlink()
    sync_folder(part.parent)
    return f"nothing was recorded, removed: {part}"
