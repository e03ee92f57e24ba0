"""What rows of days and assessments from elsewhere may say: what a fold can have said."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from imu_hinge.history.captures import REFUSED
from imu_hinge.history.part_rows import day_of, reminders_of, sums_of
from imu_hinge.history.plain import Row
from imu_hinge.model.errors import UsageError

_REMINDER: Mapping[str, tuple[type, ...]] = {
    "t_ns": (int,),
    "reminder": (str,),
    "fate": (str,),
    "since_ns": (int,),
    "held_s": (int, float),
    "cue": (str,),
}
_MEASURED = ("capture", "t_start_ns", "t_peak_ns", "t_end_ns", "value_deg")
_PAIN = range(11)


def check_part(row: Row) -> None:
    """Raises UsageError unless it is the part of a day, and its columns are the sums of it."""
    try:
        date.fromisoformat(row["date"])
        _demand(all(map(_is_amount, _leaves(row["day"]))), "day: expected numbers that are not negative")
        _demand(all(map(_is_reminder, row["reminders"])), "reminders: expected reminders")
        reminders_of(row["reminders"])
        sums = sums_of(day_of(row["day"]))
    except (ValueError, TypeError) as error:
        raise UsageError(f"this is no part of a day: {error}") from None
    wrong = [name for name, value in sums.items() if row[name] != value]
    _demand(not wrong, f"{', '.join(wrong)}: not the sum of its day")


def check_capture(row: Row) -> None:
    """Raises UsageError for a capture without its measure, and for a pain that is none."""
    _demand(row["pain"] is None or row["pain"] in _PAIN, "pain: expected 0 to 10")
    if row["fate"] != REFUSED:
        missing = [name for name in _MEASURED if row[name] is None]
        _demand(not missing, f"{', '.join(missing)}: missing in a capture")


def _demand(fits: bool, words: str) -> None:
    if not fits:
        raise UsageError(words)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _is_amount(value: Any) -> bool:
    return type(value) in (int, float) and value >= 0


def _is_reminder(value: Any) -> bool:
    fits = isinstance(value, dict) and value.keys() == _REMINDER.keys()
    return fits and all(type(value[name]) in kinds for name, kinds in _REMINDER.items())
