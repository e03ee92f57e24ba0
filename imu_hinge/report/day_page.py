"""The page about a day of posture, or a week of days: contents in, HTML out. Every number is one of `PostureDay`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from imu_hinge import __version__
from imu_hinge.core.posture import PostureDay
from imu_hinge.model.plural import counted
from imu_hinge.report.day_contents import DayContents, DayOf
from imu_hinge.report.numbers import Number
from imu_hinge.report.rendering import rendered, shared
from imu_hinge.report.strip import strip
from imu_hinge.report.wording import day_words, signed
from imu_hinge.review.day_told import facts, forward_s, span_words, stays
from imu_hinge.view.day import RANGES, shares, whole_minutes
from imu_hinge.view.day_words import hourly_words, minutes
from imu_hinge.view.posture_words import hour_words
from imu_hinge.view.words import number

_ROW_MM, _WEEK_ROW_MM = 4.4, 1.8
_MANY = 4
"""A page with more days is printed smaller, so that it stays one."""
_INKS = {"tall": "good", "lean": "trace", "bent": "back", "deep": "back", "back": "lost"}
DAY_COLUMNS = ("day", "looked at", *(zone.value for zone in RANGES), "no zone", "slumped", "changes/h", "bends", "told")


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One row of the table of zones."""

    name: str
    range_deg: str
    minutes: str
    share: str
    ink: str
    width: int
    """Of its bar, % of the longest."""


def day_html(contents: DayContents) -> str:
    """One self-contained page; the same contents give the same text."""
    return rendered("day.html", _values(contents))


def _values(contents: DayContents) -> dict[str, Any]:
    day = contents.posture
    return {
        **shared(contents.origin),
        **({} if contents.alone else {"when": dates_words(contents)}),
        "title": _title(contents),
        "how_much": f"{_what(contents)}, {minutes(day.seconds)} min looked at",
        "summary": "",
        "size": "many" if len(contents.days) > _MANY else "one",
        "week": contents.week,
        "numbers": list(_numbers(contents)),
        "note": contents.note,
        "strips": _strips(contents),
        "zones": _zones(day),
        "facts": facts(day),
        "stays": () if contents.week else stays(day),
        "day_columns": DAY_COLUMNS,
        "day_rows": [_day_row(place, one) for place, one in enumerate(contents.days, 1)] if contents.week else [],
        "small_print": small_print(contents),
    }


def _title(contents: DayContents) -> str:
    if contents.week:
        return "A week of posture"
    return "Posture through a part of a day" if contents.alone else "Posture through the day"


def _what(contents: DayContents) -> str:
    """`3 days`; `09:00 to 16:30 in 2 parts`."""
    if contents.week:
        return counted(len(contents.days), "day")
    spans = [span for day in contents.days for span in day.spans]
    parts = f" in {counted(len(spans), 'part')}" if len(spans) > 1 else ""
    return f"{span_words(spans[0][0], spans[-1][1])}{parts}"


def _numbers(contents: DayContents) -> Iterator[Number]:
    day, before = contents.posture, contents.before
    since = f"since the {'week' if contents.week else 'day'} before"
    for ident, name, value, was in (
        ("slumped", "min slumped", day.slumped_s, before.slumped_s if before else None),
        ("forward", "min lean, bent or deep", forward_s(day), forward_s(before) if before else None),
    ):
        of = hourly_words(value, day.seconds) if day.seconds else ""
        yield Number(ident, minutes(value), name, "text", (of,), _change(value, was, since))
    per_hour = number(day.changes_per_hour, 0)
    yield Number("changes", per_hour, "changes of position an hour", "text", (f"{day.changes} in all",))
    bends = day.bends
    told = (f"{bends.hip} by the hip, {bends.back} by the back",)
    count_of, name = counted(bends.hip + bends.back + bends.unknown, "bend").split()
    yield Number("bends", count_of, name, "text", told)


def _change(value_s: int, was_s: int | None, since: str) -> str:
    """How much two days differ by themselves is not known: the difference stands alone."""
    return "" if was_s is None else f"{signed(whole_minutes(value_s) - whole_minutes(was_s))} min {since}"


