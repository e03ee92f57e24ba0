"""Pain scores, as they were given; a missing answer stays missing."""

from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, exists, select

from imu_hinge.history.rows import Client, Pain, SessionRow
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import PAIN, SESSION
from imu_hinge.history.trends import SIMULATED
from imu_hinge.model.errors import UsageError

MOMENTS = ("before", "during", "after", "next_day")


def add_pain(
    db: Connection, client: Client, score: int, moment: str, now_ns: int, *, session: SessionRow | None = None
) -> Pain:
    """A score from 0 to 10 that was given outside of a recording; raises UsageError for anything else."""
    if moment not in MOMENTS or score not in range(11):
        raise UsageError(f"pain: expected 0 to 10 and one of {', '.join(MOMENTS)}, found {score} and {moment!r}")
    new = Pain(
        id=uuid4(),
        client_id=client.id,
        session_id=session.id if session else None,
        at_ns=now_ns,
        t_ns=None,
        score=score,
        moment=moment,
        arrived_at_ns=None,
    )
    add(db, PAIN, new)
    return new


def score_in(body: Any) -> int | None:
    """The pain that an event from another machine tells; None where it tells none."""
    score = body.get("score") if isinstance(body, dict) else None
    return score if type(score) is int and 0 <= score <= 10 else None


def of_nobody() -> ColumnElement[bool]:
    """Whether a row of PAIN is the virtual wearer's."""
    return exists().where(SESSION.c.id == PAIN.c.session_id, SESSION.c.source == SIMULATED)


def own_pains(db: Connection, client: Client) -> list[Pain]:
    """Of a client, without those of the virtual wearer; oldest first."""
    of = (PAIN.c.client_id == client.id, ~of_nobody())
    return read(db, Pain, select(PAIN).where(*of).order_by(PAIN.c.at_ns, PAIN.c.id))


def pains(db: Connection, client: Client, session: SessionRow | None = None) -> list[Pain]:
    """Of a client, or of one session only; oldest first."""
    of = (PAIN.c.client_id == client.id,) if session is None else (PAIN.c.session_id == session.id,)
    return read(db, Pain, select(PAIN).where(*of).order_by(PAIN.c.at_ns, PAIN.c.id))
