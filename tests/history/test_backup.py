"""A backup is a whole database; putting it back never loses the one that was there."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imu_hinge.history.backup import back_up, dump_line, restore
from imu_hinge.history.clients import add_client, clients
from imu_hinge.history.database import History, checked_url, open_history, sqlite_url
from imu_hinge.history.erase import erase, erasure
from imu_hinge.history.files import sha256_of
from imu_hinge.history.handed_out import note_copy
from imu_hinge.history.outbox import EPOCH
from imu_hinge.history.rows import Copy
from imu_hinge.history.stored import read
from imu_hinge.history.tables import COPY, SETTING
from imu_hinge.model.errors import HistoryError, UsageError
from tests.history.made import NOW_NS


@pytest.fixture
def history(sqlite_file: str) -> Iterator[History]:
    with open_history(sqlite_file) as opened:
        yield opened


@pytest.fixture
def path(history: History) -> Path:
    """Of the history's file."""
    assert history.path
    return history.path


def add(history: History, name: str) -> None:
    with history.writing() as db:
        add_client(db, display_name=name, birth_year=None, now_ns=NOW_NS)


def names(path: Path) -> list[str]:
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        return sorted(line.client.display_name or "" for line in clients(db))


def setting(path: Path, key: str) -> str | None:
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        return db.scalar(select(SETTING.c.value).where(SETTING.c.key == key))


def asked(path: Path, statement: str) -> Any:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(statement).fetchone()[0]


def test_a_backup_is_one_whole_file_and_is_noted(history: History, tmp_path: Path) -> None:
    add(history, "Ann")
    made = back_up(history, tmp_path / "backup.db", NOW_NS)
    assert names(made) == ["Ann"]
    assert asked(made, "PRAGMA integrity_check") == "ok"
    assert made.stat().st_mode & 0o077 == 0
    with history.reading() as db:
        (noted,) = read(db, Copy, select(COPY))
    assert (noted.kind, noted.path, noted.client_id) == ("backup", str(made), None)


def test_the_noted_sum_is_that_of_the_file(history: History, tmp_path: Path) -> None:
    made = back_up(history, tmp_path / "backup.db", NOW_NS)
    with history.reading() as db:
        (noted,) = read(db, Copy, select(COPY))
    assert noted.sha256 == sha256_of(made)


