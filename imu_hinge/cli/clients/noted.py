"""Notes about a client: those about a session below it, with moments as `sessions show` counts them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from imu_hinge.cli.remarks import note_dict, note_lines
from imu_hinge.cli.told import short
from imu_hinge.history.rows import Author, Note

Origins = Mapping[UUID, int]
"""Session -> session time of its first sample, ns."""


def lines_of(notes: Iterable[Note], authors: Mapping[object, Author], origins: Origins) -> list[str]:
    """Notes about the client, then those about each session under the beginning of its id."""
    client: list[Note] = []
    about: dict[UUID, list[Note]] = {}
    for note in notes:
        (about.setdefault(note.session_id, []) if note.session_id else client).append(note)
    lines = note_lines(client, authors)
    for session_id, said in about.items():
        lines += [f"  about session {short(session_id)}", *note_lines(said, authors, _origin(said[0], origins))]
    return lines


def dicts_of(notes: Iterable[Note], authors: Mapping[object, Author], origins: Origins) -> list[dict[str, Any]]:
    """The same as JSON, by time."""
    return [note_dict(note, authors, _origin(note, origins)) for note in notes]


def _origin(note: Note, origins: Origins) -> int:
    return origins.get(note.session_id, 0) if note.session_id else 0
