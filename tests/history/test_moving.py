"""A client is taken from one machine to another, whole, once."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select, update

from imu_hinge.history.authors import author
from imu_hinge.history.belongings import CARRIED, OF_NOBODY, OWNED, owned_by
from imu_hinge.history.bundle import MANIFEST, TABLES
from imu_hinge.history.clients import client, client_of
from imu_hinge.history.consents import PURPOSES, consents, holds, watch_of, withdraw, wording
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.edits import edit, edits
from imu_hinge.history.files import sha256_of
from imu_hinge.history.levels import levels, set_level
from imu_hinge.history.moving import Imported, bundles_in, export_client, import_client
from imu_hinge.history.notes import change_note, notes
from imu_hinge.history.pains import add_pain
from imu_hinge.history.plain import from_plain, to_plain
from imu_hinge.history.plans import plan, set_plan
from imu_hinge.history.sessions import said, session_by_id, session_line
from imu_hinge.history.tables import METADATA, NOTE, PAIN, SESSION, TRANSPORT
from imu_hinge.model.errors import HistoryError, UsageError
from imu_hinge.recording.locks import try_lock
from tests.history.filled import NAME, OTHERS_NAME, Person, person
from tests.history.made import NOW_NS, REPS


@dataclass
class Machine:
    """A history and a folder of recordings."""

    history: History
    folder: Path

    def import_(self, bundle: Path) -> Imported:
        return import_client(self.history, bundle, self.folder, NOW_NS)

    def export(self, one: Person, out: Path) -> Path:
        return export_client(self.history, one.client, out, self.folder, NOW_NS).path


@pytest.fixture
def here(history: History, tmp_path: Path) -> Machine:
    return Machine(history, tmp_path / "here" / "recordings")


@pytest.fixture
def there(migrated_file: Path, tmp_path: Path) -> Iterator[Machine]:
    """Another machine."""
    (tmp_path / "there").mkdir()
    with open_history(sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "there")))) as history:
        yield Machine(history, tmp_path / "there" / "recordings")


@pytest.fixture
def ann(here: Machine) -> Person:
    return person(here.history, here.folder)


@pytest.fixture
def bundle(here: Machine, ann: Person, tmp_path: Path) -> Path:
    return here.export(ann, tmp_path / "ann")


def rows(machine: Machine, table: Table, pseudonym: str) -> list[dict[str, Any]]:
    """What stands of a client in a table, but where its recording and the bundle lie."""
    with machine.history.reading() as db:
        found = db.execute(select(table).where(owned_by(table, client(db, pseudonym).id)).order_by(*table.primary_key))
        return [{**row, "recording_path": ""} for row in found.mappings() if row.get("kind") != "export"]


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


# two machines that both know the client


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


# what is not as it was exported


def rewritten(name: str, change: Callable[[Any], Any], *, told: bool = True) -> Callable[[Path], None]:
    """Changes a JSON file of a bundle, and with `told` its sum in the manifest too."""

    def tamper(bundle: Path) -> None:
        path = bundle / name
        values = change(json.loads(path.read_text(encoding="utf-8")))
        path.write_text(json.dumps(values), encoding="utf-8")
        if told and name != MANIFEST:
            manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
            manifest["files"][name]["sha256"] = sha256_of(path)
            (bundle / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")

    return tamper


def listed(name: str) -> Callable[[Any], Any]:
    """A manifest that also vouches for the file `name`."""
    return lambda values: {**values, "files": {**values["files"], name: {"sha256": "0" * 64}}}


def first(**changes: Any) -> Callable[[Any], Any]:
    """A table whose first row is changed."""
    return lambda values: [{**values[0], **changes}, *values[1:]]


def without(name: str) -> Callable[[Path], None]:
    return lambda bundle: next(bundle.glob(name)).unlink()


def appended(name: str) -> Callable[[Path], None]:
    def tamper(bundle: Path) -> None:
        with next(bundle.glob(name)).open("ab") as file:
            file.write(b" x")

    return tamper


def linked(bundle: Path) -> None:
    """A table that is a link to a file outside, whose sum is right."""
    shutil.move(bundle / "pain.json", bundle.parent / "pain.json")
    (bundle / "pain.json").symlink_to(bundle.parent / "pain.json")


TAMPERED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a table changed": (appended("rep.json"), "rep.json", "is not as it was exported"),
    "a recording changed": (appended("recordings/*.mcap"), ".mcap", "is not as it was exported"),
    "a table missing": (without("pain.json"), "pain.json", "is missing"),
    "a recording missing": (without("recordings/*.mcap"), ".mcap", "is missing"),
    "no manifest": (without(MANIFEST), MANIFEST, "is missing"),
    "no JSON": (appended(MANIFEST), MANIFEST, "is no JSON"),
    "newer": (rewritten(MANIFEST, lambda v: {**v, "schema": "imu-hinge/client/2"}), MANIFEST, "a newer imu-hinge"),
    "foreign": (rewritten(MANIFEST, lambda v: {**v, "schema": "photos/1"}), MANIFEST, "is not the manifest"),
    "a list": (rewritten(MANIFEST, lambda v: []), MANIFEST, "is not the manifest"),
    "no sums": (rewritten(MANIFEST, lambda v: {**v, "files": {"pain.json": 1}}), MANIFEST, "the sum of each file"),
    "above": (rewritten(MANIFEST, listed("../x.json")), MANIFEST, "leaves the folder"),
    "absolute": (rewritten(MANIFEST, listed("/etc/passwd")), MANIFEST, "leaves the folder"),
    "other separator": (rewritten(MANIFEST, listed("..\\x.json")), MANIFEST, "leaves the folder"),
    "a link": (linked, MANIFEST, "'pain.json', which leaves the folder"),
    "an unknown column": (rewritten("note.json", first(colour="red")), "note.json", "row 1: colour is a column that"),
    "a missing value": (rewritten("note.json", first(text=None)), "note.json", "row 1: text is missing"),
    "no number": (rewritten("rep.json", first(t_start_ns="x")), "rep.json", "row 1: t_start_ns is 'x'"),
    "too large": (rewritten("rep.json", first(rows=1 << 40)), "rep.json", "row 1: rows is 1099511627776"),
    "no id": (rewritten("session.json", first(id="7")), "session.json", "row 1: id is '7'"),
    "a name that climbs": (rewritten("client.json", first(pseudonym="../../xxx")), "client.json", "pseudonym"),
    "two clients": (rewritten("client.json", lambda v: v * 2), "client.json", "is not one client"),
    "another's row": (rewritten("note.json", first(client_id="0" * 32)), "note.json", "has a row of another client"),
    "another's rep": (rewritten("rep.json", first(session_id="0" * 32)), "rep.json", "has a row of another session"),
    "no such level": (rewritten("level.json", first(level=9)), "ann", "rows that do not fit together"),
    "no such plan": (rewritten("plan.json", first(sets=900)), "plan.json", "row 1: plan: expected 1 to 20 sets"),
    "no scopes": (
        rewritten("consent.json", first(scopes=5)),
        "consent.json",
        "row 1: scopes: expected a list of words",
    ),
    "no account": (rewritten("consent.json", first(trainers=["a/#"])), "consent.json", "row 1: trainer 'a/#'"),
    "no such kind": (rewritten("session.json", first(kind="dance")), "ann", "rows that do not fit together"),
    "another sum": (rewritten("posture_part.json", first(tall_s=7)), "posture_part.json", "tall_s: not the sum"),
    "no day": (rewritten("posture_part.json", first(day={"seconds": 5})), "posture_part.json", "no part of a day"),
    "a day in words": (rewritten("posture_part.json", first(day={"x": "y"})), "posture_part.json", "day: expected num"),
    "no reminder": (rewritten("posture_part.json", first(reminders=[{}])), "posture_part.json", "reminders: expected"),
    "no date": (rewritten("posture_part.json", first(date="tomorrow")), "posture_part.json", "no part of a day"),
    "no measure": (rewritten("capture.json", first(value_deg=None)), "capture.json", "value_deg: missing in a capture"),
    "no such pain": (rewritten("capture.json", first(pain=11)), "capture.json", "pain: expected 0 to 10"),
    "no such set": (rewritten("rep.json", first(set_index=7)), "ann", "rows that do not fit together"),
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle to be copied."""
    folder = tmp_path_factory.mktemp("original")
    with open_history(sqlite_url(folder / "history.db")) as history:
        machine = Machine(history, folder / "recordings")
        return machine.export(person(history, machine.folder), folder / "ann")


