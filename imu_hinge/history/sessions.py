"""Sessions: their rows, what was said in them, and the lists of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select, update

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.history import said_rows
from imu_hinge.history.journal import edits
from imu_hinge.history.rows import Client, Said, SessionRow
from imu_hinge.history.stored import chosen, made, one, read, values
from imu_hinge.history.tables import CLIENT, NOTE, SESSION, TRAINING_SET
from imu_hinge.model.errors import UsageError

KNOWN = "see `imu-hinge sessions list`; its id, that of its recording, or the beginning of one names it"
_NAME = re.compile(r"\d{8}T\d{6}Z-([0-9a-f]{8})(?:-\d+)?(?:\.mcap)?$")
"""A recording, with its folder or without; `recording.names` calls them so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session in a list, with the sums of its sets as corrected."""

    session: SessionRow
    client: Client
    sets: int
    counted: int
    unsure: int
    good: int
    close: int
    past: int
    not_judged: int
    peak_deg: float | None
    """Largest lumbar flexion of the counted, valid repetitions."""

    @property
    def reps(self) -> int:
        """Counted and unsure ones."""
        return self.counted + self.unsure


def save_session(db: Connection, row: SessionRow) -> None:
    """Adds the session, or replaces the columns of the one with this id; what hangs on it stays."""
    columns = values(row)
    if not db.execute(update(SESSION).where(SESSION.c.id == row.id).values(columns)).rowcount:
        db.execute(insert(SESSION).values(columns))


def save_said(db: Connection, session_id: UUID, said: Said, exercise: Exercise) -> None:
    """Replaces what was said of a session by what a fold under `exercise` says; corrections hold on."""
    lock(db, session_id)
    said_rows.write_said(db, session_id, said, edits(db, session_id), exercise)
    db.execute(update(SESSION).where(SESSION.c.id == session_id).values(exercise=exercise.id))


def save_set(db: Connection, session_id: UUID, one: SetSummary, exercise: Exercise) -> None:
    """Adds one set, or replaces it, with its repetitions."""
    lock(db, session_id)
    said_rows.write_set(db, session_id, one, edits(db, session_id), exercise)


def save_beside(db: Connection, session_id: UUID, said: Said) -> None:
    """Replaces what there is beside sets, so far: the part of a day, captures."""
    lock(db, session_id)
    said_rows.write_beside(db, session_id, said)


def said(db: Connection, session_id: UUID) -> Said:
    """What was saved, equal to it: what the program said, without corrections."""
    return said_rows.read_said(db, session_id)


def lock(db: Connection, session_id: UUID) -> None:
    """Keeps others from writing to this session until the transaction ends; raises UsageError where there is none.

    SQLite has one writer anyway; on a server two corrections at once would each sum up without the other.
    """
    if db.execute(select(SESSION.c.id).where(SESSION.c.id == session_id).with_for_update()).first() is None:
        raise UsageError(f"there is no session {session_id}; see `imu-hinge sessions list`")


def session(db: Connection, ident: str) -> SessionRow:
    """By its id, that of its recording, the beginning of one, or the recording's name. Raises UsageError for others."""
    low, high = _bounds(_digits(ident))
    either = or_(SESSION.c.id.between(low, high), SESSION.c.recording_id.between(low, high))
    found = read(db, SessionRow, select(SESSION).where(either).limit(2)) if low else []
    return chosen(found, "session", ident, KNOWN)


def session_of_recording(db: Connection, recording_id: UUID) -> SessionRow | None:
    """The session that this recording is of."""
    found = read(db, SessionRow, select(SESSION).where(SESSION.c.recording_id == recording_id))
    return found[0] if found else None


def session_by_id(db: Connection, session_id: UUID) -> SessionRow | None:
    """The session with this very id."""
    return one(db, SessionRow, SESSION, session_id)


def session_count(db: Connection) -> int:
    """How many there are, of everybody."""
    return db.scalar(select(func.count()).select_from(SESSION)) or 0


