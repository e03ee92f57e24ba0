"""What the history holds of a session, as the screen shows it."""

from collections.abc import Sequence

from imu_hinge.history.authors import authors
from imu_hinge.history.database import Connection
from imu_hinge.history.effective import effective
from imu_hinge.history.journal import edits
from imu_hinge.history.notes import notes
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.rows import ME, Client, Pain, SessionRow
from imu_hinge.history.sessions import said
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import About
from imu_hinge.review.book import Book, Remark
from imu_hinge.review.tuner import Past
from imu_hinge.view.words import spaced


def recorded(book: Book) -> About:
    """What the recording says it is; raises UsageError for other files."""
    if book.about is None:
        raise UsageError("only for reading: this is no recording; `imu-hinge import` makes one of a table of samples")
    return book.about


def name_of(client: Client) -> str:
    """What the client is called here; nothing for whoever was not named."""
    return client.display_name or ("" if client.pseudonym == ME else client.pseudonym)


def without_recording(db: Connection, row: SessionRow) -> Book:
    """What is left of a session whose recording is gone: its numbers."""
    return Book(
        path=None,
        exercise=exercise_of(db, row),
        duration_ns=row.origin_ns + row.duration_ns,
        origin_ns=row.origin_ns,
        started_ns=row.started_at_ns,
        utc_offset_min=row.utc_offset_min,
    )


def past_of(db: Connection, row: SessionRow) -> Past:
    """The sets of a session as corrected."""
    known = said(db, row.id)
    return Past(effective(known, edits(db, row.id)), exercise_of(db, row), known.calibrations)


def remarks_of(db: Connection, client: Client, row: SessionRow, scores: Sequence[Pain]) -> tuple[Remark, ...]:
    """Notes by whoever wrote them, and pain that was told outside of the session."""
    kinds = {one.id: one.name for one in authors(db)}
    written = (Remark(t_ns=one.t_ns, author=kinds[one.author_id], text=one.text) for one in notes(db, client, row))
    later = (one for one in scores if one.t_ns is None)
    told = (Remark(t_ns=None, author=f"pain {spaced(one.moment)}", text=str(one.score)) for one in later)
    return (*written, *told)
