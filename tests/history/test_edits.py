from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, select

from imu_hinge.history.database import History, open_history
from imu_hinge.history.edits import edit, edits, undo
from imu_hinge.history.effective import effective
from imu_hinge.history.rows import SessionRow
from imu_hinge.history.sessions import said, save_said, session_by_id, session_line
from imu_hinge.history.tables import TRAINING_SET
from imu_hinge.model.errors import UsageError
from imu_hinge.view.totals import totals
from tests.history.children import KILLED, child, ended, kill_at, run, statements
from tests.history.made import EXERCISE, NOW_NS, REPS, SAID, session_of, somebody, trainer
from tests.made import S

FIRST, SECOND, THIRD = (rep.t_bottom_ns for rep in REPS)
ADDED = {"set_index": 2, "side": None, "t_start_ns": 51 * S, "t_end_ns": 53 * S}


def add_session(history: History) -> SessionRow:
    with history.writing() as db:
        return session_of(db, somebody(db))


def correct(db: Connection, session_id: UUID, action: str, t_ns: int | None, after: dict[str, Any]) -> None:
    edit(db, session_id, action, t_ns, after, trainer(db), "seen", NOW_NS)


def check(db: Connection, session_id: UUID) -> None:
    """The columns of the sets say what the corrections make of what the program said."""
    now = effective(said(db, session_id), edits(db, session_id))
    line, sums = session_line(db, session_id), totals(now, EXERCISE)
    assert (line.sets, line.counted, line.unsure) == (len(now), sums.counted, sums.unsure)
    assert (line.good, line.close, line.past, line.not_judged) == (sums.good, sums.close, sums.past, sums.not_judged)
    assert line.peak_deg == sums.peak_deg


def test_a_correction_changes_the_numbers_and_not_what_was_said(history: History) -> None:
    row = add_session(history)
    with history.writing() as db:
        made = edit(db, row.id, "exclude", SECOND, {}, trainer(db), "put the bar down", NOW_NS)
        assert edits(db, row.id) == [made]
    assert (made.n, made.reason) == (1, "put the bar down")
    assert made.before == {"set_index": 1, "index": 2, "status": "counted"}
    with history.reading() as db:
        assert said(db, row.id) == SAID
        columns = db.execute(select(TRAINING_SET)).mappings().one()
        assert (columns["counted"], columns["counted_by_program"], columns["past"]) == (2, 3, 0)
        check(db, row.id)


def test_every_correction_can_be_made_and_undone(history: History) -> None:
    row = add_session(history)
    with history.writing() as db:
        before = session_line(db, row.id)
        correct(db, row.id, "status", FIRST, {"status": "unsure"})
        correct(db, row.id, "side", FIRST, {"side": "left"})
        correct(db, row.id, "clear_fault", SECOND, {"fault": "lumbar_flexion"})
        correct(db, row.id, "exclude", THIRD, {})
        correct(db, row.id, "restore", THIRD, {})
        correct(db, row.id, "add", 52 * S, ADDED)
        correct(db, row.id, "exercise", None, {"exercise": "rdl_row"})
        check(db, row.id)
        line = session_line(db, row.id)
        assert (line.sets, line.counted, line.unsure, line.past) == (2, 3, 1, 0)
        for _ in range(7):
            undo(db, row.id, trainer(db), NOW_NS)
            check(db, row.id)
        assert session_line(db, row.id) == before
        assert said(db, row.id) == SAID
        with pytest.raises(UsageError, match="no change to take back"):
            undo(db, row.id, trainer(db), NOW_NS)
        assert [one.before for one in edits(db, row.id)][:3] == [
            {"status": "counted"},
            {"side": None},
            {"faults": ["lumbar_flexion"], "cautions": []},
        ]


def test_a_set_of_which_nothing_is_left_is_no_set_and_comes_back(history: History) -> None:
    row = add_session(history)
    with history.writing() as db:
        for t_ns in (FIRST, SECOND, THIRD):
            correct(db, row.id, "exclude", t_ns, {})
        assert (session_line(db, row.id).sets, session_line(db, row.id).peak_deg) == (0, None)
        undo(db, row.id, trainer(db), NOW_NS)
        assert (session_line(db, row.id).sets, session_line(db, row.id).counted) == (1, 1)


