"""Notes and pain scores as JSON and as lines."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from imu_hinge.cli.told import by, short, when
from imu_hinge.history.rows import Author, Note, Pain

_INDENT = "    "


def note_lines(notes: Iterable[Note], authors: Mapping[object, Author], origin_ns: int = 0) -> list[str]:
    """Who wrote it and when, and the text below it; moments are counted from `origin_ns` of session time."""
    return [line for note in notes for line in _lines(note, authors, origin_ns)]


def _lines(note: Note, authors: Mapping[object, Author], origin_ns: int) -> list[str]:
    place = "" if note.t_ns is None else f", at {(note.t_ns - origin_ns) / 1e9:.1f} s"
    changed = "" if note.edited_at_ns is None else f", changed {when(note.edited_at_ns)}"
    seen = ", the client may see it" if note.client_may_see else ""
    head = f"  {when(note.at_ns)}, {by(authors.get(note.author_id))}{place}{changed}{seen}  {short(note.id)}"
    return [head, *(_INDENT + line for text in note.text.splitlines() for line in textwrap.wrap(text, 90) or [""])]


def note_dict(note: Note, authors: Mapping[object, Author], origin_ns: int = 0) -> dict[str, Any]:
    """A note as JSON; `t_s` is counted from `origin_ns` of session time."""
    return {
        "id": str(note.id),
        "session": str(note.session_id) if note.session_id else None,
        "t_s": None if note.t_ns is None else round((note.t_ns - origin_ns) / 1e9, 3),
        "at_ns": note.at_ns,
        "edited_at_ns": note.edited_at_ns,
        "by": by(authors.get(note.author_id)),
        "text": note.text,
        "client_may_see": note.client_may_see,
    }


def pain_dict(pain: Pain) -> dict[str, Any]:
    """A pain score as JSON."""
    session = str(pain.session_id) if pain.session_id else None
    return {"session": session, "at_ns": pain.at_ns, "score": pain.score, "moment": pain.moment}