def _strips(contents: DayContents) -> list[dict[str, Any]]:
    spans = [span for day in contents.days for span in day.spans]
    first = min((start for start, _ in spans), default=0.0) // 3600 * 3600
    last = -(-max((stop for _, stop in spans), default=3600.0) // 3600) * 3600
    row_mm = _WEEK_ROW_MM if contents.week else _ROW_MM
    return [
        {
            "name": _name(place, day),
            "span": ", ".join(f"{hour_words(start)} to {hour_words(stop)}" for start, stop in day.spans),
            "svg": Markup(strip(f"strip-{place}", day, (first, last), row_mm)),
        }
        for place, day in enumerate(contents.days, 1)
    ]


def _name(place: int, day: DayOf) -> str:
    return f"{day.date:%a} {day.date.day} {day.date:%b}" if day.date else f"day {place}"


def _zones(day: PostureDay) -> list[ZoneRow]:
    rows = shares(day)
    most = max((one.share for one in rows), default=0.0) or 1.0
    return [
        ZoneRow(
            name=one.name,
            range_deg=one.range_deg.replace("-", "\N{MINUS SIGN}"),
            minutes=str(one.minutes),
            share=f"{one.percent} %",
            ink=_INKS.get(one.name, "idle"),
            width=round(100 * one.share / most),
        )
        for one in rows
    ]


def _day_row(place: int, day: DayOf) -> tuple[str, ...]:
    posture = day.posture
    spent = [one.minutes for one in shares(posture)]
    rest = sum(spent[len(RANGES) :])
    minutes_of = (whole_minutes(posture.seconds), *spent[: len(RANGES)], rest, whole_minutes(posture.slumped_s))
    told = (number(posture.changes_per_hour, 0), f"{posture.bends.hip} hip, {posture.bends.back} back")
    return (_name(place, day), *map(str, minutes_of), *told, str(posture.reminders.get("given", 0)))


_UNCERTAINTY = (
    "Tilts are those of sensors on the skin, from the stance of the calibration or of the last stance check. Sitting "
    "is a guess from the pelvis. Slumped: sitting with the pelvis rolled back and the low back round, in addition to "
    "the zones. How much two days differ by themselves is not known."
)
_LIMITS = "RULA trunk bands (to 20, to 60, above 60 deg) and our choice of 10 deg. They say where, and nothing more."


def small_print(contents: DayContents) -> list[tuple[str, str]]:
    """Pairs of what it is about and the words."""
    origin = contents.origin
    recorded = f"recorded by {origin.software}; " if origin.software else ""
    ident = f"; recording {origin.recording_id}" if origin.recording_id else ""
    lines = (
        ("Uncertainty", _UNCERTAINTY),
        ("Zones", _LIMITS),
        ("Not known", _reasons(contents.posture.unknown_s)),
        ("Sensors", _first(contents.warnings)),
        ("Recording", _first(contents.damage)),
        ("Made by", f"{recorded}page by imu_hinge {__version__}{ident}."),
    )
    return [(name, words) for name, words in lines if words]


def _reasons(unknown_s: Mapping[str, int]) -> str:
    """Each with its minutes; those that come to less than one together."""
    long = {why.replace("_", " "): s for why, s in unknown_s.items() if s >= 60}
    told = {**long, "others": sum(unknown_s.values()) - sum(long.values())}
    return ", ".join(f"{why} {minutes(s)} min" for why, s in told.items() if s >= 30)


def _first(lines: Sequence[str]) -> str:
    """The first four, and how many there are besides."""
    more = (f"and {len(lines) - 4} more",) if len(lines) > 4 else ()
    return "; ".join((*lines[:4], *more))


def dates_words(contents: DayContents) -> str:
    """`Monday 16 November 2026`; of several days `16 November 2026 to 22 November 2026`; empty on an anonymous page."""
    dates = [day.date for day in contents.days if day.date]
    if len(dates) == 1:
        return f"{dates[0]:%A} {day_words(dates[0])}"
    return f"{day_words(dates[0])} to {day_words(dates[-1])}" if dates else ""
