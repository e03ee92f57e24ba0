"""After an erase nothing of a client is left: not a row, not a file, not a byte. The search here is a plain one."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text, update

from imu_hinge.history.authors import authors
from imu_hinge.history.backup import back_up
from imu_hinge.history.database import History, open_history
from imu_hinge.history.erase import Erased, erase, erasure
from imu_hinge.history.handed_out import note_report
from imu_hinge.history.moving import export_client
from imu_hinge.history.notes import notes
from imu_hinge.history.scrubbing import scrubbed
from imu_hinge.history.sessions import said
from imu_hinge.history.tables import METADATA, SESSION
from imu_hinge.history.traces import Wanted, traces
from imu_hinge.model.errors import HistoryError, UsageError
from imu_hinge.recording.locks import try_lock
from tests.history.filled import NAME, OTHERS_NAME, SECRETS, Person, person, running
from tests.history.made import NOW_NS
from tests.tiers import shortened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of the recordings."""
    return tmp_path / "recordings"


@pytest.fixture
def ann(history: History, folder: Path) -> Person:
    return person(history, folder)


@pytest.fixture
def bob(history: History, folder: Path) -> Person:
    """Somebody else, about whom much the same was written."""
    return person(history, folder, OTHERS_NAME, words=" (Bob)")


def erased(history: History, one: Person, folder: Path) -> Erased:
    return erase(history, erasure(history, one.client.pseudonym, folder), [folder.parent])


def found(folder: Path, *secrets: str) -> int:
    """How often any of these stands in any file below a folder."""
    data = b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return sum(data.count(secret.encode()) for secret in secrets)


def test_nothing_is_left(history: History, ann: Person, folder: Path) -> None:
    export_client(history, ann.client, folder.parent / "out", folder, NOW_NS)
    before = found(folder.parent, ann.client.pseudonym, *SECRETS)
    done = erased(history, ann, folder)
    assert before > 20
    assert (done.left, done.traces) == (0, ())
    assert found(folder.parent, ann.client.pseudonym, *SECRETS) == 0
    with history.reading() as db:
        kept = {name: len(db.execute(select(table)).all()) for name, table in METADATA.tables.items()}
    assert {name for name, count in kept.items() if count} <= {"author", "setting"}
    assert list(folder.parent.rglob("*.mcap")) == []
    assert not (folder.parent / "out").exists() and not ann.report.exists()


def test_nothing_is_left_on_the_server(postgres_database: str, server: str, folder: Path) -> None:
    with open_history(postgres_database) as history:
        ann = person(history, folder)
        data = asked(f"{server}/postgres", "SHOW data_directory")
        asked(f"{server}/postgres", "CHECKPOINT")
        before = found(Path(data), ann.client.pseudonym, *SECRETS)
        done = erased(history, ann, folder)
    asked(f"{server}/postgres", "CHECKPOINT")
    assert before > 20
    assert done.not_done == (done.not_done[0],) and "replicas and dumps" in done.not_done[0]
    assert found(Path(data), ann.client.pseudonym, *SECRETS) == 0


def asked(url: str, statement: str) -> str:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        answer = db.execute(text(statement))
        told = str(answer.scalar()) if answer.returns_rows else ""
    engine.dispose()
    return told


def test_others_keep_everything(history: History, ann: Person, bob: Person, folder: Path) -> None:
    with history.reading() as db:
        before = said(db, bob.session.id), notes(db, bob.client)
    assert erased(history, ann, folder).left == 0
    with history.reading() as db:
        assert (said(db, bob.session.id), notes(db, bob.client)) == before
        assert [one.name for one in authors(db)] == ["Tess Trainer", OTHERS_NAME]
    assert bob.place.exists() and bob.report.exists()


