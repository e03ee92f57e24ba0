"""The part of a day that a posture session was, as a row and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Said
from imu_hinge.history.tables import POSTURE_PART, SESSION
from imu_hinge.model.events import PostureReminder, PostureState, Zone

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay


def part_rows(db: Connection, session_id: UUID, said: Said) -> list[dict[str, Any]]:
    """The row of a posture session; none for another."""
    if said.day is None:
        return []
    started = db.execute(select(SESSION.c.started_at_ns, SESSION.c.utc_offset_min).where(SESSION.c.id == session_id))
    on, origin_s = local_day(*started.one())
    times = {"date": on.isoformat(), "origin_s": origin_s}
    return [{**times, **sums_of(said.day), "day": said.day.to_dict(), "reminders": list(map(asdict, said.reminders))}]


def read_part(db: Connection, session_id: UUID) -> "tuple[PostureDay | None, tuple[PostureReminder, ...]]":
    """Equal to what was written; None for a session that was no part of a day."""
    columns = select(POSTURE_PART.c.day, POSTURE_PART.c.reminders).where(POSTURE_PART.c.session_id == session_id)
    row = db.execute(columns).first()
    return (None, ()) if row is None else (day_of(row[0]), reminders_of(row[1]))


def local_day(started_at_ns: int, utc_offset_min: int) -> tuple[date, float]:
    """Date of the wearer at session time 0, and the second of that day."""
    whole_s, rest_ns = divmod(started_at_ns, 1_000_000_000)
    there = datetime.fromtimestamp(whole_s, UTC) + timedelta(minutes=utc_offset_min)
    return there.date(), there.hour * 3600.0 + there.minute * 60 + there.second + rest_ns / 1e9


def day_of(values: Mapping[str, Any]) -> "PostureDay":
    """The whole of it, from its column."""
    from imu_hinge.core.posture import PostureDay  # only where there is one: it takes a while to load

    return PostureDay.from_dict(values)


def reminders_of(values: list[dict[str, Any]]) -> tuple[PostureReminder, ...]:
    """From their column."""
    return tuple(PostureReminder(**one) for one in values)


def sums_of(day: "PostureDay") -> dict[str, int]:
    """Its columns: sums that questions over weeks are asked of."""
    return {
        "seconds": day.seconds,
        "known_s": day.known_s,
        **{f"{zone}_s": day.by_zone_s.get(zone, 0) for zone in Zone},
        **{f"{state}_s": day.by_state_s.get(state, 0) for state in PostureState},
        "slumped_s": day.slumped_s,
        "changes": day.changes,
        **{f"bends_{how}": count for how, count in asdict(day.bends).items()},
        "reminded": day.reminders.get("given", 0),
    }
