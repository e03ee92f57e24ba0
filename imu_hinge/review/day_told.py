"""A day of posture as names and numbers: for lines of words, screens, pages and JSON alike. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from imu_hinge.core.posture import PostureDay, joined
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.parts import Part
from imu_hinge.history.rows import Said, SessionRow
from imu_hinge.model.events import PostureReminder, Zone
from imu_hinge.view.day import shares
from imu_hinge.view.day_words import bends_words, minutes, reminders_words
from imu_hinge.view.posture_words import FATES, hour_words, lasted, stay_words

FORWARD = (Zone.LEAN, Zone.BENT, Zone.DEEP)
"""Zones in front of upright."""


def span_words(from_s: float, until_s: float) -> str:
    """`09:04 to 16:30`; seconds of the day."""
    return f"{hour_words(from_s)} to {hour_words(until_s)}"


def part_words(place: int, of: int, on: date) -> str:
    """`part 2 of 3 of 2026-11-22`; of the only one the date."""
    return f"part {place} of {of} of {on}" if of > 1 else str(on)


def facts(day: PostureDay) -> tuple[tuple[str, str], ...]:
    """What there is to say beside the zones, by name."""
    return (
        ("slumped", f"{minutes(day.slumped_s)} min, sitting"),
        ("changes", changes_words(day)),
        ("bends", bends_words(day)),
        ("reminders", reminders_words(day.reminders)),
    )


def changes_words(day: PostureDay) -> str:
    """`9 an hour, 31 in all`; without the first where too little of the day is known."""
    per_hour = "" if day.changes_per_hour is None else f"{day.changes_per_hour:.0f} an hour, "
    return f"{per_hour}{day.changes} in all"


def stays(day: PostureDay) -> tuple[tuple[str, str, str], ...]:
    """The longest stay of each kind: `13:20`, where it began, and what it was; the longest first."""
    found = sorted(day.longest.items(), key=lambda one: -one[1].held_s)
    return tuple((lasted(hold.held_s), hour_words(hold.since_s), stay_words(row)) for row, hold in found)


def zone_rows(day: PostureDay) -> list[tuple[str, str, str, str]]:
    """Name, tilt of the trunk, minutes, share of everything that was looked at."""
    return [(one.name, one.range_deg, str(one.minutes), f"{one.percent} %") for one in shares(day)]


def forward_s(day: PostureDay) -> int:
    """Seconds in the zones in front of upright."""
    return sum(day.by_zone_s.get(zone, 0) for zone in FORWARD)


def reminder_words(reminder: PostureReminder) -> str:
    """`reminder, sitting slumped 11:40, given`."""
    fate = FATES.get(reminder.fate, reminder.fate)
    return f"reminder, {stay_words(reminder.reminder)} {lasted(reminder.held_s)}, {fate}"


def day_dict(day: PostureDay) -> dict[str, Any]:
    """As JSON: the whole day, and what is told of it per hour."""
    per_hour = day.changes_per_hour
    return {**day.to_dict(), "changes_per_hour": None if per_hour is None else round(per_hour, 2)}


def said_dict(said: Said, session: SessionRow) -> dict[str, Any]:
    """A part of a day as JSON, its reminders with the second of the day at which each came."""
    origin_s = local_day(session.started_at_ns, session.utc_offset_min)[1]
    day = None if said.day is None else day_dict(said.day)
    return {"day": day, "reminders": _reminders(said.reminders, origin_s)}


def whole_dict(parts: Sequence[Part]) -> dict[str, Any] | None:
    """The day that these are the parts of, as JSON; None where none was read yet."""
    if not parts:
        return None
    return {
        "date": parts[0].date.isoformat(),
        "parts": [
            {"session": str(one.session_id), "from_s": one.origin_s, "until_s": round(one.end_s, 3)} for one in parts
        ],
        "day": day_dict(joined([one.posture for one in parts])),
    }


def _reminders(reminders: Sequence[PostureReminder], origin_s: float) -> list[dict[str, Any]]:
    return [
        {
            "at_s": round(origin_s + one.t_ns / 1e9, 3),
            "reminder": one.reminder,
            "fate": one.fate,
            "held_s": one.held_s,
        }
        for one in reminders
    ]
