"""Looks for what an erase must leave nothing of, byte for byte."""

import json
import mmap
import os
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Table, select

from imu_hinge.history.belongings import owned_by
from imu_hinge.history.files import ENDINGS, base_of, naming
from imu_hinge.history.tables import CLIENT, LEVEL, NOTE, REP_EDIT
from imu_hinge.history.transport import INBOX, ORDER, OUTBOX

_LONG = 64
"""Characters: of a longer text its beginning and its end are looked for, for a database cuts long ones into pieces."""
_FREE_TEXT = (CLIENT.c.display_name, CLIENT.c.cautions, NOTE.c.text, REP_EDIT.c.reason, LEVEL.c.reason)
"""What people wrote in their own words."""
_SENT = {OUTBOX: "NoteAdded", INBOX: "NoteAdded", ORDER: None}
"""Tables with what of that went to another machine, or came from one; of some only rows of this type."""
_SOUND = ".wav"
"""Cues that were spoken once; a short word stands in their samples by chance."""
_COMPANIONS = ("", "-wal", "-journal")
"""Files of one SQLite database that hold what was written to it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    pseudonym: str
    texts: tuple[str, ...]
    """Name, notes and other words of people: they stand in databases and settings, never in recordings."""
    name: str = ""
    """Of the client: like the pseudonym it may stand in the name of a file, large or small."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A file or folder that still holds something of it, or is named after it: how often."""

    path: Path
    count: int


def texts_of(db: Connection, client_id: UUID) -> tuple[str, ...]:
    """The name of a client, and everything that was written about it in words of people's own."""
    kept: Iterable[Iterable[str]] = (
        db.scalars(select(column).where(owned_by(column.table, client_id))) for column in _FREE_TEXT
    )
    sent = (_sent(db, table, kind, client_id) for table, kind in _SENT.items())
    return tuple(sorted({text for found in chain(kept, sent) for text in found if text}))


def _sent(db: Connection, table: Table, kind: str | None, client_id: UUID) -> list[str]:
    """The field `text` of what was sent or received, whatever came in it."""
    of_kind = () if kind is None else (table.c.type == kind,)
    bodies = db.scalars(select(table.c.body).where(table.c.client_id == client_id, *of_kind))
    texts = (body.get("text") for body in bodies if isinstance(body, dict))
    return [text for text in texts if isinstance(text, str)]


def traces(where: Iterable[Path], sought: Wanted, databases: Sequence[Path], spared: Collection[Path]) -> list[Trace]:
    """The files that hold something of it, and the files and folders that are named after it.

    Of a SQLite database only what is in no row that is left counts.

    `where`: folders that are searched; `databases`: SQLite files, wherever they are; `spared`: recordings of others.
    """
    found = [Trace(path, _in_database(path, sought)) for path in databases]
    known = {file for path in databases for file in _files_of(path)}
    lying = [path for folder in where for path in sorted(folder.rglob("*")) if path not in known]
    found += [Trace(path, _in_name(path, sought) + _in_bytes(path, sought, spared)) for path in lying]
    return [trace for trace in found if trace.count]


def may_hold(path: Path, pseudonym: str) -> bool:
    """Whether the pseudonym stands anywhere in the files of a database; True for one that cannot be read."""
    try:
        files = [path, *(file for file in _files_of(path) if file.exists())]
        return any(_pieces_in(file, {pseudonym.encode()}) for file in files)
    except OSError:
        return True


def _in_name(path: Path, sought: Wanted) -> int:
    words = [word for word in (sought.pseudonym, sought.name) if word]
    found = (re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", path.name, re.IGNORECASE) for word in words)
    return sum(one is not None for one in found)


def _in_bytes(path: Path, sought: Wanted, spared: Collection[Path]) -> int:
    """Recordings of others are not looked into."""
    return _in_file(path, sought) if path.is_file() and base_of(path) not in spared else 0


def _in_file(path: Path, sought: Wanted) -> int:
    """A name like Al counts where it is a word, for it is found in others; recordings hold no texts."""
    texts = () if path.suffix in (*ENDINGS, _SOUND) else sought.texts
    words = [rb"(?<!\w)%s(?!\w)" % re.escape(piece) for piece in _pieces(texts)]
    with _mapped(path) as data:
        in_words = sum(1 for word in words for _ in re.finditer(word, data))
        return in_words + sum(_count(data, piece) for piece in _pieces([sought.pseudonym]))


def _pieces(texts: Iterable[str]) -> set[bytes]:
    """What to look for, as databases and as JSON write it."""
    parts = {part for text in texts for part in (text[:_LONG], text[-_LONG:])}
    return {form.encode() for part in parts for form in (part, json.dumps(part)[1:-1])}


def _count(data: mmap.mmap | bytes, piece: bytes) -> int:
    count, at = 0, data.find(piece)
    while at >= 0:
        count, at = count + 1, data.find(piece, at + 1)
    return count


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    """What is in a file, without reading it whole. Raises OSError that names it."""
    with naming(path), path.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def _files_of(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in _COMPANIONS]


def _in_database(path: Path, sought: Wanted) -> int:
    """What is in the files beyond the rows of others: those alone are in a copy that is made row by row."""
    pieces = _pieces([sought.pseudonym, *sought.texts])
    there = sum(_pieces_in(file, pieces) for file in _files_of(path) if file.exists())
    return there and max(there - _in_rows(path, pieces), 0)


def _in_rows(path: Path, pieces: set[bytes]) -> int:
    """Nothing where the database cannot be opened: then all that is in it is a trace."""
    copy = path.with_name(f".{path.name}.rows")
    os.close(os.open(copy, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("VACUUM INTO ?", (str(copy),))
        return _pieces_in(copy, pieces)
    except sqlite3.Error:
        return 0
    finally:
        copy.unlink(missing_ok=True)


def _pieces_in(path: Path, pieces: set[bytes]) -> int:
    with _mapped(path) as data:
        return sum(_count(data, piece) for piece in pieces)
