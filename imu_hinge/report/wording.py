"""Numbers and days in words. Pure."""

from datetime import date, datetime

from imu_hinge.view.words import number


def clock(seconds: float) -> str:
    """`1:02`."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes}:{left:02d}"


def lasting(seconds: float) -> str:
    """`45 s`, `3 min`."""
    return number(seconds, 0, " s") if seconds < 60 else number(seconds / 60, 0, " min")


def deg(value: float | None) -> str:
    """`23°`, or a dash."""
    return number(value, 0, "°")


def pct(share: float | None) -> str:
    """`85 %`, or a dash."""
    return number(None if share is None else 100 * share, 0, " %")


def signed(change: float) -> str:
    """`+3`, `−2`, `±0`; a true minus sign."""
    whole = round(change)
    return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "±0"


def day_words(day: date | None) -> str:
    """`12 May 2026`; empty for none."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def short_day(day: date | None) -> str:
    """`12 May`; empty for none."""
    return f"{day.day} {day:%b}" if day else ""


def start_words(start: datetime | None) -> str:
    """`Tuesday 12 May 2026, 10:05`; empty for none."""
    return f"{start:%A} {day_words(start.date())}, {start:%H:%M}" if start else ""
