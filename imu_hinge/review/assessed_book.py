"""An assessment under review: what it came to, and each capture."""

from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import results_of
from imu_hinge.history.captures import DROPPED, KEPT, Capture, events_of
from imu_hinge.history.database import Connection
from imu_hinge.history.hearing import Hearing
from imu_hinge.history.reading import recording_id_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.sessions import said
from imu_hinge.recording.glance import Glance
from imu_hinge.review.assessed import KEEPING, outcome_of
from imu_hinge.review.book import Remark
from imu_hinge.review.known import name_of, remarks_of
from imu_hinge.review.reading import Through
from imu_hinge.view.assess.outcome import Outcome, Row, concluded


@dataclass(frozen=True, kw_only=True, eq=False)
class AssessedBook:
    """What the screen shows of an assessment, but for its curves. Times are session time."""

    path: Path | None
    outcome: Outcome
    captures: tuple[Capture, ...]
    """In order, with those that were taken back or refused."""
    client: str
    """Name or pseudonym."""
    started_ns: int
    utc_offset_min: int
    session_id: UUID | None = None
    """In the history; None where it does not have it."""
    recording_id: UUID | None = None
    notes: tuple[Remark, ...] = ()

    def after(self, through: Through) -> "AssessedBook":
        """With what the fold says, beside the same assessment as before."""
        captures = through.said.captures
        earlier = next((row.changes for row in self.outcome.rows if row.changes), ())
        if captures == self.captures or earlier:
            return self
        return replace(self, captures=captures, outcome=_alone(captures))

    def captures_of(self, row: Row) -> tuple[Capture, ...]:
        """Of one test, those with a curve."""
        return tuple(one for one in self.captures if one.test == row.test.id and one.fate in (KEPT, DROPPED))


def open_assessed(path: Path, seen: Glance, hearing: Hearing) -> AssessedBook:
    """A recording as it can be shown at once; nothing earlier is known. `hearing` has heard all of `seen`."""
    captures = hearing.said.captures
    return AssessedBook(
        path=path,
        outcome=_alone(captures),
        captures=captures,
        client=seen.about.client,
        started_ns=seen.about.start_wall_ns,
        utc_offset_min=seen.about.utc_offset_min,
        recording_id=recording_id_of(seen.about),
    )


def assessed_known(db: Connection, client: Client, row: SessionRow, path: Path | None) -> AssessedBook:
    """A session of the history, beside the assessment before it."""
    return AssessedBook(
        path=path,
        outcome=outcome_of(db, client, row),
        captures=said(db, row.id).captures,
        client=name_of(client),
        started_ns=row.started_at_ns,
        utc_offset_min=row.utc_offset_min,
        session_id=row.id,
        recording_id=row.recording_id,
        notes=remarks_of(db, client, row, ()),
    )


def _alone(captures: tuple[Capture, ...]) -> Outcome:
    """Beside no other."""
    return concluded(results_of(events_of(captures)), rows(), None, KEEPING)
