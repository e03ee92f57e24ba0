"""A client comes to a machine that knows it already."""

from pathlib import Path

from sqlalchemy import update

from imu_hinge.history.authors import author
from imu_hinge.history.clients import client, client_of
from imu_hinge.history.consents import consents, holds, withdraw
from imu_hinge.history.edits import edit, edits
from imu_hinge.history.levels import levels, set_level
from imu_hinge.history.notes import change_note, notes
from imu_hinge.history.plans import plan, set_plan
from imu_hinge.history.sessions import session_by_id, session_line
from imu_hinge.history.tables import SESSION
from tests.history.filled import Person
from tests.history.made import NOW_NS, REPS
from tests.history.moving.machines import Machine, refused


def test_what_was_added_on_both_machines_is_joined(
    here: Machine, there: Machine, ann: Person, bundle: Path, tmp_path: Path
) -> None:
    there.import_(bundle)
    with there.history.writing() as db:
        tess = author(db, "Tess Trainer", "trainer")
        edit(db, ann.session.id, "status", REPS[1].t_bottom_ns, {"status": "unsure"}, tess, "", NOW_NS + 1)
    with here.history.writing() as db:
        paul = author(db, "Paul", "trainer")
        edit(db, ann.session.id, "exclude", REPS[2].t_bottom_ns, {}, paul, "not his", NOW_NS + 2)
    added = there.import_(here.export(ann, tmp_path / "later")).added
    assert (added["rep_edit"], added["session"], added["rep"]) == (1, 0, 0)
    with there.history.reading() as db:
        line = session_line(db, ann.session.id)
        assert (line.counted, line.unsure) == (0, 1)
        assert [one.n for one in edits(db, ann.session.id)] == sorted({one.n for one in edits(db, ann.session.id)})


def test_a_note_written_again_and_a_consent_withdrawn_come_over(
    here: Machine, there: Machine, ann: Person, bundle: Path, tmp_path: Path
) -> None:
    there.import_(bundle)
    with here.history.writing() as db:
        change_note(db, notes(db, ann.client, ann.session)[0].id, "Slept well", NOW_NS + 5)
        withdraw(db, ann.client, "watch", NOW_NS + 5)
    later = here.export(ann, tmp_path / "later")
    assert there.import_(later).added["note"] == 1
    assert there.import_(bundle).added["note"] == 0  # the older words do not come back
    with there.history.reading() as db:
        known = client(db, ann.client.pseudonym)
        assert [note.text for note in notes(db, known, ann.session)] == ["Slept well"]
        assert [one.purpose for one in consents(db, known) if one.withdrawn_at_ns] == ["watch"]
        assert not holds(db, known, "watch", NOW_NS + 9)


def test_of_a_plan_the_newer_one_counts_and_levels_are_joined(
    here: Machine, there: Machine, ann: Person, bundle: Path, tmp_path: Path
) -> None:
    there.import_(bundle)
    with here.history.writing() as db:
        tess = author(db, "Tess Trainer", "trainer")
        set_plan(db, ann.client, "band_rdl", 4, 6, tess, NOW_NS + 5)
        set_level(db, ann.client, 3, tess, "stronger", NOW_NS + 5)
    later = here.export(ann, tmp_path / "later")
    there.import_(later)
    there.import_(bundle)  # the older plan does not come back
    with there.history.reading() as db:
        known = client(db, ann.client.pseudonym)
        assert [(one.sets, one.reps) for one in plan(db, known)] == [(4, 6)]
        assert [one.level for one in levels(db, known)] == [2, 3]


def test_the_same_pseudonym_is_the_same_person(there: Machine, ann: Person, bundle: Path) -> None:
    with there.history.writing() as db:
        known = client_of(db, ann.client.pseudonym, NOW_NS)
    assert known.id != ann.client.id
    assert there.import_(bundle).added["client"] == 0
    with there.history.reading() as db:
        row = session_by_id(db, ann.session.id)
        assert row is not None and row.client_id == known.id


def test_a_session_of_somebody_else_here_is_refused(there: Machine, ann: Person, bundle: Path) -> None:
    there.import_(bundle)
    with there.history.writing() as db:
        other = client_of(db, "c-00000000", NOW_NS)
        db.execute(update(SESSION).values(client_id=other.id))
    refused(there, bundle, " is another client's here")
