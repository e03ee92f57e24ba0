"""A client is taken from one machine to another, whole, once."""

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from imu_hinge.history.authors import author
from imu_hinge.history.belongings import CARRIED, OF_NOBODY, OWNED, owned_by
from imu_hinge.history.bundle import MANIFEST
from imu_hinge.history.clients import client, client_of
from imu_hinge.history.consents import PURPOSES, wording
from imu_hinge.history.edits import edits
from imu_hinge.history.files import sha256_of
from imu_hinge.history.levels import set_level
from imu_hinge.history.moving import bundles_in, export_client
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plain import from_plain, to_plain
from imu_hinge.history.sessions import said, session_by_id, session_line
from imu_hinge.history.tables import METADATA, NOTE, PAIN, SESSION, TRANSPORT
from imu_hinge.model.errors import UsageError
from imu_hinge.recording.locks import try_lock
from tests.history.filled import NAME, OTHERS_NAME, Person, person
from tests.history.made import NOW_NS
from tests.history.moving.machines import Machine, rows


def test_every_table_is_either_of_a_client_or_known_to_be_of_nobody(here: Machine, ann: Person) -> None:
    assert set(OWNED) | set(OF_NOBODY) == set(METADATA.tables.values())
    assert [table.name for table in OWNED if not rows(here, table, ann.client.pseudonym)] == []


def test_what_comes_in_equals_what_went_out(here: Machine, there: Machine, ann: Person, bundle: Path) -> None:
    there.import_(bundle)
    for table in CARRIED:
        assert rows(there, table, ann.client.pseudonym) == rows(here, table, ann.client.pseudonym)


def test_what_goes_between_machines_stays_where_it_is(here: Machine, there: Machine, ann: Person, bundle: Path) -> None:
    """It has numbers that mean something to the two machines only."""
    there.import_(bundle)
    for table in TRANSPORT:
        assert rows(here, table, ann.client.pseudonym)
        assert rows(there, table, ann.client.pseudonym) == []
        assert not (bundle / f"{table.name}.json").exists()


def test_a_session_is_the_same_there(here: Machine, there: Machine, ann: Person, bundle: Path) -> None:
    there.import_(bundle)
    with here.history.reading() as db, there.history.reading() as other:
        assert said(other, ann.session.id) == said(db, ann.session.id)
        line, before = session_line(other, ann.session.id), session_line(db, ann.session.id)
        assert (line.sets, line.counted, line.past, line.peak_deg) == (1, before.counted, before.past, before.peak_deg)
        assert edits(other, ann.session.id) == edits(db, ann.session.id)


def test_recordings_come_under_this_machines_folder(there: Machine, ann: Person, bundle: Path) -> None:
    (place,) = there.import_(bundle).recordings
    assert place.parent == there.folder / ann.client.pseudonym
    assert place.read_bytes() == ann.place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    with there.history.reading() as db:
        row = session_by_id(db, ann.session.id)
    assert row is not None and there.folder / row.recording_path == place


def test_importing_again_changes_nothing(there: Machine, bundle: Path) -> None:
    assert sum(there.import_(bundle).added.values()) > len(CARRIED)
    again = there.import_(bundle)
    assert (set(again.added.values()), again.recordings) == ({0}, ())


def test_pain_that_only_one_machine_had_is_new_to_the_decisions_of_the_other(
    here: Machine, there: Machine, ann: Person, tmp_path: Path
) -> None:
    """Each side decided without knowing of it; what came as a whole is as it was."""

    def arrivals(machine: Machine) -> dict[int, int | None]:
        return {row["score"]: row["arrived_at_ns"] for row in rows(machine, PAIN, ann.client.pseudonym)}

    there.import_(here.export(ann, tmp_path / "first"))
    assert arrivals(there) == arrivals(here)
    known = arrivals(here)
    for machine, score in ((here, 7), (there, 8)):
        with machine.history.writing() as db:
            add_pain(db, client(db, ann.client.pseudonym), score, "next_day", NOW_NS - 5)
    with here.history.writing() as db:
        set_level(db, client(db, ann.client.pseudonym), 3, author(db, "Tess", "trainer"), "", NOW_NS - 1)
    again = here.export(ann, tmp_path / "second")
    there.import_(again)
    assert arrivals(there) == {**known, 7: NOW_NS, 8: NOW_NS}
    assert set(there.import_(again).added.values()) == {0}


def test_a_bundle_is_readable_without_this_program(ann: Person, bundle: Path) -> None:
    manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["schema"], manifest["client"]) == ("imu-hinge/client/1", ann.client.pseudonym)
    lying = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == lying - {MANIFEST}
    assert all(sha256_of(bundle / name) == told["sha256"] for name, told in manifest["files"].items())
    texts = json.loads((bundle / "consent_texts.json").read_text(encoding="utf-8"))
    assert {one["text"] for one in texts} == {wording(purpose).text for purpose in PURPOSES}
    (kept,) = json.loads((bundle / "rep_edit.json").read_text(encoding="utf-8"))
    assert kept["before"] == {"set_index": 1, "index": 1, "status": "counted"}
    written = {row["author_id"] for row in json.loads((bundle / "note.json").read_text(encoding="utf-8"))}
    authors = {row["id"]: row["name"] for row in json.loads((bundle / "author.json").read_text(encoding="utf-8"))}
    assert {authors[ident] for ident in written} == {NAME, "Tess Trainer"}


