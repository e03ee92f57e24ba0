"""What a session comes to when corrections are applied to what the program said. Pure.

A correction names a movement by the session time of its bottom, so that it holds for what a later fold says too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from imu_hinge.catalogue import fault_ids
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.history.rows import Edit, Said
from imu_hinge.model.events import Rep, RepRejected, RepStatus

Movement = TypeVar("Movement", Rep, RepRejected)

BY_HAND = "added"
"""Reason of a repetition that only a person saw, as in the fold; added later, its id is below 0."""


def effective(said: Said, edits: Iterable[Edit]) -> tuple[SetSummary, ...]:
    """The sets with their numbers; a set of which no repetition is left is not among them."""
    book = _applied(reps_of(said), edits)
    return tuple(_set(said, index, book.of_set(index)) for index in sorted({rep.set_index for rep in book.reps()}))


def in_force(reps: Iterable[Rep], edits: Iterable[Edit]) -> list[Rep]:
    """Of the repetitions of the program, by set and index, those that count or may count, as corrected."""
    return _applied(reps, edits).reps()


def excluded(said: Said, edits: Iterable[Edit]) -> tuple[Rep, ...]:
    """The repetitions of the program that do not count, as the program had them."""
    program = reps_of(said)
    held = {rep.id for rep in in_force(program, edits)}
    return tuple(rep for rep in program if rep.id not in held)


def standing(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The corrections in force, in the order in which they were made: no `undo`, and none that was undone."""
    undone: set[UUID] = set()
    kept: list[Edit] = []
    for edit in sorted(edits, key=_place, reverse=True):
        if edit.id not in undone:
            if edit.action == "undo":
                undone.add(UUID(edit.after["edit"]))
            else:
                kept.append(edit)
    return tuple(reversed(kept))


def exercise_in_force(edits: Iterable[Edit]) -> str | None:
    """The exercise that the session is said to have been; None: the one it was recorded as."""
    named = [edit.after["exercise"] for edit in standing(edits) if edit.action == "exercise"]
    return str(named[-1]) if named else None


def rep_at(said: Said, edits: Iterable[Edit], t_bottom_ns: int) -> Rep | None:
    """The repetition that counts, or may count, around this time."""
    return _nearest(in_force(reps_of(said), edits), t_bottom_ns)


def said_at(said: Said, t_bottom_ns: int) -> Rep | RepRejected | None:
    """What the program made of the movement around this time; a repetition before a rejection."""
    return _nearest(reps_of(said), t_bottom_ns) or _nearest(said.rejected, t_bottom_ns)


def reps_of(said: Said) -> list[Rep]:
    """All repetitions of the program."""
    return [rep for one in said.sets for rep in one.reps]


def _place(edit: Edit) -> tuple[int, int, UUID]:
    """Journals of two machines may number alike; then the clock decides."""
    return edit.n, edit.at_ns, edit.id


