"""What somebody said during a session, as rows; their ids follow from the recording: reading it twice adds none."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from sqlalchemy import Connection

from imu_hinge.history.authors import author, default_author
from imu_hinge.history.hearing import SaidNote, SaidPain
from imu_hinge.history.rows import Author, Note, Pain, SessionRow
from imu_hinge.history.stored import add_new, values
from imu_hinge.history.tables import NOTE, PAIN


def keep_recorded(
    db: Connection, session: SessionRow, pains: Iterable[SaidPain], notes: Iterable[SaidNote], now_ns: int
) -> None:
    """Adds what is not there yet; what is there may have been changed by a person since, and stays."""
    for pain in pains:
        add_new(db, PAIN, values(_pain(session, pain, now_ns)))
    for note in notes:
        add_new(db, NOTE, values(_note(db, session, note)))


def ident(session_id: UUID, what: str, t_ns: int) -> UUID:
    """Of something said at this session time."""
    return uuid5(session_id, f"{what} {t_ns}")


def _pain(session: SessionRow, pain: SaidPain, now_ns: int) -> Pain:
    return Pain(
        id=ident(session.id, "pain", pain.t_ns),
        client_id=session.client_id,
        session_id=session.id,
        at_ns=session.started_at_ns + pain.t_ns,
        t_ns=pain.t_ns,
        score=pain.score,
        moment=pain.moment,
        arrived_at_ns=now_ns,
    )


def _note(db: Connection, session: SessionRow, note: SaidNote) -> Note:
    return Note(
        id=ident(session.id, "note" if note.trainer is None else f"note of {note.trainer}", note.t_ns),
        client_id=session.client_id,
        session_id=session.id,
        t_ns=note.t_ns,
        author_id=_author(db, note).id,
        at_ns=session.started_at_ns + note.t_ns,
        edited_at_ns=None,
        text=note.text,
        client_may_see=True,
    )


def _author(db: Connection, note: SaidNote) -> Author:
    if note.trainer is None:
        return default_author(db, "wearer")
    return author(db, note.trainer, "trainer") if note.trainer else default_author(db, "trainer")
