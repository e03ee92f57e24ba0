"""Small files of this user."""

import os
from pathlib import Path

PRIVATE = 0o600
"""For nobody but this user."""


def replace_text(path: Path, text: str, mode: int = 0o666) -> None:
    """Replaces the file as a whole, or leaves it as it was; `mode` as the user's umask allows. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    part.touch(mode)
    part.write_text(text, encoding="utf-8")
    part.replace(path)