class _Book:
    """The repetitions in force, by id."""

    def __init__(self, program: Iterable[Rep]) -> None:
        self._program = {rep.id: rep for rep in program}
        self._held = dict(self._program)

    def reps(self) -> list[Rep]:
        return list(self._held.values())

    def of_set(self, index: int) -> tuple[Rep, ...]:
        listed = [rep for rep in self.reps() if rep.set_index == index]
        return tuple(sorted(listed, key=lambda rep: (rep.index, rep.id)))

    def exclude(self, edit: Edit) -> None:
        if rep := self._at(edit):
            del self._held[rep.id]

    def restore(self, edit: Edit) -> None:
        self.exclude(edit)
        if rep := _nearest(self._program.values(), edit.t_bottom_ns):
            self._held[rep.id] = rep

    def add(self, edit: Edit) -> None:
        if self._at(edit) is None:
            index = edit.after["set_index"]
            number = max((rep.index for rep in [*self.of_set(index), *self._program_of(index)]), default=0) + 1
            self._held[-edit.n] = _seen_by_hand(edit, number)

    def set_status(self, edit: Edit) -> None:
        self._change(edit, lambda rep: replace(rep, status=RepStatus(edit.after["status"])))

    def set_side(self, edit: Edit) -> None:
        self._change(edit, lambda rep: replace(rep, side=edit.after["side"]))

    def clear_fault(self, edit: Edit) -> None:
        gone = edit.after["fault"]
        self._change(edit, lambda rep: replace(rep, faults=_but(rep.faults, gone), cautions=_but(rep.cautions, gone)))

    def leave(self, edit: Edit) -> None:
        """What is about the whole session changes no repetition."""

    def _at(self, edit: Edit) -> Rep | None:
        return _nearest(self._held.values(), edit.t_bottom_ns)

    def _change(self, edit: Edit, change: Callable[[Rep], Rep]) -> None:
        if rep := self._at(edit):
            self._held[rep.id] = change(rep)

    def _program_of(self, index: int) -> list[Rep]:
        return [rep for rep in self._program.values() if rep.set_index == index]


_APPLY: dict[str, Callable[[_Book, Edit], None]] = {
    "exclude": _Book.exclude,
    "restore": _Book.restore,
    "add": _Book.add,
    "status": _Book.set_status,
    "side": _Book.set_side,
    "clear_fault": _Book.clear_fault,
    "exercise": _Book.leave,
}
"""Action -> what it does."""


def _applied(program: Iterable[Rep], edits: Iterable[Edit]) -> _Book:
    book = _Book(program)
    for edit in standing(edits):
        _APPLY[edit.action](book, edit)
    return book


def _nearest(movements: Iterable[Movement], t_bottom_ns: int | None) -> Movement | None:
    """The movement during which this time was; of two the one whose bottom is nearer. None for no time."""
    if t_bottom_ns is None:
        return None
    around = [one for one in movements if one.t_start_ns <= t_bottom_ns <= one.t_end_ns]
    return min(around, key=lambda one: abs(one.t_bottom_ns - t_bottom_ns), default=None)


def _but(faults: Sequence[str], gone: str) -> tuple[str, ...]:
    return tuple(fault for fault in faults if fault != gone)


def _seen_by_hand(edit: Edit, number: int) -> Rep:
    """Nothing of it is measured."""
    assert edit.t_bottom_ns is not None
    return Rep(
        id=-edit.n,
        set_index=edit.after["set_index"],
        index=number,
        status=RepStatus.COUNTED,
        side=edit.after["side"],
        t_start_ns=edit.after["t_start_ns"],
        t_bottom_ns=edit.t_bottom_ns,
        t_end_ns=edit.after["t_end_ns"],
        pelvis_rom_deg=None,
        thorax_rom_deg=None,
        lumbar_flexion_peak_deg=None,
        lumbar_flexion_peak_pct=None,
        hinge_share=None,
        lockout_pelvis_deg=None,
        lockout_thorax_deg=None,
        eccentric_s=None,
        pause_s=None,
        concentric_s=None,
        concentric_peak_dps=None,
        rows=0,
        faults=(),
        cautions=(),
        not_judged=fault_ids(),
        valid=False,
        reasons=(BY_HAND,),
    )


def _set(said: Said, index: int, reps: tuple[Rep, ...]) -> SetSummary:
    """The set as corrected: it keeps its own time, and its side while one of its repetitions is of that side."""
    before = next((one for one in said.sets if one.index == index), None)
    sides = {rep.side for rep in reps}
    if before is None:
        return summarise(index, reps, _common(sides), None)
    made = summarise(index, reps, before.side if before.side in sides else _common(sides), None)
    return replace(made, ended=before.ended, t_start_ns=before.t_start_ns, t_end_ns=before.t_end_ns)


def _common(sides: set[str | None]) -> str | None:
    return next(iter(sides)) if len(sides) == 1 else None
