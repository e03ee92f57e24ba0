"""A day under review: its parts, its numbers, and moments to walk through. Times are seconds of the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from uuid import UUID

from imu_hinge.core.posture import PostureDay, joined
from imu_hinge.model.events import PostureReminder
from imu_hinge.review.day_told import reminder_words
from imu_hinge.review.reading import Through
from imu_hinge.view.day import Mark
from imu_hinge.view.posture_words import lasted, stay_words


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened."""

    at_s: float
    words: str
    sign: str = ""
    """As the strip marks it: `!` a reminder that was given, `n` a note; empty: it does not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DayPart:
    """One recording of the day."""

    path: Path | None
    """None where it is gone."""
    origin_s: float
    """Second of the day at session time 0."""
    duration_s: float
    posture: PostureDay | None
    """None until the recording was gone through, where the history does not have it."""
    session_id: UUID | None = None
    """In the history; None where it does not have it."""
    told: PostureDay | None = None
    """Zones and strip as they were said live, until then."""
    reminders: tuple[PostureReminder, ...] = ()
    said: tuple[Moment, ...] = ()
    """Notes, pains, warnings of sensors."""

    @property
    def end_s(self) -> float:
        """Second of the day at which it ends."""
        return self.origin_s + self.duration_s

    def holds(self, at_s: float) -> bool:
        """Whether this moment lies in it."""
        return self.origin_s <= at_s <= self.end_s

    def moments(self) -> Iterable[Moment]:
        """What is marked in this part."""
        for one in self.reminders:
            sign = "!" if one.fate == "given" else ""
            yield Moment(self.origin_s + one.t_ns / 1e9, reminder_words(one), sign)
        yield from self.said


@dataclass(frozen=True, kw_only=True, eq=False)
class DayBook:
    """What the screen shows of a day, but for its tilts."""

    date: date
    parts: tuple[DayPart, ...]
    """In order."""
    opened: int = 0
    """Which of them was asked for."""
    client: str = ""
    """Name or pseudonym."""
    session_id: UUID | None = None
    """In the history; None where it does not have it."""
    recording_id: UUID | None = None
    """Of the part that was asked for."""

    @property
    def path(self) -> Path | None:
        """Of its recording."""
        return self.part.path

    @property
    def part(self) -> DayPart:
        """The one that was asked for."""
        return self.parts[self.opened]

    @cached_property
    def posture(self) -> PostureDay:
        """Of all parts that are known."""
        return joined([part.posture for part in self.parts if part.posture])

    @cached_property
    def seen(self) -> PostureDay:
        """Its zones and strip, also of parts of which no more is known."""
        return joined([day for part in self.parts if (day := part.posture or part.told)])

    @property
    def alone(self) -> bool:
        """Whether it is one recording, of which nobody knows whether the day has others."""
        return self.session_id is None

    @property
    def known(self) -> bool:
        """Whether the numbers of every part are known."""
        return all(part.posture for part in self.parts)

    @property
    def begun_s(self) -> float:
        """Second of the day at which it began."""
        return self.parts[0].origin_s

    @property
    def end_s(self) -> float:
        """Second of the day at which it ended."""
        return max(part.end_s for part in self.parts)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """By time: reminders, notes, pains, warnings, and where the longest stays began."""
        found = [moment for part in self.parts for moment in part.moments()]
        found += [
            Moment(float(hold.since_s), f"longest stay, {stay_words(row)} {lasted(hold.held_s)}")
            for row, hold in self.posture.longest.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.at_s, one.words)))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """For the strip."""
        return tuple(Mark(one.at_s, one.sign) for one in self.moments if one.sign)

    def after(self, through: Through) -> "DayBook":
        """The part that was asked for has the numbers of the fold."""
        parts = [*self.parts]
        parts[self.opened] = replace(self.part, posture=through.said.day, reminders=through.said.reminders)
        return replace(self, parts=tuple(parts))


def part_at(book: DayBook, at_s: float) -> DayPart | None:
    """The part in which this moment lies."""
    return next((part for part in book.parts if part.holds(at_s)), None)


def near(moments: Sequence[Moment], at_s: float) -> int | None:
    """Place of the last moment up to this time, else of the first; None where there is none."""
    if not moments:
        return None
    return max(sum(one.at_s <= at_s for one in moments) - 1, 0)
