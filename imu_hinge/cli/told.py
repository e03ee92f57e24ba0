"""Times, durations and names, as people read them."""

import argparse
import math
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from imu_hinge.history.rows import ME, Author, Client
from imu_hinge.model.plural import counted
from imu_hinge.view.words import UNKNOWN

_DAY_NS = 86_400 * 1_000_000_000
_END_S = 9_000_000_000
"""In the year 2255, before ns since 1970 outgrow 64 bits."""
_WEEKS = 2
"""From so many weeks on it is said that a client was not seen."""


def when(at_ns: int | None, utc_offset_min: int | None = None) -> str:
    """`2026-11-21 09:00`, in the local time of where it was; without an offset in that of this machine."""
    return UNKNOWN if at_ns is None else _local(at_ns, utc_offset_min).strftime("%Y-%m-%d %H:%M")


def day(at_ns: int | None) -> str:
    """`2026-11-21`, in the local time of this machine."""
    return UNKNOWN if at_ns is None else _local(at_ns, None).strftime("%Y-%m-%d")


def iso(at_ns: int, utc_offset_min: int) -> str:
    """ISO 8601 with the offset, whole seconds."""
    return _local(at_ns, utc_offset_min).isoformat(timespec="seconds")


def duration(duration_ns: int) -> str:
    """`4:30` or `1:02:03`."""
    minutes, seconds = divmod(round(duration_ns / 1e9), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ago(at_ns: int | None, now_ns: int) -> str:
    """`less than a day ago`, `3 days ago`, `not seen for 5 weeks`."""
    if at_ns is None:
        return "no session yet"
    days = max((now_ns - at_ns) // _DAY_NS, 0)
    if days < 7 * _WEEKS:
        return f"{counted(days, 'day')} ago" if days else "less than a day ago"
    return f"not seen for {days // 7} weeks"


def short(ident: UUID) -> str:
    """`0b9a61f2`: as lists show the id of a session or a note."""
    return str(ident)[:8]


def title(client: Client) -> str:
    """`Ann (c-7k2m9xq4)`; of whom nobody named, the pseudonym and what it stands for."""
    if client.pseudonym == ME:
        return f"you ({ME})"
    return f"{client.display_name} ({client.pseudonym})" if client.display_name else client.pseudonym


def by(author: Author | None) -> str:
    """`Tess (trainer)`; the kind alone where there is no other name."""
    if author is None:
        return UNKNOWN
    return author.kind if author.name == author.kind else f"{author.name} ({author.kind})"


def start_of(text: str) -> int:
    """An ISO date as the ns at which it begins on this machine; raises ArgumentTypeError."""
    try:
        seconds = round(datetime.combine(date.fromisoformat(text), datetime.min.time()).timestamp())
    except (ValueError, OverflowError, OSError):
        seconds = -1
    if not 0 <= seconds < _END_S:
        raise argparse.ArgumentTypeError(f"expected a date like 2026-11-21, found {text!r}")
    return seconds * 1_000_000_000


def end_of(text: str) -> int:
    """An ISO date as the ns at which the day after it begins; raises ArgumentTypeError."""
    start_of(text)
    return start_of((date.fromisoformat(text) + timedelta(days=1)).isoformat())


def decimal(text: str) -> float:
    """A finite number; raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"expected a number, found {text!r}")
    return value


def _local(at_ns: int, utc_offset_min: int | None) -> datetime:
    there = None if utc_offset_min is None else timezone(timedelta(minutes=utc_offset_min))
    return datetime.fromtimestamp(at_ns // 1_000_000_000, UTC).astimezone(there)
