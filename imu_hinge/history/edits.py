"""Corrections by a person: noted in the journal, applied to the numbers of the sets; what was said stays as it was."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.effective import effective, exercise_in_force, rep_at, said_at, standing
from imu_hinge.history.journal import edits
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.rows import Author, Edit, Said, SessionRow
from imu_hinge.history.said_rows import read_said, write_sets
from imu_hinge.history.sessions import lock, session_by_id
from imu_hinge.history.stored import add
from imu_hinge.history.tables import REP_EDIT
from imu_hinge.history.wording import any_lines
from imu_hinge.model.errors import UsageError
from imu_hinge.model.events import Rep, RepStatus

__all__ = ["edit", "edits", "store_summaries", "undo"]

Values = Mapping[str, Any]
SIDES = ("left", "right", None)
STATUSES = (RepStatus.COUNTED.value, RepStatus.UNSURE.value)


def edit(
    db: Connection,
    session_id: UUID,
    action: str,
    t_bottom_ns: int | None,
    after: Values,
    author: Author,
    reason: str,
    now_ns: int,
) -> Edit:
    """Notes a correction and applies it; `action` and `after` as in ACTIONS. Raises UsageError where it cannot be.

    After `exercise` the session has still to be folded again under that exercise: `rebuild.refold`.
    """
    if action not in _BEFORE:
        raise UsageError(f"change: expected one of {', '.join(_BEFORE)}, found {action!r}")
    book, reason = _opened(db, session_id), any_lines("reason", reason)
    before = _BEFORE[action](book, t_bottom_ns, after)
    new = _new(book, author, now_ns, action=action, t_bottom_ns=t_bottom_ns, before=before, after=after, reason=reason)
    return _noted(db, book, new)


def undo(db: Connection, session_id: UUID, author: Author, now_ns: int) -> Edit:
    """Takes back the last correction in force, by a further one; raises UsageError where there is none."""
    book = _opened(db, session_id)
    held = standing(book.journal)
    if not held:
        raise UsageError(f"session {session_id}: there is no change to take back")
    last = held[-1]
    after = {"edit": str(last.id)}
    new = _new(book, author, now_ns, action="undo", t_bottom_ns=last.t_bottom_ns, before={}, after=after, reason="")
    return _noted(db, book, new)


def store_summaries(db: Connection, session_id: UUID) -> None:
    """Sums up the sets again, where corrections came from elsewhere; raises UsageError where there is no session."""
    book = _opened(db, session_id)
    write_sets(db, session_id, book.said, book.journal, exercise_of(db, book.session))


@dataclass(frozen=True, slots=True)
class _Book:
    """A session as it stands; nobody else changes it meanwhile."""

    session: SessionRow
    said: Said
    journal: Sequence[Edit]

    def rep(self, t_bottom_ns: int | None) -> Rep:
        """The repetition around this time, as corrected so far."""
        found = None if t_bottom_ns is None else rep_at(self.said, self.journal, t_bottom_ns)
        if found is None:
            raise UsageError(f"session {self.session.id}: no repetition counts at {self.moment(t_bottom_ns)}")
        return found

    def moment(self, t_ns: int | None) -> str:
        """In words, from the first sample on."""
        return "no time" if t_ns is None else f"{(t_ns - self.session.origin_ns) / 1e9:.1f} s"


def _opened(db: Connection, session_id: UUID) -> _Book:
    lock(db, session_id)
    session = session_by_id(db, session_id)
    assert session is not None
    return _Book(session, read_said(db, session_id), edits(db, session_id))


def _new(book: _Book, author: Author, now_ns: int, **known: Any) -> Edit:
    number = max((edit.n for edit in book.journal), default=0) + 1
    return Edit(id=uuid4(), session_id=book.session.id, n=number, at_ns=now_ns, author_id=author.id, **known)


def _noted(db: Connection, book: _Book, new: Edit) -> Edit:
    add(db, REP_EDIT, new)
    write_sets(db, book.session.id, book.said, [*book.journal, new], exercise_of(db, book.session))
    return new


def _exclude(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    rep = book.rep(t_bottom_ns)
    return {"set_index": rep.set_index, "index": rep.index, "status": rep.status.value}


def _restore(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    found = None if t_bottom_ns is None else rep_at(book.said, book.journal, t_bottom_ns)
    made = None if t_bottom_ns is None else said_at(book.said, t_bottom_ns)
    if found is None and made is None:
        raise UsageError(f"session {book.session.id}: there was no movement at {book.moment(t_bottom_ns)}")
    return {} if found is None else {"set_index": found.set_index, "index": found.index, "status": found.status.value}


def _add(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    _check_added(t_bottom_ns, after)
    _check_place(book, after)
    assert t_bottom_ns is not None
    if rep_at(book.said, book.journal, t_bottom_ns):
        raise UsageError(f"session {book.session.id}: a repetition counts at {book.moment(t_bottom_ns)} already")
    made = said_at(book.said, t_bottom_ns)
    return {} if made is None or isinstance(made, Rep) else {"reason": made.reason}


def _check_added(t_bottom_ns: int | None, after: Values) -> None:
    if set(after) != {"set_index", "side", "t_start_ns", "t_end_ns"} or not _is_number(after["set_index"], 1):
        raise UsageError("add: expected set_index (from 1), side, t_start_ns and t_end_ns")
    _one_of("side", after["side"], SIDES)
    times = (after["t_start_ns"], t_bottom_ns, after["t_end_ns"])
    if not all(_is_number(time, 0) for time in times) or list(times) != sorted(times):
        raise UsageError("add: expected a movement that starts before its bottom and ends after it")


def _check_place(book: _Book, after: Values) -> None:
    """Raises UsageError where the session was not there at that time, or for a set that is not the next one."""
    held = [one.index for one in (*book.said.sets, *effective(book.said, book.journal))]
    if after["set_index"] > (most := max(held, default=0) + 1):
        raise UsageError(f"add: expected set 1 to {most}, found {after['set_index']}")
    first, last = book.session.origin_ns, book.session.origin_ns + book.session.duration_ns
    ended = book.session.ended_at_ns is not None
    if after["t_start_ns"] < first or (ended and after["t_end_ns"] > last):
        span = f"{book.moment(after['t_start_ns'])} to {book.moment(after['t_end_ns'])}"
        raise UsageError(f"add: {span} is outside of the session, which is from 0.0 s to {book.moment(last)}")


def _status(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    _one_of("status", after.get("status"), STATUSES)
    return {"status": book.rep(t_bottom_ns).status.value}


def _side(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    _one_of("side", after.get("side", ""), SIDES)
    return {"side": book.rep(t_bottom_ns).side}


def _clear_fault(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    rep = book.rep(t_bottom_ns)
    _one_of("fault", after.get("fault"), (*rep.faults, *rep.cautions))
    return {"faults": list(rep.faults), "cautions": list(rep.cautions)}


def _exercise(book: _Book, t_bottom_ns: int | None, after: Values) -> Values:
    load_exercise(str(after.get("exercise")))
    return {"exercise": exercise_in_force(book.journal) or book.session.exercise}


_BEFORE: Mapping[str, Callable[[_Book, int | None, Values], Values]] = {
    "exclude": _exclude,
    "restore": _restore,
    "add": _add,
    "status": _status,
    "side": _side,
    "clear_fault": _clear_fault,
    "exercise": _exercise,
}
"""Action -> checks that it can be, and says how things stood."""


def _one_of(what: str, value: Any, known: Sequence[Any]) -> None:
    if value not in known:
        listed = ", ".join("none" if one is None else str(one) for one in known) or "nothing: there is none"
        raise UsageError(f"{what}: expected one of {listed}, found {value}")


def _is_number(value: Any, least: int) -> bool:
    return isinstance(value, int) and value >= least