def sessions(
    db: Connection,
    client: Client | None = None,
    since_ns: int | None = None,
    until_ns: int | None = None,
    text: str = "",
    limit: int | None = None,
) -> list[SessionLine]:
    """Newest first; begun in [since_ns, until_ns); `text` is looked for in exercise, kind, client, notes."""
    asked = _asked(client, since_ns, until_ns, text)
    page = select(SESSION.c.id).join(CLIENT).where(*asked).order_by(SESSION.c.started_at_ns.desc(), SESSION.c.id)
    ids = page.limit(limit).subquery()
    lines = _lines().join(ids, ids.c.id == SESSION.c.id).order_by(SESSION.c.started_at_ns.desc(), SESSION.c.id)
    return [_line(row) for row in db.execute(lines)]


def session_line(db: Connection, session_id: UUID) -> SessionLine:
    """One session as in the list; raises UsageError where there is none."""
    row = db.execute(_lines().where(SESSION.c.id == session_id)).first()
    if row is None:
        raise UsageError(f"there is no session {session_id}; see `imu-hinge sessions list`")
    return _line(row)


def _digits(ident: str) -> str:
    """The hexadecimal digits that are meant: those of an id, or those at the end of a recording's name."""
    named = _NAME.search(ident.strip())
    return named[1] if named else ident.strip().lower().replace("-", "")


def _bounds(digits: str) -> tuple[UUID, UUID] | tuple[None, None]:
    """First and last id that begin with these hexadecimal digits."""
    if not digits or len(digits) > 32 or set(digits) - set("0123456789abcdef"):
        return None, None
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


def _asked(
    client: Client | None, since_ns: int | None, until_ns: int | None, text: str
) -> Sequence[ColumnElement[bool]]:
    of_client = SESSION.c.client_id == client.id if client else None
    since = None if since_ns is None else SESSION.c.started_at_ns >= since_ns
    until = None if until_ns is None else SESSION.c.started_at_ns < until_ns
    noted = select(NOTE.c.session_id).where(NOTE.c.text.icontains(text, autoescape=True))
    columns = (SESSION.c.exercise, SESSION.c.kind, CLIENT.c.pseudonym)
    named = (column.icontains(text, autoescape=True) for column in columns)
    told = or_(*named, CLIENT.c.display_name.icontains(text, autoescape=True), SESSION.c.id.in_(noted))
    return [condition for condition in (of_client, since, until, told if text else None) if condition is not None]


_SUMS = ("counted", "unsure", "good", "close", "past", "not_judged")


def _lines() -> Select[Any]:
    """A row of the session, of its client, and the sums; sets without repetitions are no sets."""
    there = TRAINING_SET.c.counted + TRAINING_SET.c.unsure > 0
    sums = [func.coalesce(func.sum(TRAINING_SET.c[name]), 0).label(name) for name in _SUMS]
    return (
        select(
            *(column.label(f"session_{column.name}") for column in SESSION.c),
            *(column.label(f"client_{column.name}") for column in CLIENT.c),
            func.count(TRAINING_SET.c.n).label("sets"),
            *sums,
            func.max(TRAINING_SET.c.lumbar_flexion_peak_deg_largest).label("peak_deg"),
        )
        .select_from(SESSION)
        .join(CLIENT)
        .outerjoin(TRAINING_SET, (TRAINING_SET.c.session_id == SESSION.c.id) & there)
        .group_by(SESSION.c.id, CLIENT.c.id)
    )


def _line(row: Any) -> SessionLine:
    known = row._mapping
    of = {
        table: {column.name: known[f"{table}_{column.name}"] for column in columns}
        for table, columns in (("session", SESSION.c), ("client", CLIENT.c))
    }
    return SessionLine(
        session=made(SessionRow, of["session"]),
        client=made(Client, of["client"]),
        sets=known["sets"],
        **{name: int(known[name]) for name in _SUMS},
        peak_deg=known["peak_deg"],
    )
