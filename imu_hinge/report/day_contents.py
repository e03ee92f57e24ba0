"""Everything a page about days of posture is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from imu_hinge.core.posture import PostureDay, joined
from imu_hinge.report.contents import Origin
from imu_hinge.view.day import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOf:
    """One date."""

    date: date | None
    """None on an anonymous page."""
    posture: PostureDay
    spans: tuple[tuple[float, float], ...]
    """Of each part, from and until, seconds of the day."""
    marks: tuple[Mark, ...] = ()
    """Reminders that were given, and notes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DayContents:
    """One day, or those of a week, in order."""

    days: tuple[DayOf, ...]
    week: bool = False
    alone: bool = False
    """Whether it is one recording, of which nobody knows whether the day has others."""
    origin: Origin
    before: PostureDay | None = None
    """The day before with any, or the week before; None where there is none."""
    note: str = ""
    """The trainer's sentence."""
    warnings: tuple[str, ...] = ()
    """Of sensors, in words."""
    damage: tuple[str, ...] = ()

    @cached_property
    def posture(self) -> PostureDay:
        """Of all days together."""
        return joined([day.posture for day in self.days])


def anonymous_days(contents: DayContents) -> DayContents:
    """The same without pseudonym, dates, notes and the recording's id; the hours of a day stay."""
    origin = replace(contents.origin, who="", start=None, recording_id="")
    days = tuple(replace(day, date=None, marks=_without_notes(day.marks)) for day in contents.days)
    return replace(contents, origin=origin, days=days, note="")


def _without_notes(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.sign != "n")
