import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from imu_hinge.history.clients import add_client, clients
from imu_hinge.history.copying import copied, newest_copy
from imu_hinge.history.database import History, checked_url, connected, history_url, open_history, sqlite_url
from imu_hinge.history.frozen import frozen
from imu_hinge.history.notes import add_note
from imu_hinge.history.refusals import UnwritableError, said
from imu_hinge.history.tables import CLIENT, NOTE, SETTING
from imu_hinge.model.errors import HistoryError, UsageError
from tests.history.children import child, ended, run
from tests.history.made import NOW_NS, SAID, session_of, somebody, trainer

PRAGMAS = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}


def path_of(url: str) -> Path:
    return Path(str(checked_url(url).database))


def look(url: str) -> None:
    with open_history(url):
        pass


def use(history: History) -> None:
    with history.writing():
        pass


def test_the_file_is_for_this_user_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "history.db"
    with open_history(sqlite_url(path)) as history, history.writing() as db:
        somebody(db)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"history.db": 0o600, "history.db-wal": 0o600, "history.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_second_look_of_the_same_program_takes_no_locks_from_the_first(tmp_path: Path) -> None:
    """Else the next program to close the file would take it for the last one, and delete the log that is in use."""
    url = sqlite_url(tmp_path / "history.db")
    with open_history(url) as history:
        with history.writing() as db:
            somebody(db)
        look(url)
        look_from_elsewhere(tmp_path / "history.db")
        with history.writing() as db:
            somebody(db)
        assert look_from_elsewhere(tmp_path / "history.db") == 2


def look_from_elsewhere(path: Path) -> int:
    """Clients that another program finds, which closes the file again."""
    asked = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1])"
    asked += "; print(d.execute('SELECT count(*) FROM client').fetchone()[0]); d.close()"
    return int(subprocess.run([sys.executable, "-c", asked, path], capture_output=True, check=True).stdout)


def test_its_place_is_the_data_folder_of_this_user_or_what_a_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMU_HINGE_DB_URL", raising=False)
    assert history_url().startswith("sqlite:///")
    assert history_url().endswith("imu-hinge/history.db")
    monkeypatch.setenv("IMU_HINGE_DB_URL", "postgresql://me@there/training")
    assert str(checked_url(history_url())) == "postgresql+psycopg://me@there/training"


@pytest.mark.parametrize("url", ["history.db", "mysql://me@there/training", "sqlite://", "sqlite:///:memory:"])
def test_what_is_no_place_for_a_history_is_told(url: str) -> None:
    with pytest.raises(UsageError, match=r"IMU_HINGE_DB_URL: .*; expected something like sqlite:///"):
        checked_url(url)


def test_every_connection_is_set_up_alike(sqlite_file: str) -> None:
    with open_history(sqlite_file) as history, history.reading() as first, history.reading() as second:
        for db in (first, second):
            assert {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS} == PRAGMAS


def test_what_hangs_on_a_client_goes_with_it_and_leaves_no_trace(sqlite_file: str) -> None:
    with open_history(sqlite_file) as history:
        with history.writing() as db:
            client = somebody(db, "Rumpelstilzchen")
            add_note(db, client, trainer(db), "stands on one leg", NOW_NS, session=session_of(db, client))
        with history.writing() as db:
            db.execute(CLIENT.delete())
            assert db.execute(select(func.count()).select_from(NOTE)).scalar() == 0
        history.engine.dispose()
    left = b"".join(file.read_bytes() for file in path_of(sqlite_file).parent.iterdir())
    assert b"Rumpelstilzchen" not in left
    assert b"stands on one leg" not in left


def test_a_row_of_nobody_is_refused(history: History) -> None:
    with history.writing() as db:
        client = somebody(db)
        author = trainer(db)
    with history.writing() as db:
        db.execute(CLIENT.delete())
    with pytest.raises(HistoryError, match="try again"), history.writing() as db:
        add_note(db, client, author, "too late", NOW_NS)


def test_a_transaction_is_whole_or_was_not(history: History) -> None:
    with pytest.raises(ZeroDivisionError), history.writing() as db:
        somebody(db)
        _ = 1 / 0
    with history.reading() as db:
        assert clients(db) == []


def test_nothing_is_written_while_reading(history: History) -> None:
    with pytest.raises(HistoryError), history.reading() as db:
        somebody(db)
    with history.writing() as db:
        somebody(db)


