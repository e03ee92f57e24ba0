"""What each part of the posture screen shows of a snapshot. Pure."""

from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.model.events import PostureState
from imu_hinge.tui.posture.parts import Ends, Stretch
from imu_hinge.tui.rows import Line
from imu_hinge.tui.states import banner_of
from imu_hinge.view.day import AWAY, DaySnapshot, shares
from imu_hinge.view.day_words import (
    bends_words,
    held_words,
    longest_words,
    minutes,
    next_words,
    now_words,
    outlasting_words,
    reminders_words,
    sentence,
    stance_age,
    word_of,
)
from imu_hinge.view.snapshot import Stage
from imu_hinge.view.words import number

_DONE = Banner("DONE", Tint.GOOD)
_NAMES = 10


def banner(day: DaySnapshot) -> Banner:
    """While it is set up that of every session; then the word of the day."""
    if day.session.stage is Stage.ENDED:
        return _DONE
    return word_of(day) if day.under_way else banner_of(day.session)


def said(day: DaySnapshot) -> str:
    """The sentence below the word; at the end what became of the recording."""
    kept = day.session.recorded
    if day.session.stage is Stage.ENDED:
        return kept.problem or (f"saved: {kept.path}" if kept.path else "nothing was recorded")
    return sentence(day)


def now(day: DaySnapshot) -> Ends:
    """What the wearer does, and for how long the zone has been the same."""
    return Ends(now_words(day.now), held_words(day.now), "*text") if day.now else Ends(())


def coming(day: DaySnapshot) -> Ends:
    """The next reminder, or why none comes; at the right what also keeps it from being said."""
    return Ends((f"next reminder: {next_words(day)}",), outlasting_words(day))


def facts(day: DaySnapshot) -> tuple[Line, ...]:
    """Names and numbers; the last one for where the table has no row for it."""
    today = day.today
    per_hour = number(today.changes_per_hour, 0)
    spent = {row.name: row.minutes for row in shares(today)}
    rows = (
        ("", ""),
        ("slumped", f"{minutes(today.slumped_s)} min, sitting"),
        ("changes", f"{per_hour} an hour, {today.changes} in all"),
        ("bends", bends_words(today)),
        ("longest", longest_words(today)),
        ("reminders", reminders_words(today.reminders)),
        ("stance", stance_age(day)),
        ("away", f"lying {spent[AWAY[PostureState.LYING]]}, off {spent[AWAY[PostureState.NOT_WORN]]} min"),
    )
    return tuple(((f"{name:<{_NAMES}}", "muted"), (value, "text")) for name, value in rows)


def stretch(day: DaySnapshot) -> Stretch:
    """The day so far."""
    return Stretch(day.today.strip, day.marks, day.begun_s)