def test_only_this_client_is_in_it(here: Machine, bundle: Path, ann: Person, tmp_path: Path) -> None:
    bob = person(here.history, here.folder, OTHERS_NAME)
    again = here.export(ann, tmp_path / "again")
    told = b"".join(path.read_bytes() for path in sorted(again.rglob("*")) if path.is_file())
    assert NAME.encode() in told
    assert OTHERS_NAME.encode() not in told and bob.client.pseudonym.encode() not in told


def test_a_recording_with_a_name_of_its_own_is_renamed(here: Machine, ann: Person, tmp_path: Path) -> None:
    elsewhere = tmp_path / "Ann at home.mcap"
    shutil.move(ann.place, elsewhere)
    move_row(here, ann, str(elsewhere))
    elsewhere.with_name(elsewhere.name + ".damaged").write_bytes(b"what a heal put aside")
    out = here.export(ann, tmp_path / "out")
    assert sorted(path.name for path in (out / "recordings").iterdir()) == [ann.place.name, f"{ann.place.name}.damaged"]


def test_a_recording_that_is_gone_is_told_and_the_rest_is_exported(
    here: Machine, there: Machine, ann: Person, tmp_path: Path
) -> None:
    ann.place.unlink()
    exported = export_client(here.history, ann.client, tmp_path / "out", here.folder, NOW_NS)
    assert exported.missing == (ann.place,)
    assert there.import_(exported.path).recordings == ()
    with there.history.reading() as db:
        row = session_by_id(db, ann.session.id)
        assert row is not None and row.recording_path == ""
        assert session_line(db, ann.session.id).counted == 2


def move_row(machine: Machine, one: Person, path: str) -> None:
    with machine.history.writing() as db:
        db.execute(update(SESSION).where(SESSION.c.id == one.session.id).values(recording_path=path))


def test_nothing_is_exported_over(here: Machine, ann: Person, bundle: Path) -> None:
    with pytest.raises(UsageError, match="already exists"):
        here.export(ann, bundle)
    with pytest.raises(UsageError, match="there is no folder"):
        here.export(ann, bundle / "none" / "out")


def test_a_session_that_is_being_recorded_is_not_exported(here: Machine, ann: Person, tmp_path: Path) -> None:
    part = ann.place.with_name(ann.place.name + ".part")
    shutil.move(ann.place, part)
    with part.open("rb+") as writer:
        assert try_lock(writer.fileno())
        with pytest.raises(UsageError, match="is being recorded; end it first"):
            here.export(ann, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    assert here.export(ann, tmp_path / "out").is_dir()  # abandoned: it is taken as it is


def test_several_clients_lie_side_by_side(here: Machine, ann: Person, tmp_path: Path) -> None:
    bob = person(here.history, here.folder, OTHERS_NAME)
    (tmp_path / "all").mkdir()
    made = {here.export(one, tmp_path / "all" / one.client.pseudonym) for one in (ann, bob)}
    assert set(bundles_in(tmp_path / "all")) == made
    assert bundles_in(tmp_path / "all" / bob.client.pseudonym) == [tmp_path / "all" / bob.client.pseudonym]


def test_files_are_for_this_user_only(bundle: Path) -> None:
    if os.name == "posix":
        assert [path for path in (bundle, *bundle.rglob("*")) if path.stat().st_mode & 0o077] == []


def test_rows_survive_json_bit_for_bit(here: Machine, ann: Person) -> None:
    for table in OWNED:
        with here.history.reading() as db:
            found = [dict(row) for row in db.execute(select(table)).mappings()]
        assert [from_plain(table, json.loads(json.dumps(to_plain(row)))) for row in found] == found


def test_a_text_with_a_zero_is_refused() -> None:
    with pytest.raises(ValueError, match=r"pseudonym is 'a.x00b'"):
        from_plain(METADATA.tables["client"], {"id": "0" * 32, "pseudonym": "a\0b"})


def test_rows_of_a_client_are_found_through_its_sessions(here: Machine, ann: Person) -> None:
    with here.history.writing() as db:
        other = client_of(db, "c-00000000", NOW_NS)
        mine = db.execute(select(NOTE).where(owned_by(NOTE, ann.client.id))).mappings().first()
        assert mine is not None
        db.execute(insert(NOTE).values(**{**mine, "id": other.id, "client_id": other.id, "session_id": None}))
        assert len(db.execute(select(NOTE).where(owned_by(NOTE, other.id))).all()) == 1
