"""What a fold said, as rows and back; the columns of a set hold its numbers with all corrections applied."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.history.captures import Capture
from imu_hinge.history.effective import effective
from imu_hinge.history.part_rows import part_rows, read_part
from imu_hinge.history.rows import Edit, Said
from imu_hinge.history.stored import made_exactly, values
from imu_hinge.history.tables import CALIBRATION, CAPTURE, MIDDLES, POSTURE_PART, REJECTED, REP, TRAINING_SET
from imu_hinge.model.events import Calibrated, Rep, RepRejected, RepStatus
from imu_hinge.view.totals import totals

_OF_SETS = (CALIBRATION, REJECTED, REP, TRAINING_SET)
"""Children before parents."""
_BESIDE = (POSTURE_PART, CAPTURE)

Told = TypeVar("Told", Calibrated, RepRejected, Capture)


def write_said(db: Connection, session_id: UUID, said: Said, edits: Sequence[Edit], exercise: Exercise) -> None:
    """Puts it in the place of what stands there."""
    for table in _OF_SETS:
        db.execute(delete(table).where(table.c.session_id == session_id))
    _insert(db, CALIBRATION, session_id, _numbered(said.calibrations))
    _insert(db, REJECTED, session_id, _numbered(said.rejected))
    write_beside(db, session_id, said)
    write_sets(db, session_id, said, edits, exercise)
    _insert(db, REP, session_id, (_rep_row(rep) for one in said.sets for rep in one.reps))


def write_set(db: Connection, session_id: UUID, one: SetSummary, edits: Sequence[Edit], exercise: Exercise) -> None:
    """Puts one set in the place of what stands there of it."""
    db.execute(delete(TRAINING_SET).where(TRAINING_SET.c.session_id == session_id, TRAINING_SET.c.n == one.index))
    db.execute(delete(REP).where(REP.c.session_id == session_id, REP.c.id.in_([rep.id for rep in one.reps])))
    said = Said(sets=(one,), calibrations=(), rejected=())
    there = (row for row in _set_rows(said, edits, exercise) if row["n"] == one.index)
    _insert(db, TRAINING_SET, session_id, there)
    _insert(db, REP, session_id, map(_rep_row, one.reps))


def write_beside(db: Connection, session_id: UUID, said: Said) -> None:
    """Puts what there is beside sets in the place of what stands there of it."""
    for table in _BESIDE:
        db.execute(delete(table).where(table.c.session_id == session_id))
    _insert(db, CAPTURE, session_id, _numbered(said.captures))
    _insert(db, POSTURE_PART, session_id, part_rows(db, session_id, said))


def write_sets(db: Connection, session_id: UUID, said: Said, edits: Sequence[Edit], exercise: Exercise) -> None:
    """Only the numbers of the sets, which corrections change; rows of repetitions stay as they are."""
    here = TRAINING_SET.c.session_id == session_id
    rows = {row["n"]: row for row in _set_rows(said, edits, exercise)}
    there = set(db.execute(select(TRAINING_SET.c.n).where(here)).scalars())
    for n in there - rows.keys():
        db.execute(delete(TRAINING_SET).where(here, TRAINING_SET.c.n == n))
    for n in there & rows.keys():
        db.execute(TRAINING_SET.update().where(here, TRAINING_SET.c.n == n).values(rows[n]))
    _insert(db, TRAINING_SET, session_id, (row for n, row in rows.items() if n not in there))


def read_said(db: Connection, session_id: UUID) -> Said:
    """Equal to what was written."""
    reps = read_reps(db, [session_id]).get(session_id, ())
    sets = _rows(db, TRAINING_SET, session_id, TRAINING_SET.c.n)
    known = ((row, tuple(rep for rep in reps if rep.set_index == row["n"])) for row in sets)
    day, reminders = read_part(db, session_id)
    return Said(
        sets=tuple(_set(row, of_set) for row, of_set in known if of_set),  # without: one that a person added
        calibrations=_told(db, CALIBRATION, session_id, Calibrated),
        rejected=_told(db, REJECTED, session_id, RepRejected),
        day=day,
        reminders=reminders,
        captures=_told(db, CAPTURE, session_id, Capture),
    )


def read_reps(db: Connection, sessions: Collection[UUID]) -> Mapping[UUID, Sequence[Rep]]:
    """By session, by set and index: as the program said them; without sessions that have none."""
    order = (REP.c.session_id, REP.c.set_index, REP.c.index, REP.c.id)
    found: dict[UUID, list[Rep]] = defaultdict(list)
    for row in db.execute(select(REP).where(REP.c.session_id.in_(sessions)).order_by(*order)).mappings():
        found[row["session_id"]].append(_rep(row))
    return found


def _insert(db: Connection, table: Table, session_id: UUID, rows: Iterable[dict[str, Any]]) -> None:
    filled = [{"session_id": session_id, **row} for row in rows]
    if filled:
        db.execute(insert(table), filled)


def _rows(db: Connection, table: Table, session_id: UUID, *order: Any) -> Sequence[RowMapping]:
    return db.execute(select(table).where(table.c.session_id == session_id).order_by(*order)).mappings().all()


def _numbered(told: Iterable[Calibrated | RepRejected | Capture]) -> Iterable[dict[str, Any]]:
    return ({"n": n, **values(one)} for n, one in enumerate(told))


def _told(db: Connection, table: Table, session_id: UUID, kind: type[Told]) -> tuple[Told, ...]:
    return tuple(made_exactly(kind, row) for row in _rows(db, table, session_id, table.c.n))


def _rep_row(rep: Rep) -> dict[str, Any]:
    return {**values(rep), "status": rep.status.value}


def _rep(row: RowMapping) -> Rep:
    return made_exactly(Rep, {**row, "status": RepStatus(row["status"])})


def _set(row: RowMapping, reps: tuple[Rep, ...]) -> SetSummary:
    times = {key: row[key] for key in ("ended", "t_start_ns", "t_end_ns")}
    return replace(summarise(row["n"], reps, row["side"], None), **times)


def _set_rows(said: Said, edits: Sequence[Edit], exercise: Exercise) -> list[dict[str, Any]]:
    """A row for each set of the program, and for each that a person added."""
    program = {one.index: one for one in said.sets}
    now = {one.index: one for one in effective(said, edits)}
    return [
        _set_row(program.get(index) or now[index], program.get(index), now.get(index), exercise)
        for index in sorted({*program, *now})
    ]


def _set_row(
    frame: SetSummary, program: SetSummary | None, now: SetSummary | None, exercise: Exercise
) -> dict[str, Any]:
    """Side and times as the program said them, the numbers as they are now; no repetition left: zeros."""
    sums = totals((now,) if now else (), exercise)
    known = now.spreads if now else {}
    return {
        "n": frame.index,
        "side": frame.side,
        "t_start_ns": frame.t_start_ns,
        "t_end_ns": frame.t_end_ns,
        "ended": frame.ended,
        "counted_by_program": program.counted if program else 0,
        **{key: getattr(sums, key) for key in ("counted", "unsure", "good", "close", "past", "not_judged", "rows")},
        **{name: known[key].median if (key := name.removesuffix("_median")) in known else None for name in MIDDLES},
        "lumbar_flexion_peak_deg_largest": sums.peak_deg,
        "time_under_tension_s": now.time_under_tension_s if now else 0.0,
        "speed_loss": now.speed_loss if now else None,
        "lockout_missed": now.lockout_missed if now else 0,
        "faults": dict(sums.faults),
        "cautions": dict(sums.cautions),
    }