def test_whoever_reads_sees_one_state(history: History) -> None:
    with history.reading() as before:
        assert clients(before) == []
        with history.writing() as db:
            somebody(db)
        assert clients(before) == []
    with history.reading() as after:
        assert len(clients(after)) == 1


def test_two_programs_write_at_once_and_nothing_is_lost(url: str) -> None:
    def write(name: str) -> Callable[[], None]:
        def work() -> None:
            with open_history(url) as history:
                for number in range(25):
                    with history.writing() as db:
                        add_client(db, display_name=f"{name} {number}", birth_year=None, now_ns=NOW_NS)

        return work

    assert [ended(pid) for pid in [child(write("one")), child(write("other"))]] == [0, 0]
    with open_history(url) as history, history.reading() as db:
        assert len(clients(db)) == 50


def test_a_file_that_another_program_holds_is_told(sqlite_file: str) -> None:
    with open_history(sqlite_file) as history, closing(sqlite3.connect(path_of(sqlite_file))) as other:
        event.listen(history.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
        history.engine.dispose()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError, match=r"another program is writing to it.*close the other program"):
            use(history)


def test_a_full_disk_is_told_and_what_was_there_stays(sqlite_file: str) -> None:
    with open_history(sqlite_file) as history:
        with history.writing() as db:
            somebody(db, "Anna")
            pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        event.listen(history.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}").close())
        history.engine.dispose()
        with pytest.raises(HistoryError, match="the disk is full; free some space"), history.writing() as db:
            db.execute(insert(SETTING).values(key="large", value="x" * 100_000))
        with history.reading() as db:
            assert len(clients(db)) == 1


