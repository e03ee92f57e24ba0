"""Days of posture: what a wearer did on a date, in one part or several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from imu_hinge.history.part_rows import day_of as posture_of
from imu_hinge.history.part_rows import local_day, reminders_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.tables import POSTURE_PART, SESSION
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.events import PostureReminder

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay


class Span(Protocol):
    """Hours of a day."""

    @property
    def origin_s(self) -> float:
        """Second of the day at which it begins."""
        ...

    @property
    def end_s(self) -> float:
        """Second at which it ends."""
        ...


OfDay = TypeVar("OfDay", bound=Span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One recording of a day."""

    session_id: UUID
    date: date
    """Of the wearer, at session time 0."""
    origin_s: float
    """Second of that day at session time 0."""
    posture: "PostureDay"
    reminders: tuple[PostureReminder, ...]

    @property
    def end_s(self) -> float:
        """Second of the day at which the last second was looked at."""
        return self.origin_s + self.posture.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All parts of a date as one."""

    date: date
    posture: "PostureDay"
    sessions: tuple[UUID, ...]
    """Of its parts, in order."""


def days(db: Connection, client: Client, since: date, until: date) -> list[Day]:
    """From `since` to `until`, both included, oldest first; dates without a part are left out, demos too."""
    found = _parts(db, since, until, SESSION.c.client_id == client.id, SESSION.c.source != SIMULATED)
    return [day_of(list(parts)) for _, parts in groupby(found, key=lambda part: part.date)]


def day_parts(db: Connection, session: SessionRow) -> list[Part]:
    """Every part of the day that this session is a part of, in order; without its own where that was not read yet.

    One of the virtual wearer goes with others of the virtual wearer, but not with those of the same hours.
    """
    on, _ = local_day(session.started_at_ns, session.utc_offset_min)
    virtual = session.source == SIMULATED
    of_source = (SESSION.c.source == SIMULATED) if virtual else (SESSION.c.source != SIMULATED)
    found = _parts(db, on, on, SESSION.c.client_id == session.client_id, of_source)
    own = [one for one in found if one.session_id == session.id]
    return apart(own, found) if virtual else found


def apart(own: Sequence[OfDay], found: Iterable[OfDay]) -> list[OfDay]:
    """Those that overlap neither `own` nor one another, the first ones: a virtual day can be asked for many times."""
    taken = [*own]
    for one in found:
        if all(one.end_s <= other.origin_s or other.end_s <= one.origin_s for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.origin_s)


def part(db: Connection, session_id: UUID) -> Part | None:
    """The part that a session was; None for a session of another kind."""
    row = db.execute(select(*_COLUMNS).where(POSTURE_PART.c.session_id == session_id)).mappings().first()
    return None if row is None else _part(row)


def weeks(found: Iterable[Day]) -> list[tuple[date, Sequence[Day]]]:
    """Days by week; a week is called by its Monday."""
    return [(monday, list(of_week)) for monday, of_week in groupby(found, key=lambda day: _monday(day.date))]


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


_COLUMNS = tuple(POSTURE_PART.c[name] for name in ("session_id", "date", "origin_s", "day", "reminders"))


def _parts(db: Connection, since: date, until: date, *of: ColumnElement[bool]) -> list[Part]:
    rows = (
        select(*_COLUMNS)
        .join(SESSION, SESSION.c.id == POSTURE_PART.c.session_id)
        .where(*of)
        .where(POSTURE_PART.c.date.between(since.isoformat(), until.isoformat()))
        .order_by(POSTURE_PART.c.date, SESSION.c.started_at_ns, SESSION.c.id)
    )
    return [_part(row) for row in db.execute(rows).mappings()]


def _part(row: Any) -> Part:
    return Part(
        session_id=row["session_id"],
        date=date.fromisoformat(row["date"]),
        origin_s=row["origin_s"],
        posture=posture_of(row["day"]),
        reminders=reminders_of(row["reminders"]),
    )


def day_of(found: Sequence[Part]) -> Day:
    """The parts of one date, of which there is one at least, as one."""
    from imu_hinge.core.posture import joined

    return Day(
        date=found[0].date,
        posture=joined([part.posture for part in found]),
        sessions=tuple(part.session_id for part in found),
    )
