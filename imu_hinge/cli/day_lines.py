"""The numbers of a day in words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from imu_hinge.model.plural import counted
from imu_hinge.view.day import shares, whole_minutes
from imu_hinge.view.posture_words import FATES, hour_words, lasted, stay_words

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay


def minutes_words(day: "PostureDay") -> str:
    """`tall 118 min, lean 41, bent 12, unknown 16; slumped 31; 9 changes an hour`."""
    rows = [(row.name, row.minutes) for row in shares(day) if row.minutes]
    minutes = ", ".join(f"{name} {minutes}" for name, minutes in rows) or "less than a minute"
    slumped_min, per_hour = whole_minutes(day.slumped_s), day.changes_per_hour
    slumped = f"; slumped {slumped_min}" if slumped_min else ""
    changes = "" if per_hour is None else f"; {counted(round(per_hour), 'change')} an hour"
    return f"{minutes}{' min' if rows else ''}{slumped}{changes}"


def sum_lines(day: "PostureDay") -> Iterator[str]:
    """Zones, and what there is beside them."""
    for row in shares(day):
        if row.seconds:
            yield f"  {row.name:9}{row.range_deg:>8}  {lasted(row.seconds):>8}  {row.percent:3} %"
    if day.slumped_s:
        yield f"  seated and slumped, in addition: {lasted(day.slumped_s)}"
    per_hour = day.changes_per_hour
    yield f"  changes of position: {day.changes}" + ("" if per_hour is None else f", {per_hour:.0f} an hour")
    if longest := day.longest_strained:
        reminder, hold = longest
        yield f"  longest stay: {stay_words(reminder)} {lasted(hold.held_s)} at {hour_words(hold.since_s)}"
    if told := sum(asdict(day.bends).values()):
        yield f"  bends: {told}, by the hip {day.bends.hip}, by the back {day.bends.back}"
    if day.reminders:
        yield "  reminders: " + ", ".join(f"{count} {FATES.get(fate, fate)}" for fate, count in day.reminders.items())
