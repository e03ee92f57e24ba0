"""Assessments of a client: what each test came to, session by session."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from imu_hinge.history.captures import Capture, events_of
from imu_hinge.history.rows import Client, SessionRow
from imu_hinge.history.stored import made_exactly
from imu_hinge.history.tables import CAPTURE, SESSION
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.kinds import Kind

if TYPE_CHECKING:
    from imu_hinge.core.assess import TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One assessment."""

    session_id: UUID
    started_at_ns: int
    utc_offset_min: int
    results: "tuple[TestResult, ...]"
    """In the order of the catalogue."""


def assessments(db: Connection, client: Client) -> list[Assessed]:
    """Those in which something was captured, oldest first; none of the virtual wearer."""
    return _assessed(db, SESSION.c.client_id == client.id, SESSION.c.source != SIMULATED)


def assessments_before(db: Connection, client: Client, started_at_ns: int) -> list[Assessed]:
    """Those that began before this moment."""
    return [one for one in assessments(db, client) if one.started_at_ns < started_at_ns]


def assessment(db: Connection, session: SessionRow) -> Assessed | None:
    """That of one session; None where nothing was captured or refused in it."""
    found = _assessed(db, SESSION.c.id == session.id)
    return found[0] if found else None


def _assessed(db: Connection, *chosen: ColumnElement[bool]) -> list[Assessed]:
    from imu_hinge.core.assess import results_of

    rows = (
        select(SESSION.c.started_at_ns, SESSION.c.utc_offset_min, *CAPTURE.c)
        .join(CAPTURE, CAPTURE.c.session_id == SESSION.c.id)
        .where(SESSION.c.kind == Kind.ASSESSMENT.value, *chosen)
        .order_by(SESSION.c.started_at_ns, SESSION.c.id, CAPTURE.c.n)
    )
    told: dict[tuple[int, int, UUID], list[Capture]] = defaultdict(list)
    for row in db.execute(rows).mappings():
        told[row["started_at_ns"], row["utc_offset_min"], row["session_id"]].append(made_exactly(Capture, row))
    return [
        Assessed(
            session_id=session_id,
            started_at_ns=started_at_ns,
            utc_offset_min=utc_offset_min,
            results=results_of(events_of(captures)),
        )
        for (started_at_ns, utc_offset_min, session_id), captures in told.items()
    ]
