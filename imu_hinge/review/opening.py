"""Opens a file for review: what was said when it was recorded is there at once, whatever the length."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from imu_hinge.analysis import is_recording, own_profile
from imu_hinge.catalogue import Exercise, exercise_ids, load_exercise, texts
from imu_hinge.history.hearing import Hearing
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Event, FaultRaised
from imu_hinge.model.inputs import Command
from imu_hinge.recording import event_from_json, open_recording
from imu_hinge.recording.glance import Glance, glance
from imu_hinge.review.book import Book, Remark

IN_SESSION = "in the session"
"""In place of a name, beside what was noted while it was recorded."""

_UNSHOWN = ("PhaseChanged", "FaultCleared")
"""Events that are not reviewed."""


def open_book(path: Path, exercise: str | None = None) -> Book:
    """The file as it can be shown at once; without an exercise said or given: UsageError. Raises HingeError, OSError.

    Under another exercise than the recorded one, and in a plain CSV, nothing is known before the fold has been through.
    """
    if not is_recording(path):
        return Book(path=path, exercise=_asked(path, exercise))
    return book_of(path, seen_of(path), exercise)


def book_of(path: Path, seen: Glance, exercise: str | None) -> Book:
    """The same of a recording that was looked at."""
    about = seen.about
    book = Book(
        path=path,
        about=about,
        exercise=own_profile(path, about) if exercise is None else load_exercise(exercise),
        duration_ns=seen.duration_ns,
        client=about.client,
        started_ns=about.start_wall_ns,
        utc_offset_min=about.utc_offset_min,
        asked=exercise is not None,
    )
    return _heard(book, seen, live=bool(seen.said) and book.exercise.id == about.exercise)


def remarks_of(hearing: Hearing) -> tuple[Remark, ...]:
    """What was noted in a session."""
    return tuple(Remark(t_ns=one.t_ns, author=IN_SESSION, text=one.text) for one in hearing.notes)


def pains_of(hearing: Hearing) -> tuple[tuple[int, int], ...]:
    """(t_ns, 0 to 10), in order."""
    return tuple((one.t_ns, one.score) for one in hearing.pains)


def own_exercise(book: Book, name: str) -> Exercise:
    """The exercise of this name as it was recorded, else the catalogue's. Raises HingeError."""
    if book.path and book.about and book.about.exercise == name:
        return own_profile(book.path, book.about)
    return load_exercise(name)


def texts_of(book: Book) -> tuple[str, Mapping[str, str]]:
    """The TOML in force of the exercise and its faults."""
    about = book.about
    if about is not None and about.exercise == book.exercise.id and about.exercise_profile:
        return about.exercise_profile, about.fault_profiles
    return texts(book.exercise.id)


def _heard(book: Book, seen: Glance, live: bool) -> Book:
    """The book with what people said, and where it is `live` with what the program said."""
    hearing, raised = heard_of(seen)
    book = replace(book, pains=pains_of(hearing), remarks=remarks_of(hearing))
    if not live:
        return book
    return replace(book, live=True, said=hearing.said, raised=raised, warnings=hearing.warnings)


def _in_order(seen: Glance) -> list[tuple[Command | None, Event | None]]:
    """Each command, then what it and other inputs caused; events that this version does not know are left out."""
    rows: list[tuple[int, int, Command | None, Event | None]] = [(index, 0, one, None) for index, one in seen.commands]
    rows += [(index, 1, None, event_from_json(values)) for index, values in _last_said(seen)]
    return [(command, event) for _, _, command, event in sorted(rows, key=lambda row: row[:2])]


def _last_said(seen: Glance) -> list[tuple[int, dict[str, Any]]]:
    """Without phases, and of each repetition only what was said last: making events of all would take twice as long."""
    last = {_rep_id(values): place for place, (_, values) in enumerate(seen.said)}
    rows = ((place, values.get("type"), _rep_id(values)) for place, (_, values) in enumerate(seen.said))
    kept = (place for place, kind, rep in rows if kind not in _UNSHOWN and (rep is None or last[rep] == place))
    return [seen.said[place] for place in kept]


def _rep_id(values: dict[str, Any]) -> str | None:
    """Which repetition an event tells of, in a word; None for other events."""
    rep = values.get("rep")
    return str(rep.get("id")) if isinstance(rep, dict) else None


def seen_of(path: Path) -> Glance:
    """What is said in it at first sight; from the whole file for one that is not whole or of another make."""
    return glance(path) or _looked_through(path)


def heard_of(seen: Glance) -> tuple[Hearing, tuple[FaultRaised, ...]]:
    """Everything that was said and ordered, in order; and what was past a limit."""
    hearing, raised = Hearing(), list[FaultRaised]()
    for command, event in _in_order(seen):
        hearing.take(command, [event] if event else ())
        raised += [event] if isinstance(event, FaultRaised) else []
    return hearing, tuple(raised)


def _looked_through(path: Path) -> Glance:
    with open_recording(path) as recording:
        commands = [(index, item) for index, item in recording.indexed() if isinstance(item, Command)]
        return Glance(recording.about, list(recording.said), commands, recording.duration_ns)


def _asked(path: Path, exercise: str | None) -> Exercise:
    if exercise is None:
        raise UsageError(f"{path}: says no exercise; give --exercise with one of {', '.join(exercise_ids())}")
    return load_exercise(exercise)
