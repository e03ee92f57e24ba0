from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.history.clients import add_client, client, clients
from imu_hinge.history.database import History, open_history
from imu_hinge.history.edits import edit, edits
from imu_hinge.history.notes import add_note, change_note, notes
from imu_hinge.history.pains import add_pain, pains
from imu_hinge.history.profiles import exercise_of
from imu_hinge.history.reading import SessionRead, recording_id_of
from imu_hinge.history.rebuild import finish, keep, path_of, rebuild, refold
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import said, save_session, session_by_id, session_line, sessions
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Input
from imu_hinge.recording import Recorder
from tests.history.lived import CLIENT, Lived, about
from tests.history.made import NOW_NS, session_row, somebody, trainer


@pytest.fixture
def found(read: SessionRead, recordings: Path) -> SessionRead:
    """What this test's own recording gives, without a fold."""
    return replace(read, path=next(recordings.rglob("*.mcap")))


def only(history: History) -> SessionRow:
    with history.reading() as db:
        (line,) = sessions(db)
    return line.session


def spoil(path: Path) -> None:
    """A part in the middle is gone."""
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\0" * 4096 + whole[middle + 4096 :])


def test_a_lost_history_is_made_again_and_what_people_said_stays(history: History, recordings: Path) -> None:
    done: list[tuple[int, int]] = []
    made = rebuild(history, recordings, lambda *now: done.append(now))
    assert (made.sessions, made.problems, done) == (1, (), [(0, 1), (1, 1)])
    row = only(history)
    with history.writing() as db:
        wearer, before = client(db, CLIENT), said(db, row.id)
        edit(db, row.id, "exclude", before.sets[0].reps[0].t_bottom_ns, {}, trainer(db), "not yet", NOW_NS)
        add_pain(db, wearer, 3, "next_day", NOW_NS, session=row)
        add_note(db, wearer, trainer(db), "well done", NOW_NS, session=row)
        change_note(db, notes(db, wearer)[-1].id, "looked at the floor", NOW_NS)
        felt, noted, line = pains(db, wearer), notes(db, wearer), session_line(db, row.id)
    assert sorted((one.moment, one.score) for one in felt) == [
        ("after", 1),
        ("before", 2),
        ("during", 4),
        ("next_day", 3),
    ]
    assert (row.verify_state, line.counted, len(noted)) == ("same", 3, 3)
    rebuild(history, recordings)
    with history.reading() as db:
        assert session_line(db, row.id) == line
        assert (pains(db, wearer), notes(db, wearer)) == (felt, noted)
        assert (said(db, row.id), len(edits(db, row.id))) == (before, 1)


def test_what_cannot_be_read_is_told_and_sessions_without_an_end_come_first(history: History, tmp_path: Path) -> None:
    with history.writing() as db:
        row = session_row(somebody(db).id, recording_path="", ended_at_ns=None)
        save_session(db, row)
    (tmp_path / "a.mcap").write_bytes(b"\x89MCAP0\r\n" + b"nothing" * 99)
    (tmp_path / f"z-{row.recording_id.hex[:8]}.mcap").write_text("a shopping list")
    made = rebuild(history, tmp_path)
    assert made.sessions == 0
    assert [Path(one.partition(":")[0]).name[0] for one in made.problems] == ["z", "a"]


def test_a_session_whose_recording_is_gone_stays_and_cannot_be_judged_again(history: History, tmp_path: Path) -> None:
    with history.writing() as db:
        row = session_row(somebody(db).id)
        save_session(db, row)
    assert rebuild(history, tmp_path).sessions == 0
    with history.reading() as db:
        assert session_by_id(db, row.id) == row
    with pytest.raises(UsageError, match="its recording is gone"):
        refold(history, row, tmp_path)
    assert path_of(replace(row, recording_path=""), tmp_path) is None


def test_a_recording_that_was_damaged_since_takes_nothing_away(
    history: History, recordings: Path, found: SessionRead
) -> None:
    row = keep(history, found, recordings)
    spoil(found.path)
    made = rebuild(history, recordings)
    assert made.sessions == 0
    assert "missing from" in made.problems[0]
    assert "the history keeps what was said when it was whole" in made.problems[0]
    assert only(history) == row
    moved = found.path.rename(found.path.with_name("healed.mcap"))
    assert rebuild(history, recordings).sessions == 0
    assert path_of(only(history), recordings) == moved
    assert only(history).duration_ns == row.duration_ns


