"""What the pages of a day and of an assessment show, for other programs."""

from typing import Any

from imu_hinge.model.errors import UsageError
from imu_hinge.review.agreement import state_of
from imu_hinge.review.assessed_book import AssessedBook
from imu_hinge.review.beside import Here
from imu_hinge.review.day_book import DayBook
from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.review.day_told import day_dict
from imu_hinge.review.keeping import Keeping
from imu_hinge.review.opened import KindBook
from imu_hinge.view.posture_words import hour_words

DAY_SCHEMA, TESTS_SCHEMA = "imu-hinge/review-day/1", "imu-hinge/review-assessment/1"


def told_kind(book: KindBook, keeping: Keeping) -> dict[str, Any]:
    """Everything; the recording is gone through where the history does not have the numbers. Raises UsageError."""
    reviewed = KindReviewed(book, keeping, Here)
    reviewed.look()
    if reviewed.stopped and isinstance(reviewed.book, DayBook) and not reviewed.book.known:
        raise UsageError(reviewed.stopped)
    through = reviewed.through
    verify = {"state": state_of(through.agreement) if through else "not_run", "words": reviewed.checked}
    now = reviewed.book
    values = _day(now) if isinstance(now, DayBook) else _tests(now)
    return {**values, "path": str(now.path) if now.path else None, "client": now.client or None, "verify": verify}


def _day(book: DayBook) -> dict[str, Any]:
    return {
        "schema": DAY_SCHEMA,
        "date": book.date.isoformat(),
        "whole": not book.alone,
        "parts": [{"from_s": part.origin_s, "until_s": part.end_s} for part in book.parts],
        "day": day_dict(book.posture),
        "moments": [{"at_s": one.at_s, "hour": hour_words(one.at_s), "words": one.words} for one in book.moments],
    }


def _tests(book: AssessedBook) -> dict[str, Any]:
    return {"started_ns": book.started_ns, **book.outcome.to_dict(), "schema": TESTS_SCHEMA}
