"""Notes about clients, sessions and moments of them."""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, select, update

from imu_hinge.history.rows import Author, Client, Note, SessionRow
from imu_hinge.history.stored import add, one, read
from imu_hinge.history.tables import NOTE, SESSION
from imu_hinge.history.wording import some_lines
from imu_hinge.model.errors import UsageError


def add_note(
    db: Connection,
    client: Client,
    author: Author,
    text: str,
    now_ns: int,
    *,
    session: SessionRow | None = None,
    t_ns: int | None = None,
    client_may_see: bool = False,
) -> Note:
    """A new note about a client, a session, or the moment `t_ns` of it; raises UsageError for no text."""
    new = Note(
        id=uuid4(),
        client_id=client.id,
        session_id=session.id if session else None,
        t_ns=t_ns,
        author_id=author.id,
        at_ns=now_ns,
        edited_at_ns=None,
        text=some_lines("note", text),
        client_may_see=client_may_see,
    )
    add(db, NOTE, new)
    return new


def notes(db: Connection, client: Client, session: SessionRow | None = None) -> list[Note]:
    """Of a client, or of one session only; oldest first."""
    of = (NOTE.c.client_id == client.id,) if session is None else (NOTE.c.session_id == session.id,)
    return read(db, Note, select(NOTE).where(*of).order_by(NOTE.c.at_ns, NOTE.c.id))


def origins(db: Connection, client: Client) -> dict[UUID, int]:
    """Session time of the first sample of each session of a client, ns: moments are told from there on."""
    return dict(db.execute(select(SESSION.c.id, SESSION.c.origin_ns).where(SESSION.c.client_id == client.id)).all())


def change_note(db: Connection, note_id: UUID, text: str, now_ns: int, *, client_may_see: bool | None = None) -> Note:
    """Writes a note again; who may see it stays unless it is said. Raises UsageError where there is none."""
    before = _note(db, note_id)
    seen = before.client_may_see if client_may_see is None else client_may_see
    changed = replace(before, text=some_lines("note", text), edited_at_ns=now_ns, client_may_see=seen)
    columns = {"text": changed.text, "edited_at_ns": now_ns, "client_may_see": seen}
    db.execute(update(NOTE).where(NOTE.c.id == note_id).values(columns))
    return changed


def drop_note(db: Connection, note_id: UUID) -> None:
    """Takes a note away; raises UsageError where there is none."""
    _note(db, note_id)
    db.execute(delete(NOTE).where(NOTE.c.id == note_id))


def _note(db: Connection, note_id: UUID) -> Note:
    found = one(db, Note, NOTE, note_id)
    if found is None:
        raise UsageError(f"there is no note {note_id}; `imu-hinge sessions show` lists them")
    return found
