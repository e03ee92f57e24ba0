import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.history import database
from imu_hinge.history.authors import authors
from imu_hinge.history.clients import client_of, clients
from imu_hinge.history.database import History, checked_url, open_history, sqlite_url
from imu_hinge.history.keeper import Keeper
from imu_hinge.history.notes import notes
from imu_hinge.history.pains import pains
from imu_hinge.history.reading import SessionRead
from imu_hinge.history.rebuild import keep
from imu_hinge.history.rows import Note, Pain, Said, SessionRow
from imu_hinge.history.sessions import said, session_by_id, sessions
from imu_hinge.history.tables import CLIENT
from imu_hinge.model.errors import HistoryError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Tick
from tests.history.children import KILLED, run
from tests.history.lived import CLIENT as CLIENT_NAME
from tests.history.lived import Lived, about
from tests.made import S

Kept = tuple[SessionRow, Said, list[Pain], list[Note]]


def keeper(lived: Lived, url: str, told: list[str]) -> Keeper:
    """Of a session of a client who is in the history, where there is one."""
    path = lived.path
    with suppress(HistoryError), open_history(url) as history, history.writing() as db:
        client_of(db, lived.about.client, 0)
    return Keeper(
        lived.about, lived.exercise, told.append, span=lived.span, sensors=lambda: lived.sensors, path=path, url=url
    )


def kept(url: str, lived: Lived) -> Kept:
    with open_history(url) as history, history.reading() as db:
        row = session_by_id(db, lived.session_id)
        assert row is not None
        (line,) = clients(db)
        return row, said(db, row.id), pains(db, line.client), notes(db, line.client)


def ended_sets(url: str, lived: Lived) -> int:
    with open_history(url) as history, history.reading() as db:
        return sum(one.ended for one in said(db, lived.session_id).sets)


def test_a_session_is_kept_as_its_recording_has_it(
    url: str, lived: Lived, read: SessionRead, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lived.path.parents[1]
    monkeypatch.setattr("imu_hinge.history.books.default_folder", lambda: folder)
    told: list[str] = []
    live = keeper(lived, url, told)
    lived.keep(live)
    live.recorded_at(lived.path, "closed")
    live.close()
    live.close()
    row, what, felt, noted = kept(url, lived)
    assert told == []
    assert row == replace(read.row(row.client_id, folder), verify_state="not_run")
    assert what == read.said
    with open_history(url) as history:
        keep(history, read, folder)
    assert kept(url, lived)[1:] == (what, felt, noted)
    started_ns = lived.about.start_wall_ns
    assert [(one.score, one.at_ns - started_ns) for one in felt] == [(2, 0), (4, 57 * S), (1, 61 * S)]
    assert [(one.text, one.at_ns - started_ns, one.client_may_see) for one in noted] == [
        ("looks at the floor", 62 * S, True),
        ("eyes [2J ahead", 63 * S, True),
    ]
    with open_history(url) as history, history.reading() as db:
        known = {one.id: (one.name, one.kind) for one in authors(db)}
    assert [known[one.author_id] for one in noted] == [("wearer", "wearer"), ("anna", "trainer")]


def test_a_set_is_there_when_it_ended_and_the_rest_when_the_session_did_not(
    url: str, lived: Lived, read: SessionRead
) -> None:
    """The process is killed while it goes on: the next start makes up for it."""

    def work() -> None:
        live = keeper(lived, url, [])
        lived.keep(live, until_s=58.0)
        while not ended_sets(url, lived):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)

    assert run(work) == KILLED
    row, what, felt, _ = kept(url, lived)
    assert (row.ended_at_ns, row.recording_path, row.end_reason) == (None, str(lived.path), "")
    assert [(one.index, one.counted, one.ended) for one in what.sets] == [(1, 4, True)]
    assert what.sets == read.said.sets
    assert [one.score for one in felt] == [2, 4]
    with open_history(url) as history:
        keep(history, read, lived.path.parents[1])
    row, what, felt, _ = kept(url, lived)
    assert row.ended_at_ns is not None
    assert [one.score for one in felt] == [2, 4, 1]


def test_a_session_in_which_no_sensor_spoke_is_none(sqlite_file: str, lived: Lived) -> None:
    live = keeper(lived, sqlite_file, [])
    live.receive(Tick(5), Step(lived.steps[0][1].frames))
    live.close()
    with open_history(sqlite_file) as history, history.reading() as db:
        assert sessions(db) == []