def test_looking_changes_nothing(history: History, ann: Person, bob: Person, folder: Path) -> None:
    lying = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.suffix in (".mcap", ".html")}
    going = erasure(history, ann.client.pseudonym, folder)
    assert (going.recordings, going.copies, going.elsewhere) == ((ann.place,), (ann.report,), ())
    assert (going.rows["session"], going.rows["rep"], going.rows["note"]) == (3, 3, 2)
    assert (going.rows["posture_part"], going.rows["capture"]) == (1, 5)
    assert set(going.sought.texts) >= {NAME}
    assert lying == {path: path.read_bytes() for path in lying}
    with history.reading() as db:
        assert len(notes(db, ann.client)) == 2


def test_what_lies_beside_a_recording_goes_with_it(history: History, ann: Person, folder: Path) -> None:
    loose = [ann.place.with_name(name) for name in (f"{ann.place.name}.damaged", f"{ann.place.name}-2.damaged")]
    loose.append(ann.place.with_name("20261122T090000Z-00000000.mcap.part"))
    for path in loose:
        path.write_bytes(ann.client.pseudonym.encode())
    assert erasure(history, ann.client.pseudonym, folder).recordings == tuple(sorted([ann.place, *loose]))
    assert erased(history, ann, folder).left == 0
    assert not ann.place.parent.exists()


def test_all_that_lies_in_the_folder_of_a_client_goes_with_it(history: History, ann: Person, folder: Path) -> None:
    table, picture = ann.place.with_name(f"{ann.place.stem}-reps.csv"), ann.place.parent / "films" / "side.png"
    picture.parent.mkdir()
    (ann.place.parent / "empty").mkdir()
    for path in (table, picture):
        path.write_text("nothing that tells whose it is", encoding="utf-8")
    assert erasure(history, ann.client.pseudonym, folder).others == (table, picture)
    assert erased(history, ann, folder).left == 0
    assert not ann.place.parent.exists()


def test_a_recording_of_somebody_else_in_the_folder_stays(history: History, ann: Person, folder: Path) -> None:
    bob = person(history, folder, OTHERS_NAME, words=" (Bob)")
    place = Path(shutil.move(bob.place, ann.place.parent / bob.place.name))
    table = place.with_name(f"{place.stem}-reps.csv")
    table.write_text("of Bob", encoding="utf-8")
    with history.writing() as db:
        db.execute(update(SESSION).values(recording_path=str(place)).where(SESSION.c.id == bob.session.id))
    done = erased(history, ann, folder)
    assert place.exists() and table.exists() and not ann.place.exists()
    assert [trace.path for trace in done.traces] == [place.parent]  # its name is the pseudonym


def test_a_table_beside_a_recording_that_lies_elsewhere_goes_too(
    history: History, ann: Person, folder: Path, tmp_path: Path
) -> None:
    place = Path(shutil.move(ann.place, tmp_path / "today.mcap"))
    table, own = tmp_path / "today-reps.csv", tmp_path / "today-shopping.txt"
    for path in (table, own):
        path.write_text("x", encoding="utf-8")
    with history.writing() as db:
        db.execute(update(SESSION).values(recording_path=str(place)).where(SESSION.c.id == ann.session.id))
    assert erased(history, ann, folder).left == 0
    assert (place.exists(), table.exists(), own.exists()) == (False, False, True)


def test_names_of_files_and_folders_are_searched(history: History, ann: Person, folder: Path) -> None:
    named = [folder.parent / f"{ann.client.pseudonym}_x", folder.parent / f"{NAME.lower()}-2.pdf"]
    named[0].mkdir()
    named[1].write_bytes(b"")
    (folder.parent / "Ann Examples.pdf").write_bytes(b"")
    done = erased(history, ann, folder)
    assert [(trace.path, trace.count) for trace in done.traces] == [(path, 1) for path in sorted(named)]