def test_nothing_is_backed_up_over(history: History, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        back_up(history, there, NOW_NS)
    with pytest.raises(UsageError, match="there is no folder"):
        back_up(history, tmp_path / "none" / "b.db", NOW_NS)
    assert there.read_text() == "mine"


def test_others_write_while_it_is_made(history: History, tmp_path: Path) -> None:
    for number in range(20):
        add(history, f"before {number}")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            add(history, f"meanwhile {(number := number + 1)}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(history, tmp_path / "backup.db", NOW_NS)
    finally:
        stop.set()
        writer.join()
    assert asked(made, "PRAGMA integrity_check") == "ok"
    assert {f"before {number}" for number in range(20)} <= set(names(made))


def test_a_backup_comes_back_and_the_one_before_is_kept(history: History, path: Path, tmp_path: Path) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    add(history, "Bob")
    history.close()
    kept = restore(path, backup)
    assert names(path) == ["Ann"]
    assert kept == path.with_name("history.db.before-restore-1")
    assert names(kept) == ["Ann", "Bob"]
    assert path.stat().st_mode & 0o077 == 0
    assert restore(path, kept) == path.with_name("history.db.before-restore-2")
    assert names(path) == ["Ann", "Bob"]
    assert names(backup) == ["Ann"]


def test_each_restore_makes_a_database_of_its_own(history: History, path: Path, tmp_path: Path) -> None:
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    history.close()
    epochs = [setting(path, EPOCH)]
    for _ in range(2):
        restore(path, backup)
        epochs.append(setting(path, EPOCH))
    assert len(set(epochs)) == 3 and None not in epochs[1:]


def noted(path: Path) -> list[tuple[str, str]]:
    with open_history(sqlite_url(path)) as history, history.reading() as db:
        return sorted((copy.kind, copy.path) for copy in read(db, Copy, select(COPY)))


def test_a_backup_that_came_back_is_known_in_the_history_it_became(
    history: History, path: Path, tmp_path: Path
) -> None:
    with history.writing() as db:
        ann = add_client(db, display_name="Ann", birth_year=None, now_ns=NOW_NS)
    one = back_up(history, tmp_path / "one.db", NOW_NS)
    two = back_up(history, tmp_path / "two.db", NOW_NS)
    with history.writing() as db:
        bob = add_client(db, display_name="Bob", birth_year=None, now_ns=NOW_NS)
        for client in (ann, bob):
            note_copy(db, client.id, "export", tmp_path / f"{client.display_name}.csv", "0" * 64, NOW_NS)
    history.close()
    for _ in range(2):
        restore(path, one)
        assert noted(path) == [("backup", str(one)), ("backup", str(two)), ("export", str(tmp_path / "Ann.csv"))]


def test_an_erase_reaches_the_backup_that_came_back(history: History, path: Path, tmp_path: Path) -> None:
    with history.writing() as db:
        ann = add_client(db, display_name="Ann", birth_year=None, now_ns=NOW_NS)
    (tmp_path / "stick").mkdir()
    one = back_up(history, tmp_path / "stick" / "one.db", NOW_NS)
    history.close()
    restore(path, one)
    with open_history(sqlite_url(path)) as again:
        going = erasure(again, ann.pseudonym, tmp_path / "recordings")
        assert one in going.backups
        assert erase(again, going, [tmp_path]).left == 0
    assert b"Ann" not in one.read_bytes()


def test_a_damaged_history_is_replaced_and_kept_with_its_log(history: History, path: Path, tmp_path: Path) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    history.close()
    path.write_bytes(b"torn " * 5000)
    path.with_name("history.db-wal").write_bytes(b"log of the torn one")
    kept = restore(path, backup)
    assert kept and kept.read_bytes() == b"torn " * 5000
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"log of the torn one"
    assert names(path) == ["Ann"]


def test_where_there_was_none_a_backup_begins_one(history: History, tmp_path: Path) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    assert restore(tmp_path / "new" / "history.db", backup) is None
    assert names(tmp_path / "new" / "history.db") == ["Ann"]


def later(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Path.unlink, "is not there"),
        (emptied, "is no backup of a history"),
        (torn, "is (not whole|no backup)"),
        (another, "is no backup of a history"),
        (later, "made by a later version"),
    ],
    ids=["missing", "empty", "torn", "another database", "later"],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    change: Any, why: str, history: History, path: Path, tmp_path: Path
) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    history.close()
    change(backup)
    with pytest.raises((HistoryError, UsageError), match=why):
        restore(path, backup)
    assert names(path) == ["Ann"]
    assert list(path.parent.glob("*restore*")) == []


def test_a_history_in_use_is_not_taken_away(history: History, path: Path, tmp_path: Path) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    with pytest.MonkeyPatch.context() as patch, history.reading():
        patch.setattr("imu_hinge.history.backup.BUSY_MS", 10)
        with pytest.raises(HistoryError, match="another program has it open; close it"):
            restore(path, backup)
    add(history, "Bob")
    assert names(path) == ["Ann", "Bob"]


KILLED = """
import os, sys
from pathlib import Path
from imu_hinge.history import backup
def killed(*told):
    os._exit(9)
if sys.argv[3] == "replace":
    Path.replace = killed
else:
    setattr(backup, sys.argv[3], killed)
backup.restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("step", ["_set_epoch", "_put_aside", "replace"])
def test_killed_in_the_middle_of_a_restore_the_history_is_there(
    step: str, history: History, path: Path, tmp_path: Path
) -> None:
    add(history, "Ann")
    backup = back_up(history, tmp_path / "backup.db", NOW_NS)
    add(history, "Bob")
    history.close()
    words = [sys.executable, "-c", KILLED, str(path), str(backup), step]
    assert subprocess.run(words, timeout=60, check=False).returncode == 9
    assert names(path) == ["Ann", "Bob"]
    restore(path, backup)
    assert names(path) == ["Ann"]


def test_a_full_disk_leaves_no_half_backup(history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, part: Path) -> None:
        shutil.copy(path, part)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("imu_hinge.history.copying._copy", full)
    with pytest.raises(HistoryError, match=r"cannot be made .*full.*free some space"):
        back_up(history, tmp_path / "backup.db", NOW_NS)
    assert list(tmp_path.glob("backup*")) == []


def test_a_server_is_told_the_line_without_its_password(history: History, tmp_path: Path) -> None:
    url = checked_url("postgresql://coach:secret@clinic.example/hinge")
    line = dump_line(History(url), tmp_path / "x.dump")
    assert line == f"pg_dump --format=custom --file='{tmp_path}/x.dump' 'postgresql://coach@clinic.example/hinge'"
