"""What an assessment of the history came to, beside the one before it."""

from datetime import date

from imu_hinge.catalogue.assess import rows
from imu_hinge.history.assessments import Assessed, assessment, assessments_before
from imu_hinge.history.database import Connection
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.view.assess.outcome import Earlier, Outcome, concluded

KEEPING = "limits are kept with `imu-hinge clients limit`"


def outcome_of(db: Connection, client: Client, session: SessionRow) -> Outcome:
    """Of one session; compared with the client's assessment before it."""
    own = assessment(db, session)
    return concluded(own.results if own else (), rows(), earlier_of(db, client, session.started_at_ns), KEEPING)


def earlier_of(db: Connection, client: Client, started_at_ns: int) -> Earlier | None:
    """The newest assessment that began before this moment."""
    before = assessments_before(db, client, started_at_ns)
    return Earlier(day_of(before[-1]).isoformat(), before[-1].results) if before else None


def day_of(one: Assessed) -> date:
    """Where the wearer was."""
    return local_day(one.started_at_ns, one.utc_offset_min)[0]
