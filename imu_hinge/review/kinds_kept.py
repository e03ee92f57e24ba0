"""Days and assessments of the history, as the screens show them, and what they come to over weeks."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from imu_hinge.catalogue.assess import AssessTest, rows
from imu_hinge.core.assess import TestResult
from imu_hinge.core.posture import PostureDay
from imu_hinge.history.assessments import Assessed, assessments
from imu_hinge.history.database import Connection
from imu_hinge.history.parts import Day as PostureOf
from imu_hinge.history.parts import days
from imu_hinge.history.rebuild import path_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind
from imu_hinge.review.assessed_book import assessed_known
from imu_hinge.review.day_book import DayBook, part_at
from imu_hinge.review.day_known import day_known
from imu_hinge.review.day_told import forward_s
from imu_hinge.review.keeping import Course, Day, Trend
from imu_hinge.review.opened import KindBook

WEEKS = 12
"""So far back days are looked at."""


def session_known(db: Connection, client: Client, row: SessionRow, folder: Path) -> KindBook:
    """A session that is no training."""
    if row.kind == Kind.POSTURE:
        return day_known(db, client, row, folder)
    path = path_of(row, folder)
    return assessed_known(db, client, row, path if path and path.exists() else None)


def noted_at(book: KindBook, at_s: float) -> tuple[UUID | None, int | None]:
    """The session of which this second of the day is a moment, and its session time; of an assessment all of it.

    Raises UsageError where nothing was recorded then.
    """
    if not isinstance(book, DayBook):
        return book.session_id, None
    part = part_at(book, at_s)
    if part is None:
        raise UsageError("nothing was recorded then; [ and ] lead to the parts")
    return part.session_id, round((at_s - part.origin_s) * 1e9)


def trends_of(db: Connection, client: Client, book: KindBook) -> list[Trend]:
    """Days up to this one, or all assessments."""
    return _day_trends(db, client, book.date) if isinstance(book, DayBook) else _test_trends(db, client)


def _day_trends(db: Connection, client: Client, until: date) -> list[Trend]:
    """Of the WEEKS weeks up to this date."""
    found = days(db, client, until - timedelta(weeks=WEEKS), until)
    named = _NUMBERS.items() if found else ()
    return [Trend(title, _course(found, number), (words,)) for title, (number, words) in named]


def _test_trends(db: Connection, client: Client) -> list[Trend]:
    """Of each test there is."""
    found = assessments(db, client)
    return [trend for row in rows() if (trend := _trend(row, found)).course.days]


def _minutes_per_hour(day: PostureDay, seconds: int) -> float | None:
    return 60 * seconds / day.seconds if day.seconds else None


def _by_back(day: PostureDay) -> float | None:
    told = day.bends.hip + day.bends.back
    return 100 * day.bends.back / told if told else None


Number = Callable[[PostureDay], float | None]
_NUMBERS: Mapping[str, tuple[Number, str]] = {
    "slumped, min in an hour": (lambda day: _minutes_per_hour(day, day.slumped_s), "of every hour looked at"),
    "lean, bent or deep, min in an hour": (
        lambda day: _minutes_per_hour(day, forward_s(day)),
        "trunk more than 10 deg forward, of every hour looked at",
    ),
    "changes of position in an hour": (
        lambda day: day.changes_per_hour,
        "of the time in which the position is known",
    ),
    "bends by the back, %": (_by_back, "of those that were told apart"),
    "minutes looked at": (lambda day: day.seconds / 60, "of each day"),
}
"""Title -> the number of a day, and what it is a number of."""


def _course(found: list[PostureOf], number: Number) -> Course:
    values = [(one, number(one.posture)) for one in found]
    return Course(tuple(Day(_noon_ns(one.date), 0, value, 1) for one, value in values if value is not None), None)


def _noon_ns(on: date) -> int:
    return int(datetime(on.year, on.month, on.day, 12, tzinfo=UTC).timestamp()) * 1_000_000_000


def _trend(row: AssessTest, found: list[Assessed]) -> Trend:
    of_test = [(one, result) for one in found for result in one.results if result.test == row.id and result.n]
    points = [Day(one.started_at_ns, one.utc_offset_min, result.median_deg or 0.0, result.n) for one, result in of_test]
    return Trend(f"{row.title}, deg", Course(tuple(points), _noise([result for _, result in of_test])))


def _noise(results: list[TestResult]) -> float | None:
    """The least change that is told beyond noise, the largest of all."""
    return max((result.least_change_deg for result in results), default=None)
