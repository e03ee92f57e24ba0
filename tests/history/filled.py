"""A client of whom every table has rows: a session with its recording, and all that people said."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, update

from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author
from imu_hinge.history.clients import add_client, changed_client
from imu_hinge.history.consents import grant, watch_of
from imu_hinge.history.database import History
from imu_hinge.history.deliveries import raise_to
from imu_hinge.history.edits import edit
from imu_hinge.history.files import sha256_of
from imu_hinge.history.inbox import Arrived, take
from imu_hinge.history.levels import set_level
from imu_hinge.history.limits import set_limit
from imu_hinge.history.notes import add_note
from imu_hinge.history.orders import received
from imu_hinge.history.outbox import Posting, epoch, post
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plans import set_plan
from imu_hinge.history.rows import Author, Client, SessionRow
from imu_hinge.history.tables import COPY, SESSION
from imu_hinge.recording import recording_path
from tests.history.kinds import assessment_of, posture_of
from tests.history.made import NOW_NS, REPS, session_of, session_row
from tests.recording.examples import about, record, session

NAME, OTHERS_NAME = "Ann Example", "Bob Sample"
NOTE = "Slept badly, the left hip is stiff. " + "Less weight than usual. " * 400  # longer than a page of a database
REASON = "looked at the film: a step"
CAUTION = "no rows before the spring"
EASIER, SENT, ARRIVED, ASKED = "a bad week at work", "felt odd in set two", "the mat was slippery", "eyes ahead, please"
SECRETS = (NAME, NOTE[:60], NOTE[-60:].strip(), REASON, CAUTION, EASIER, SENT, ARRIVED, ASKED)
"""What must be found nowhere after an erase, besides the pseudonym."""


@dataclass(frozen=True)
class Person:
    """A client of a test, and its one training session."""

    client: Client
    session: SessionRow
    place: Path
    """Of the recording."""
    report: Path


def person(history: History, folder: Path, name: str = NAME, *, words: str = "") -> Person:
    """A client with a row in every table, a recording in `folder` and a report beside it; all texts end on `words`."""
    with history.writing() as db:
        client = add_client(db, display_name=name, birth_year=1990, now_ns=NOW_NS)
        client = changed_client(db, client, cautions=CAUTION + words, keep_recordings_days=365)
        row = session_row(client.id)
        place = recorded(folder, client, row)
        row = session_of(
            db,
            client,
            id=row.id,
            recording_id=row.recording_id,
            recording_path=str(place.relative_to(folder)),
            recording_sha256=sha256_of(place),
        )
        _said_by_people(db, client, row, author(db, name, "wearer"), words)
        posture_of(db, client)
        assessment_of(db, client)
        report = _reported(db, client, folder.parent / f"{name}.html")
    return Person(client, row, place, report)


def recorded(folder: Path, client: Client, row: SessionRow) -> Path:
    """A short recording of this session, where it belongs."""
    ids = {"client": client.pseudonym, "session_id": str(row.id), "recording_id": str(row.recording_id)}
    return record(recording_path(folder, about(**ids)), session(1.0), **ids)


def running(history: History, row: SessionRow) -> None:
    """Lets the session look as it does while it is recorded."""
    with history.writing() as db:
        db.execute(update(SESSION).where(SESSION.c.id == row.id).values(ended_at_ns=None, end_reason=""))


def _said_by_people(db: Connection, client: Client, row: SessionRow, wearer: Author, words: str) -> None:
    trainer = author(db, "Tess Trainer", "trainer")
    for purpose in ("keep", "watch", "research"):
        grant(db, client, purpose, trainer, NOW_NS, trainers=["anna"] if purpose == "watch" else ())
    looked(db, client, trainer, "shown", NOW_NS)
    add_note(db, client, wearer, NOTE + words, NOW_NS, session=row, client_may_see=True)
    add_note(db, client, trainer, f"{client.display_name} lifts at home{words}", NOW_NS)
    add_pain(db, client, 2, "before", NOW_NS, session=row)
    set_limit(db, client, "lumbar_flexion", 10.0, 15.0, trainer, NOW_NS)
    set_plan(db, client, "band_rdl", 3, 8, trainer, NOW_NS)
    set_level(db, client, 2, trainer, EASIER + words, NOW_NS)
    _between_machines(db, client, row, words)
    edit(db, row.id, "exclude", REPS[0].t_bottom_ns, {}, trainer, REASON + words, NOW_NS)


def _between_machines(db: Connection, client: Client, row: SessionRow, words: str) -> None:
    """The client is published from here, and watched from here, too."""
    said, agreed = {"text": SENT + words, "by": client.display_name}, watch_of(db, client, NOW_NS)
    assert agreed is not None
    post(db, client, [Posting(session_id=row.id, consent_id=agreed.id, at_ns=NOW_NS, type="NoteAdded", body=said)])
    raise_to(db, client, "t-anna", epoch(db), 1, NOW_NS)
    for ident in ("0a", "0b"):
        body = {"text": ARRIVED + words}
        there = Arrived(seq=1, id=ident, t_ms=5, session=str(row.id)[:8], type="NoteAdded", body=body)
        take(db, client.pseudonym, "e1", 1, [there], NOW_NS)
    received(db, client, "c-1", "t-anna", "note", {"text": ASKED + words}, NOW_NS)


def _reported(db: Connection, client: Client, path: Path) -> Path:
    path.write_text(f"<p>{client.display_name}</p>", encoding="utf-8")
    values = {"kind": "report", "path": str(path), "sha256": sha256_of(path), "at_ns": NOW_NS}
    db.execute(insert(COPY).values(id=uuid4(), client_id=client.id, **values))
    return path
