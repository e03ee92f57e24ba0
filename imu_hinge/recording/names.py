"""Where recordings lie and what they are called. Nothing here overwrites a file."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from imu_hinge.recording.about import About

SUFFIX, PART = ".mcap", ".part"
WARN_BELOW_BYTES, REFUSE_BELOW_BYTES = 500_000_000, 50_000_000
"""Free space under which a session warns, and under which it does not start to record."""


def default_folder() -> Path:
    """The folder for the recordings of all clients."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("imu-hinge")) / "recordings"


def recording_path(folder: Path, about: About) -> Path:
    """The place of a recording under `folder`: client, start and 8 characters of its id; no name, no exercise."""
    start = datetime.fromtimestamp(about.start_wall_ns // 1_000_000_000, UTC).strftime("%Y%m%dT%H%M%SZ")
    return folder / about.client / f"{start}-{about.recording_id[:8]}{SUFFIX}"


def free_bytes(path: Path) -> int:
    """Free space of the file system that `path` lies on or will lie on."""
    there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
    return shutil.disk_usage(there).free


def part_of(path: Path) -> Path:
    """The name a recording has while it is written."""
    return path.with_name(path.name + PART)


def final_of(path: Path) -> Path:
    """The name a part file will have once it is complete; other names stay."""
    return path.with_name(path.name.removesuffix(PART))


def candidates(path: Path) -> Iterator[Path]:
    """`path`, then the same with -2, -3, ... before the suffix."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def private_folder(folder: Path) -> None:
    """Create `folder` and what is missing above it, for this user only."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def take_name(path: Path, wanted: Path) -> Path:
    """Give the file at `path` the first name from `wanted` on that is free; returns it."""
    for name in candidates(wanted):
        try:
            _move(path, name)
        except FileExistsError:
            continue
        sync_folder(name.parent)
        return name
    raise AssertionError("names do not end")


def _move(path: Path, name: Path) -> None:
    """Rename without overwriting: a plain rename would replace `name` silently. Raises FileExistsError."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.replace(name)
    else:
        path.unlink()


def sync_folder(folder: Path) -> None:
    """Make a change of names last; not every system lets a folder be opened."""
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
