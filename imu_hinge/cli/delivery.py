"""Files and folders that appear when they are whole: made out of sight, and moved to their place at the end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imu_hinge.cli.output import check_output
from imu_hinge.model.errors import UsageError


def check_place(path: Path, force: bool, folder: bool, source: Path | None = None) -> None:
    """Raises UsageError when a file, or a folder, may not be made at `path`; `source` is what it is made from.

    A folder that holds something is never replaced: nobody knows what else is in it.
    """
    if not folder:
        check_output(path, force, source)
        return
    check_folder(path)
    if path.is_dir() and any(path.iterdir()):
        raise UsageError(f"{path}: already holds something; choose another name")


def check_folder(path: Path) -> None:
    """Raises UsageError when `path` is no folder and none can be made of it."""
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")
    if not path.name or (path.exists() and not path.is_dir()):
        raise UsageError(f"{path}: cannot be made; name a folder")


@contextmanager
def hidden_in(folder: Path, name: str) -> Iterator[Path]:
    """A new folder, gone at the end with all that is left in it. An OSError about it names what was to become of it."""
    hidden = folder / f".{name}.{os.getpid()}"
    try:
        hidden.mkdir(mode=0o700)
        yield hidden
    except OSError as error:
        if error.filename is None or str(error.filename).startswith(str(hidden)):
            error.filename = str(folder / name)
        raise
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def moved(folder: Path, into: Path, force: bool) -> None:
    """Moves everything in `folder` into `into`, once it is safely on the disk. Raises UsageError if it may not."""
    made = sorted(folder.iterdir())
    for one in made:
        _secure(one)
        check_place(into / one.name, force, one.is_dir())
    for one in made:
        one.replace(into / one.name)


def _secure(path: Path) -> None:
    for file in [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]:
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
