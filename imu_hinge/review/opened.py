"""Opens a file for review as what it is: a training session, a part of a day, or an assessment."""

from collections.abc import Callable, Mapping
from pathlib import Path

from imu_hinge.analysis import is_recording
from imu_hinge.history.hearing import Hearing
from imu_hinge.model.kinds import Kind
from imu_hinge.recording.glance import Glance
from imu_hinge.review.assessed_book import AssessedBook, open_assessed
from imu_hinge.review.book import Book
from imu_hinge.review.day_book import DayBook
from imu_hinge.review.day_opening import open_day
from imu_hinge.review.opening import book_of, heard_of, open_book, seen_of

KindBook = DayBook | AssessedBook
Opened = Book | KindBook

_KINDS: Mapping[str, Callable[[Path, Glance, Hearing], DayBook | AssessedBook]] = {
    Kind.POSTURE: open_day,
    Kind.ASSESSMENT: open_assessed,
}


def open_session(path: Path, exercise: str | None = None) -> Opened:
    """The file as it can be shown at once; `exercise` as for `open_book`, for training only. Raises as that."""
    if not is_recording(path):
        return open_book(path, exercise)
    seen = seen_of(path)
    if seen.about.kind in _KINDS:
        return _KINDS[seen.about.kind](path, seen, heard_of(seen)[0])
    return book_of(path, seen, exercise)
