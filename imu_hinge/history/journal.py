"""The journals of corrections of sessions, as they stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from imu_hinge.history.rows import Edit
from imu_hinge.history.stored import read
from imu_hinge.history.tables import REP_EDIT


def edits(db: Connection, session_id: UUID) -> list[Edit]:
    """All of them in the order in which they were made, undone ones and the undoing too."""
    return list(journals(db, [session_id]).get(session_id, ()))


def journals(db: Connection, sessions: Collection[UUID]) -> Mapping[UUID, Sequence[Edit]]:
    """The same by session; without those in which nothing was corrected."""
    order = (REP_EDIT.c.n, REP_EDIT.c.at_ns, REP_EDIT.c.id)
    found: dict[UUID, list[Edit]] = defaultdict(list)
    for edit in read(db, Edit, select(REP_EDIT).where(REP_EDIT.c.session_id.in_(sessions)).order_by(*order)):
        found[edit.session_id].append(edit)
    return found
