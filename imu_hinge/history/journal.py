"""The journal of corrections of a session, as it stands."""

from uuid import UUID

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Edit
from imu_hinge.history.stored import read
from imu_hinge.history.tables import REP_EDIT


def edits(db: Connection, session_id: UUID) -> list[Edit]:
    """All of them in the order in which they were made, undone ones and the undoing too."""
    order = (REP_EDIT.c.n, REP_EDIT.c.at_ns, REP_EDIT.c.id)
    return read(db, Edit, select(REP_EDIT).where(REP_EDIT.c.session_id == session_id).order_by(*order))