@pytest.mark.parametrize("name", TAMPERED)
def test_a_bundle_that_was_tampered_with_is_refused_whole(
    name: str, there: Machine, original: Path, tmp_path: Path
) -> None:
    tamper, place, why = TAMPERED[name]
    bundle = Path(shutil.copytree(original, tmp_path / "ann"))
    tamper(bundle)
    assert place in refused(there, bundle, why).partition(": ")[0]


def without_aims(files: dict[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in files.items() if name not in ("plan.json", "level.json")}


def test_a_bundle_of_a_version_without_plans_and_named_trainers_is_read(
    there: Machine, original: Path, tmp_path: Path
) -> None:
    bundle, later = Path(shutil.copytree(original, tmp_path / "ann")), {"scopes", "trainers"}
    rewritten("consent.json", lambda rows: [{k: v for k, v in row.items() if k not in later} for row in rows])(bundle)
    rewritten(MANIFEST, lambda told: {**told, "files": without_aims(told["files"])})(bundle)
    pseudonym = there.import_(bundle).pseudonym
    with there.history.reading() as db:
        watching = watch_of(db, client(db, pseudonym), NOW_NS)
    assert watching is not None and (watching.scopes, watching.trainers) == ((), ())


def test_sessions_of_a_version_that_knew_no_other_kind_were_training(
    there: Machine, original: Path, tmp_path: Path
) -> None:
    bundle = Path(shutil.copytree(original, tmp_path / "ann"))
    rewritten("session.json", lambda rows: [{k: v for k, v in row.items() if k != "kind"} for row in rows])(bundle)
    there.import_(bundle)
    with there.history.reading() as db:
        assert set(db.scalars(select(SESSION.c.kind))) == {"training"}


def refused(machine: Machine, bundle: Path, why: str) -> str:
    """Nothing is imported; returns the one line that says why."""
    before = sorted(machine.folder.rglob("*.mcap")), counts(machine)
    with pytest.raises(HistoryError) as error:
        machine.import_(bundle)
    assert why in str(error.value)
    assert "\n" not in str(error.value)
    assert (sorted(machine.folder.rglob("*.mcap")), counts(machine)) == before
    return str(error.value)


def counts(machine: Machine) -> list[int]:
    with machine.history.reading() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


# requests that cannot be met


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