def broken(code: int, words: str = "disk I/O error") -> DBAPIError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return DBAPIError("SELECT 1", None, error)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_CANTOPEN])
def test_what_a_full_disk_makes_sqlite_say_is_told_as_such(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.db"
    assert "the disk is full" not in str(said(str(path), path, broken(code)))
    monkeypatch.setattr("imu_hinge.history.refusals.shutil.disk_usage", lambda _: SimpleNamespace(free=4096))
    assert str(said(str(path), path, broken(code))).startswith(f"{path}: the disk is full; free some space")


def test_a_history_on_a_full_disk_is_read(sqlite_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_history(sqlite_file) as history, history.writing() as db:
        somebody(db, "Anna")
    full = UnwritableError(path_of(sqlite_file), "the disk is full", "free some space")

    def refuse(_: object) -> None:
        raise full

    monkeypatch.setattr("imu_hinge.history.migrations.bring_up", refuse)
    with open_history(sqlite_file) as history:
        with history.reading() as db:
            assert [line.client.display_name for line in clients(db)] == ["Anna"]
        with pytest.raises(HistoryError, match="the disk is full"):
            use(history)
    path_of(sqlite_file).unlink()
    with pytest.raises(HistoryError, match="the disk is full"):
        look(sqlite_file)


def test_what_another_program_wrote_just_now_is_read_too(sqlite_file: str) -> None:
    path = path_of(sqlite_file)
    why = UnwritableError(path, "the disk is full", "free some space")
    with open_history(sqlite_file) as other:
        with other.writing() as db:
            somebody(db, "Anna")
        assert path.with_name("history.db-wal").stat().st_size
        with frozen(checked_url(sqlite_file), why) as history, history.reading() as db:
            assert len(clients(db)) == 1


def test_a_lost_table_is_a_damaged_file(sqlite_file: str) -> None:
    with closing(sqlite3.connect(path_of(sqlite_file))) as file, file:
        file.execute("DROP TABLE note")
    with (
        pytest.raises(HistoryError, match=r"is damaged; .*sessions rebuild"),
        open_history(sqlite_file) as history,
        history.reading() as db,
    ):
        db.execute(select(NOTE)).all()


def test_an_emptied_file_is_no_new_history(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.touch()
    look(sqlite_url(path))
    for companion in tmp_path.glob("history.db*"):
        companion.unlink()
    path.touch()
    (tmp_path / "recordings" / "c-00000000").mkdir(parents=True)
    (tmp_path / "recordings" / "c-00000000" / "20261121T090000Z-000000ab.mcap").touch()
    with pytest.raises(HistoryError, match=r"is damaged: it is empty .*move it away .*sessions rebuild"):
        look(sqlite_url(path))
    assert path.stat().st_size == 0
    path.unlink()
    look(sqlite_url(path))


def test_a_damaged_file_is_told_with_its_newest_backup(sqlite_file: str) -> None:
    path = path_of(sqlite_file)
    with pytest.raises(HistoryError, match=r"is damaged; move it away and make it again .*sessions rebuild"):
        _open_damaged(path)
    copied_to = copied_again(path)
    with pytest.raises(HistoryError, match=rf"is damaged; `imu-hinge clients restore {copied_to}`"):
        _open_damaged(path)


def copied_again(path: Path) -> Path:
    path.unlink()
    with open_history(sqlite_url(path)) as history, history.writing() as db:
        somebody(db)
    older = copied(path, path.with_name("history.db.before-0001"))
    os.utime(older, ns=(0, 0))
    copy = copied(path, path.with_name("history.db.backup-20261121"))
    assert newest_copy(path) == copy
    return copy


def _open_damaged(path: Path) -> None:
    with path.open("rb+") as file:
        file.write(b"\xff" * 4096)
    with open_history(sqlite_url(path)):
        pass


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_text("Liebes Tagebuch, " * 300)
    with pytest.raises(HistoryError, match=r"history\.db: is damaged"):
        look(sqlite_url(path))


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HistoryError, match=r"cannot be opened .*make it and its folder writable"):
        look(sqlite_url(tmp_path / "file" / "history.db"))


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_file_that_may_not_be_written_is_read_and_a_write_is_told(sqlite_file: str) -> None:
    path = path_of(sqlite_file)
    with open_history(sqlite_file) as history, history.writing() as db:
        somebody(db, "Anna")
    path.chmod(0o444)
    path.parent.chmod(0o555)
    told, tell = os.pipe()

    def work() -> None:
        become_somebody_else()
        with open_history(sqlite_file) as history:
            with history.reading() as db:
                assert [line.client.display_name for line in clients(db)] == ["Anna"]
            try:
                use(history)
            except HistoryError as error:
                os.write(tell, str(error).encode())

    with reachable(path.parent):
        assert run(work) == 0
    words = os.read(told, 999).decode()
    assert words.startswith(f"{path}: cannot be opened (Permission denied); make it and its folder writable")
    os.close(told)
    os.close(tell)


def become_somebody_else() -> None:
    """The administrator may write everywhere."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


@contextmanager
def reachable(folder: Path) -> Iterator[None]:
    """The folders of pytest above it may be passed through by anybody."""
    above = {one: one.stat().st_mode for one in folder.parents if one.stat().st_uid == os.geteuid()}
    above = {one: mode for one, mode in above.items() if not mode & stat.S_IXOTH}
    for one, mode in above.items():
        one.chmod(mode | stat.S_IXOTH)
    try:
        yield
    finally:
        for one, mode in above.items():
            one.chmod(mode)
        folder.chmod(0o755)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(HistoryError, match=r"me:\*\*\*@127\.0\.0\.1:1/none: cannot be reached .*the server runs"):
        look("postgresql://me:geheim@127.0.0.1:1/none")


def test_postgres_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"pip install 'imu-hinge\[postgres\]'"):
        look("postgresql://me@127.0.0.1/none")


def test_a_wait_for_somebody_elses_row_ends(postgres_database: str) -> None:
    def locked(db: Connection) -> None:
        db.execute(text("SET LOCAL lock_timeout = 20"))
        db.execute(CLIENT.update().values(cautions="x"))

    with connected(postgres_database) as history:
        with history.writing() as db:
            somebody(db)
        with history.writing() as first:
            first.execute(CLIENT.update().values(cautions="y"))
            with pytest.raises(HistoryError, match="another program is writing"), history.writing() as second:
                locked(second)


def test_a_set_that_was_said_is_in_a_copy_made_meanwhile(sqlite_file: str, tmp_path: Path) -> None:
    with open_history(sqlite_file) as history:
        with history.writing() as db:
            session_of(db, somebody(db), SAID)
        copy = copied(path_of(sqlite_file), tmp_path / "copy.db")
    with open_history(sqlite_url(copy)) as again, again.reading() as db:
        assert clients(db)[0].sessions == 1
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