def test_corrections_hold_when_the_session_is_folded_again(history: History) -> None:
    row = add_session(history)
    with history.writing() as db:
        correct(db, row.id, "exclude", SECOND, {})
        save_said(db, row.id, SAID, EXERCISE)
        assert session_line(db, row.id).counted == 2
        check(db, row.id)


@pytest.mark.parametrize(
    ("action", "t_ns", "after", "why"),
    [
        ("shorten", FIRST, {}, "expected one of exclude, restore"),
        ("exclude", 45 * S, {}, r"no repetition counts at 44\.9 s"),
        ("exclude", None, {}, "no repetition counts at no time"),
        ("restore", 45 * S, {}, r"no movement at 44\.9 s"),
        ("status", FIRST, {"status": "rejected"}, "status: expected one of counted, unsure, found rejected"),
        ("side", FIRST, {"side": "rear"}, "side: expected one of left, right, none, found rear"),
        ("side", FIRST, {}, "side: expected one of left, right, none"),
        ("clear_fault", FIRST, {"fault": "lumbar_flexion"}, "expected one of nothing: there is none"),
        ("clear_fault", SECOND, {"fault": "not_tall"}, "expected one of lumbar_flexion, found not_tall"),
        ("add", FIRST, {**ADDED, "t_start_ns": 8 * S, "t_end_ns": 10 * S}, r"counts at 8\.9 s already"),
        ("add", 54 * S, ADDED, "starts before its bottom and ends after it"),
        ("add", 52 * S, {"set_index": 2}, "expected set_index"),
        ("exercise", None, {"exercise": "bench_press"}, "there is no exercise 'bench_press'"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_noted(
    history: History, action: str, t_ns: int | None, after: dict[str, Any], why: str
) -> None:
    row = add_session(history)
    with pytest.raises(UsageError, match=why), history.writing() as db:
        correct(db, row.id, action, t_ns, after)
    with history.reading() as db:
        assert edits(db, row.id) == []


def test_a_session_that_is_not_there_is_told(history: History) -> None:
    with pytest.raises(UsageError, match="sessions list"), history.writing() as db:
        correct(db, uuid4(), "exclude", FIRST, {})


def test_two_programs_correct_one_session_at_once(url: str) -> None:
    with open_history(url) as history:
        row = add_session(history)

    def work(t_ns: int) -> Callable[[], None]:
        def change() -> None:
            with open_history(url) as history:
                for n in range(8):
                    with history.writing() as db:
                        correct(db, row.id, "status", t_ns, {"status": ("unsure", "counted")[n % 2]})
                with history.writing() as db:
                    correct(db, row.id, "exclude", t_ns, {})

        return change

    assert [ended(pid) for pid in [child(work(FIRST)), child(work(THIRD))]] == [0, 0]
    with open_history(url) as history, history.reading() as db:
        assert [one.n for one in edits(db, row.id)] == list(range(1, 19))
        assert session_line(db, row.id).counted == 1
        check(db, row.id)


def test_a_correction_that_is_killed_is_made_or_not(url: str) -> None:
    with open_history(url) as history:
        row = add_session(history)
        asked = statements(history)
        with history.writing() as db:
            correct(db, row.id, "status", FIRST, {"status": "unsure"})
            undo(db, row.id, trainer(db), NOW_NS)
            before = session_line(db, row.id)
    for number in range(len(asked)):
        assert run(lambda at=number: _exclude_until(url, row.id, at)) in (KILLED, 0)  # type: ignore[misc]
        with open_history(url) as history, history.reading() as db:
            if len(edits(db, row.id)) > 2:
                break
            assert session_line(db, row.id) == before
            check(db, row.id)
    with open_history(url) as history, history.reading() as db:
        assert session_line(db, row.id).counted == 2
        assert session_by_id(db, row.id) == row
        check(db, row.id)


def _exclude_until(url: str, session_id: UUID, number: int) -> None:
    with open_history(url) as history:
        kill_at(history, number)
        with history.writing() as db:
            correct(db, session_id, "exclude", FIRST, {})