def test_a_running_session_stands_in_the_way(history: History, ann: Person, folder: Path) -> None:
    running(history, ann.session)
    part = ann.place.with_name(ann.place.name + ".part")
    shutil.move(ann.place, part)
    with part.open("rb+") as writer:
        assert try_lock(writer.fileno())
        with pytest.raises(UsageError, match="is being recorded; end it first"):
            erasure(history, ann.client.pseudonym, folder)
    assert erased(history, ann, folder).left == 0
    assert not part.exists()


def test_copies_that_were_moved_or_changed_are_named_and_stay(history: History, ann: Person, folder: Path) -> None:
    out = export_client(history, ann.client, folder.parent / "out", folder, NOW_NS).path
    shutil.move(out, folder.parent.parent / "stick")
    ann.report.write_text("corrected by hand", encoding="utf-8")
    going = erasure(history, ann.client.pseudonym, folder)
    assert (going.copies, going.elsewhere) == ((), (ann.report, out))
    erase(history, going, [folder.parent])
    assert ann.report.exists()
    shutil.rmtree(folder.parent.parent / "stick")


def test_a_copy_with_an_odd_name_is_found(history: History, ann: Person, folder: Path) -> None:
    odd = folder.parent / "page\nof\x07hers.html"
    shutil.copy(ann.report, odd)
    with history.writing() as db:
        note_report(db, ann.client.id, odd, NOW_NS)
    assert erased(history, ann, folder).left == 0
    assert not odd.exists()


def test_what_was_put_into_an_export_stays(history: History, ann: Person, folder: Path) -> None:
    out = export_client(history, ann.client, folder.parent / "out", folder, NOW_NS).path
    (out / "letter.txt").write_text("mine", encoding="utf-8")
    erased(history, ann, folder)
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_a_trace_elsewhere_is_counted(history: History, ann: Person, folder: Path) -> None:
    forgotten = folder.parent / "list.txt"
    forgotten.write_text(f"{ann.client.pseudonym}: {NAME}", encoding="utf-8")
    (folder.parent / "other.txt").write_text("Annabel Examples", encoding="utf-8")
    done = erased(history, ann, folder)
    assert [(trace.path, trace.count) for trace in done.traces] == [(forgotten, 2)]
    assert done.left == 2


# a file of this user


@pytest.fixture
def on_file(sqlite_file: str) -> Iterator[History]:
    with open_history(sqlite_file) as opened:
        yield opened


def test_backups_are_erased_too(on_file: History, folder: Path, tmp_path: Path) -> None:
    ann, bob = person(on_file, folder), person(on_file, folder, OTHERS_NAME)
    (tmp_path / "stick").mkdir()
    assert on_file.path
    beside = back_up(on_file, on_file.path.with_name("history.db.backup"), NOW_NS)
    away = back_up(on_file, tmp_path / "stick" / "history", NOW_NS)
    garbage = on_file.path.with_name("history.db.before-0001")
    garbage.write_bytes(b"nothing that can be opened, but " + ann.client.pseudonym.encode())
    gone = back_up(on_file, tmp_path / "stick" / "gone", NOW_NS)
    gone.unlink()
    done = erased(on_file, ann, folder)
    assert [(trace.path, trace.count) for trace in done.traces] == [(garbage, 1)]
    assert len(done.not_done) == 2
    assert str(garbage) in done.not_done[0] and str(gone) in done.not_done[1]
    garbage.unlink()
    assert erasure(on_file, ann.client.pseudonym, folder).clean == (beside, away)
    assert found(tmp_path, ann.client.pseudonym, NAME) == 0
    for copy in (beside, away):
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("SELECT pseudonym FROM client").fetchall() == [(bob.client.pseudonym,)]
            assert database.execute("SELECT name FROM author WHERE kind = 'wearer'").fetchall() == [(OTHERS_NAME,)]
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_search_finds_what_an_ordinary_delete_leaves(on_file: History, folder: Path) -> None:
    ann, bob = person(on_file, folder), person(on_file, folder, OTHERS_NAME)
    assert on_file.path
    with closing(sqlite3.connect(on_file.path)) as database, database:
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM client WHERE pseudonym = ?", (ann.client.pseudonym,))
    scrubbed(on_file)
    left = traces([], Wanted(ann.client.pseudonym, SECRETS), [on_file.path], ())
    assert [trace.path for trace in left] == [on_file.path]
    assert traces([], Wanted(bob.client.pseudonym, (OTHERS_NAME,)), [on_file.path], ()) == []  # only in rows