def test_a_client_who_is_erased_before_the_first_sample_does_not_come_back(sqlite_file: str, lived: Lived) -> None:
    told: list[str] = []
    live = keeper(lived, sqlite_file, told)
    with open_history(sqlite_file) as history, history.writing() as db:
        db.execute(CLIENT.delete())
    lived.keep(live)
    live.close()
    (words,) = told
    assert f"was erased; the session goes on; afterwards `imu-hinge clients erase {CLIENT_NAME} --yes`" in words
    with open_history(sqlite_file) as history, history.reading() as db:
        assert clients(db) == []


def test_a_client_who_is_erased_meanwhile_does_not_come_back(sqlite_file: str, lived: Lived) -> None:
    told: list[str] = []
    live = keeper(lived, sqlite_file, told)
    lived.keep(live, until_s=58.0)
    while not ended_sets(sqlite_file, lived):
        time.sleep(0.01)
    with open_history(sqlite_file) as history, history.writing() as db:
        db.execute(CLIENT.delete())
    live.close()
    (words,) = told
    assert "was erased" in words and "rebuild" not in words
    with open_history(sqlite_file) as history, history.reading() as db:
        assert clients(db) == []


def test_a_history_that_is_damaged_is_told_once_and_the_session_goes_on(tmp_path: Path, lived: Lived) -> None:
    path = tmp_path / "history.db"
    path.write_text("Liebes Tagebuch, " * 300)
    told: list[str] = []
    live = keeper(lived, sqlite_url(path), told)
    lived.keep(live)
    live.close()
    (words,) = told
    assert words.startswith(f"not kept in the history: {path}: is damaged; ")
    assert words.endswith("the session goes on; `imu-hinge sessions rebuild` makes up for it from the recording")


def test_a_server_that_is_gone_is_told_once(lived: Lived) -> None:
    pytest.importorskip("psycopg")
    told: list[str] = []
    live = keeper(lived, "postgresql://me@127.0.0.1:1/none", told)
    lived.keep(live)
    live.close()
    assert len(told) == 1
    assert "cannot be reached" in told[0]


def test_whatever_else_goes_wrong_does_not_reach_the_session(
    sqlite_file: str, lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("imu_hinge.history.books.save_session", broken)
    told: list[str] = []
    live = keeper(lived, sqlite_file, told)
    lived.keep(live)
    live.close()
    assert len(told) == 1
    assert "a fault of ours" in told[0]


@contextmanager
def held(url: str) -> Iterator[None]:
    """Another program is writing all the time."""
    with closing(sqlite3.connect(str(checked_url(url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("COMMIT")


def test_what_another_program_held_up_is_kept_in_the_end(
    sqlite_file: str, lived: Lived, read: SessionRead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", ("busy_timeout=10", *database._PRAGMAS[1:]))
    told: list[str] = []
    live = keeper(lived, sqlite_file, told)
    with held(sqlite_file):
        lived.keep(live)
        while not told:
            time.sleep(0.01)
    live.recorded_at(None, "")
    live.close()
    row, what, felt, _ = kept(sqlite_file, lived)
    assert len(told) == 1
    assert "another program is writing" in told[0]
    assert (row.recording_path, row.recording_sha256) == ("", "")
    assert (what, len(felt)) == (read.said, 3)


def test_a_recording_that_is_gone_again_costs_only_its_sum(sqlite_file: str, lived: Lived, tmp_path: Path) -> None:
    live = keeper(lived, sqlite_file, [])
    lived.keep(live)
    live.recorded_at(tmp_path / "gone.mcap", "closed")
    live.close()
    row = kept(sqlite_file, lived)[0]
    assert (row.recording_path, row.recording_sha256) == (str(tmp_path / "gone.mcap"), "")


def test_the_database_library_is_loaded_on_the_thread_and_not_before() -> None:
    look = "import sys, imu_hinge.history.keeper\nassert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)


def test_twelve_that_begin_at_once_open_the_history_one_after_another_and_are_all_kept(
    sqlite_file: str, lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, together = [0], list[int]()

    @contextmanager
    def slowly(url: str | None = None) -> Iterator[History]:
        opening[0] += 1
        together.append(opening[0])
        time.sleep(0.01)
        with open_history(url) as history:
            opening[0] -= 1
            yield history

    monkeypatch.setattr("imu_hinge.history.books.open_history", slowly)
    told: list[str] = []
    everyone = [replace(lived, about=about(number, client=f"c-{number:08}")) for number in range(1, 13)]
    keepers = [keeper(one, sqlite_file, told) for one in everyone]
    for one, live in zip(everyone, keepers, strict=True):
        one.keep(live)
    for live in keepers:
        live.close()
    assert told == []
    assert together == [1] * 12
    with open_history(sqlite_file) as history, history.reading() as db:
        assert {line.session.id for line in sessions(db)} == {one.session_id for one in everyone}