def test_of_a_damaged_recording_that_was_never_read_the_rest_is_kept(sqlite_file: str, recordings: Path) -> None:
    path = next(recordings.rglob("*.mcap"))
    spoil(path)
    with open_history(sqlite_file) as history:
        made = rebuild(history, recordings)
        row = only(history)
        assert (made.sessions, row.verify_state) == (1, "not_run")
        assert made.problems == tuple(f"{path}: {damage}" for damage in row.damage) != ()


def test_a_copy_of_a_recording_is_told(sqlite_file: str, recordings: Path, found: SessionRead) -> None:
    copy = recordings / "z" / "copy.mcap"
    copy.parent.mkdir()
    copy.write_bytes(found.path.read_bytes())
    with open_history(sqlite_file) as history:
        row = keep(history, found, recordings)
        made = rebuild(history, recordings)
        assert made.sessions == 1
        assert f"is a copy of {found.path}" in made.problems[0]
        assert only(history) == row


def test_a_session_that_stopped_without_an_end_gets_one_while_another_goes_on(
    history: History, recordings: Path, lived: Lived
) -> None:
    other = about(0xCD)
    with history.writing() as db:
        somebody_ = somebody(db)
        for known in (lived.about, other):
            ids = {"id": recording_id_of(known), "recording_id": recording_id_of(known)}
            begun = session_row(somebody_.id, **ids, recording_path="", ended_at_ns=None)
            save_session(db, replace(begun, id=lived.session_id) if known is lived.about else begun)
    with Recorder(recordings / CLIENT / "20261121T090000Z-000000cd.mcap", other):
        made = finish(history, recordings)
    assert (made.sessions, made.problems) == (1, ())
    with history.reading() as db:
        ended = session_by_id(db, lived.session_id)
        running = session_by_id(db, recording_id_of(other))
    assert ended is not None
    assert ended.ended_at_ns is not None
    assert running is not None
    assert running.ended_at_ns is None


def test_a_session_that_was_another_exercise_is_judged_under_it(
    history: History, recordings: Path, found: SessionRead
) -> None:
    row = keep(history, found, recordings)
    with history.writing() as db:
        edit(db, row.id, "exercise", None, {"exercise": "forward_bend"}, trainer(db), "bends today", NOW_NS)
        assert session_by_id(db, row.id) == row
    again = refold(history, row, recordings)
    assert (again.exercise, again.verify_state) == ("forward_bend", "not_run")
    with history.reading() as db:
        assert exercise_of(db, again).id == "forward_bend"
        assert session_line(db, row.id).good == 0
        assert said(db, row.id) != found.said


def test_a_session_belongs_to_whom_it_was_given(history: History, recordings: Path, found: SessionRead) -> None:
    """To the client who is named, else whose folder it lies in, else whom the recording names; and so it stays."""
    with history.writing() as db:
        anna = add_client(db, display_name="Anna", birth_year=None, now_ns=NOW_NS)
    assert keep(history, found, recordings, anna).client_id == anna.id
    assert keep(history, found, recordings).client_id == anna.id

    def owner(number: int, path: Path) -> str:
        ids = about(number)
        row = keep(history, replace(found, about=ids, path=path), recordings)
        with history.reading() as db:
            return next(line.client.pseudonym for line in clients(db) if line.client.id == row.client_id)

    lying = next(recordings.rglob("*.mcap"))
    assert owner(0xEF, lying) == CLIENT
    elsewhere = recordings / "c-22222222" / "a.mcap"
    assert owner(0xFE, elsewhere) == "c-22222222"
    assert owner(0xFF, Path("/elsewhere/a.mcap")) == CLIENT


def test_whoever_looks_on_sees_how_far_a_recording_is(history: History, recordings: Path) -> None:
    seen: dict[str, int] = {}

    def watch(items: Iterable[Input], path: Path, duration_ns: int) -> Iterator[Input]:
        for item in items:
            seen[path.name] = duration_ns - item.t_ns
            yield item

    made = rebuild(history, recordings, watch=watch)
    assert len(seen) == made.sessions > 0
    assert set(seen.values()) == {0}


def test_a_rebuild_that_is_broken_off_leaves_what_was_there(history: History, recordings: Path) -> None:
    rebuild(history, recordings)
    with history.reading() as db:
        before = sessions(db)

    def leave(items: Iterable[Input], path: Path, duration_ns: int) -> Iterator[Input]:
        raise KeyboardInterrupt
        yield from items

    with pytest.raises(KeyboardInterrupt):
        rebuild(history, recordings, watch=leave)
    with history.reading() as db:
        assert sessions(db) == before