def test_a_reader_in_the_way_is_named_and_the_rest_is_done_later(on_file: History, folder: Path) -> None:
    ann = person(on_file, folder)
    assert on_file.path
    with closing(sqlite3.connect(on_file.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM note").fetchone()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("imu_hinge.history.scrubbing.BUSY_MS", 10)
            with pytest.raises(HistoryError, match=r"another program reads it.*give the same command again"):
                erased(on_file, ann, folder)
        assert found(folder.parent, NAME) > 0
    assert erasure(on_file, ann.client.pseudonym, folder).rows == {}
    assert erased(on_file, ann, folder).left == 0
    assert found(folder.parent, ann.client.pseudonym, *SECRETS) == 0


KILLED = """
import os, sys
from pathlib import Path
from imu_hinge.history import erase
from imu_hinge.history.database import open_history
url, pseudonym, folder, step, after = sys.argv[1:]
does = getattr(erase, step)
def killed(*told):
    if after == "after":
        does(*told)
    os._exit(9)
setattr(erase, step, killed)
with open_history(url) as history:
    erase.erase(history, erase.erasure(history, pseudonym, Path(folder)), [Path(folder).parent])
"""


@pytest.mark.parametrize(
    ("step", "when"),
    shortened([("_delete", "after"), ("_delete", "before"), ("_erase_rows", "after"), ("scrubbed", "before")]),
)
def test_killed_in_the_middle_it_is_completed_by_doing_it_again(
    step: str, when: str, on_file: History, folder: Path
) -> None:
    ann = person(on_file, folder)
    back_up(on_file, folder.parent / "history.db.backup", NOW_NS)
    words = [on_file.url.render_as_string(), ann.client.pseudonym, folder, step, when]
    killed = subprocess.run([sys.executable, "-c", KILLED, *map(str, words)], timeout=60, check=False)
    assert killed.returncode == 9
    assert found(folder.parent, ann.client.pseudonym) > 0
    assert erased(on_file, ann, folder).left == 0
    assert found(folder.parent, ann.client.pseudonym, *SECRETS) == 0


# a server of others


def test_what_a_user_of_the_server_may_not_do_is_told(postgres_database: str, server: str, folder: Path) -> None:
    for statement in ("DROP ROLE IF EXISTS coach", "CREATE ROLE coach LOGIN"):
        asked(f"{server}/postgres", statement)
    asked(postgres_database, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO coach")
    url = postgres_database.replace("://imu_hinge@", "://coach@")
    with open_history(url) as history:
        ann = person(history, folder)
        done = erased(history, ann, folder)
    asked(postgres_database, "DROP OWNED BY coach")
    asked(f"{server}/postgres", "DROP ROLE coach")
    assert done.left == 0
    refused = "\n".join(done.not_done)
    assert all(f'VACUUM FULL "{table}"' in refused for table in METADATA.tables)
    assert "pg_switch_wal" in refused


def test_an_unknown_pseudonym_has_nothing_to_erase(on_file: History, folder: Path) -> None:
    going = erasure(on_file, "c-7k2m9xq4", folder)
    assert (going.rows, going.recordings, going.copies) == ({}, (), ())
    assert erase(on_file, going, [folder.parent]).left == 0


def test_a_name_that_stands_in_the_schema_is_no_trace(on_file: History, folder: Path) -> None:
    ann = person(on_file, folder, "client")
    assert erased(on_file, ann, folder).left == 0
