"""`clients trend --posture`: a client's days, and weeks of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from imu_hinge.cli.output import columns
from imu_hinge.core.posture import PostureDay, joined
from imu_hinge.history.database import Connection
from imu_hinge.history.parts import Day, days, weeks
from imu_hinge.history.rows import Client
from imu_hinge.review.day_told import day_dict
from imu_hinge.view.day import RANGES, shares, whole_minutes
from imu_hinge.view.words import number

WEEKS = 12
"""So far back days are printed."""
_HEAD = ("all", *(zone.value for zone in RANGES), "away", "unknown", "slumped", "moves/h", "bends", "told")
NOTES = (
    "Minutes; away: lying, or not worn. Slumped is in addition to the zones. moves/h: changes of position per hour.",
    "bends: by the hip / by the back. told: reminders given. How much two days differ by themselves is not known.",
)


def posture_days(db: Connection, client: Client, today: date) -> list[Day]:
    """The days of the last WEEKS weeks."""
    return days(db, client, today - timedelta(weeks=WEEKS), today)


def day_page(who: str, found: Sequence[Day]) -> list[str]:
    """A line for each day, then one for each week."""
    if not found:
        return [f"{who}: no days with sensors in the last {WEEKS} weeks; `imu-hinge posture` records one"]
    by_day = [_row(one.date.isoformat(), one.posture) for one in found]
    by_week = [
        _row(f"{monday.isoformat()} {len(of_week)}d", joined([one.posture for one in of_week]))
        for monday, of_week in weeks(found)
    ]
    tables = [*_table("day", by_day), "", *_table("week from", by_week)]
    return [f"{who}: days of posture", *tables, "", *NOTES]


def day_json(found: Sequence[Day]) -> dict[str, Any]:
    """The same for programs; seconds."""
    return {
        "days": [
            {"date": one.date.isoformat(), "sessions": [str(ident) for ident in one.sessions], **_sums(one.posture)}
            for one in found
        ],
        "weeks": [
            {"from": monday.isoformat(), "days": len(of_week), **_sums(joined([one.posture for one in of_week]))}
            for monday, of_week in weeks(found)
        ],
    }


def _table(first: str, rows: list[tuple[str, ...]]) -> list[str]:
    return columns((first, *_HEAD), rows, gap=1, numbers=range(1, len(_HEAD) + 1))


def _row(first: str, day: PostureDay) -> tuple[str, ...]:
    spent = [one.minutes for one in shares(day)]
    away = sum(spent[len(RANGES) : -1])
    told = (whole_minutes(day.seconds), *spent[: len(RANGES)], away, spent[-1], whole_minutes(day.slumped_s))
    bends = f"{day.bends.hip}/{day.bends.back}"
    return (
        first,
        *map(str, told),
        number(day.changes_per_hour, 0),
        bends,
        str(day.reminders.get("given", 0)),
    )


def _sums(day: PostureDay) -> dict[str, Any]:
    """Without the strip, which has no meaning over days."""
    return {name: value for name, value in day_dict(day).items() if name != "strip"}
