"""What may be corrected of a repetition, a movement or a session, each with its words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.history.effective import standing
from imu_hinge.model.events import Rep, RepRejected, RepStatus
from imu_hinge.review.book import Book, Line
from imu_hinge.review.moves import set_for
from imu_hinge.view.words import spaced


@dataclass(frozen=True, slots=True)
class Change:
    """One correction, as the journal takes it."""

    words: str
    action: str
    """A key of `imu_hinge.history.rows.ACTIONS`."""
    t_bottom_ns: int | None
    after: Mapping[str, Any] = field(default_factory=dict)


def changes(book: Book, line: Line) -> tuple[Change, ...]:
    """What may be changed of this repetition, then of the whole session."""
    of_rep = _of_counted(book, line.rep) if line.counts else _back(line.rep, "count it again")
    return (*of_rep, *_of_session(book))


def counting(book: Book, movement: RepRejected) -> Change:
    """Lets a movement count that was not counted; nothing of it is measured."""
    index = set_for(book, movement.t_bottom_ns)
    around = book.set_of(index)
    after = {
        "set_index": index,
        "side": around.side if around else None,
        "t_start_ns": movement.t_start_ns,
        "t_end_ns": movement.t_end_ns,
    }
    return Change(f"count it in set {index}", "add", movement.t_bottom_ns, after)


def _of_counted(book: Book, rep: Rep) -> Iterator[Change]:
    at = rep.t_bottom_ns
    yield Change("leave it out: it does not count", "exclude", at)
    other = RepStatus.COUNTED if rep.status is RepStatus.UNSURE else RepStatus.UNSURE
    yield Change("it is sure" if other is RepStatus.COUNTED else "it is unsure", "status", at, {"status": other.value})
    for side in ("left", "right", None) if book.exercise.sides else ():
        if side != rep.side:
            yield Change(f"side: {side or 'none'}", "side", at, {"side": side})
    titles = {fault.id: fault.title for fault in book.exercise.faults}
    for fault in dict.fromkeys((*rep.faults, *rep.cautions)):
        yield Change(f'it was not "{titles.get(fault, spaced(fault))}"', "clear_fault", at, {"fault": fault})
    if any(edit.t_bottom_ns is not None and _in(rep, edit.t_bottom_ns) for edit in standing(book.edits)):
        yield from _back(rep, "as the program had it")


def _back(rep: Rep, words: str) -> tuple[Change, ...]:
    return (Change(words, "restore", rep.t_bottom_ns),)


def _of_session(book: Book) -> Iterator[Change]:
    for name in exercise_ids():
        if name != book.exercise.id:
            title = load_exercise(name).title
            yield Change(f"the whole session was: {title}", "exercise", None, {"exercise": name})


def _in(rep: Rep, t_ns: int) -> bool:
    return rep.t_start_ns <= t_ns <= rep.t_end_ns
