"""Files that nobody but this user may read."""

import os
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS_MODE = 0o077
"""Rights of anybody else."""


def make_private_folder(folder: Path) -> None:
    """Makes the folder, and those above it, where it is absent; for its owner only from then on. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)


def write_private(path: Path, text: str, mode: int = FILE_MODE) -> None:
    """Replaces the file as a whole, or leaves it as it was; never readable by others in between. Raises OSError.

    Written by root, it belongs to whom the folder belongs to, such as the user who runs the broker.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as stream:
            stream.write(text)
        part.chmod(mode)
        _give_to_owner_of(path.parent, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _give_to_owner_of(folder: Path, path: Path) -> None:
    owner = folder.stat()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)
