"""Small files of this user."""

import os
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Replaces the file as a whole, or leaves it as it was. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
