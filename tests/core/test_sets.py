"""When repetitions become a set, when a set ends, and what the wearer's words do."""

import pytest

from imu_hinge.core.judge import Judge
from imu_hinge.model.events import Event, RepCompleted, RepRejected, RepRevised, RepStatus, SetEnded, SetStarted
from tests.core.folds import judge, judged, kinds, latest, take
from tests.core.motions import Course, bend, hold, walk

REP = bend(62.0, 50.0) + hold(1.2)


def unarmed(course: Course) -> list[Event]:
    return judged(course + hold(11.0), armed=False)


def test_two_bends_are_no_set() -> None:
    said = unarmed(REP * 2)
    assert kinds(said, SetStarted) == []
    assert [e.rep.status for e in kinds(said, RepCompleted)] == [RepStatus.PROVISIONAL] * 2
    assert [e.reason for e in kinds(said, RepRejected)] == ["unconfirmed"] * 2
    assert latest(said) == []


def test_three_alike_are_a_set_and_all_three_count() -> None:
    said = unarmed(REP * 3)
    assert [e.rep.index for e in kinds(said, RepRevised) if e.reason == "confirmed"] == [1, 2, 3]
    assert [(rep.index, rep.status) for rep in latest(said)] == [(n, RepStatus.COUNTED) for n in (1, 2, 3)]
    (ended,) = kinds(said, SetEnded)
    assert (ended.counted, ended.unsure, ended.reason) == (3, 0, "idle")


def test_three_that_differ_are_no_set() -> None:
    said = unarmed(REP + bend(30.0, 24.0) + hold(1.2) + bend(85.0, 68.0) + hold(1.2))
    assert kinds(said, SetStarted) == []


@pytest.mark.parametrize(("odd", "count"), [(bend(62.0, 50.0), 5), (bend(95.0, 76.0), 4), (bend(62.0, 15.0), 4)])
def test_an_odd_end_is_trimmed(odd: Course, count: int) -> None:
    """The last one like the others; half as deep again; or with the low back 35 deg rounder: something put down."""
    said = judged(REP * 4 + odd + hold(11.0))
    assert len(latest(said)) == count
    assert [e.reason for e in kinds(said, RepRejected)] == ["trimmed"] * (5 - count)


def test_an_odd_one_at_the_beginning_is_trimmed_and_the_others_are_numbered_anew() -> None:
    said = judged(bend(95.0, 76.0) + hold(1.2) + REP * 4 + hold(11.0))
    assert [rep.index for rep in latest(said)] == [1, 2, 3, 4]
    assert [e.rep.index for e in kinds(said, RepRevised) if e.reason == "numbered"] == [1, 2, 3, 4]


@pytest.mark.parametrize(("seconds", "sets"), [(7.0, [6]), (9.0, [3, 3])])
def test_nine_seconds_of_standing_end_a_set(seconds: float, sets: list[int]) -> None:
    said = judged(REP * 3 + hold(seconds) + REP * 3 + hold(11.0), armed=False)
    assert [e.counted for e in kinds(said, SetEnded)] == sets


def test_walking_ends_a_set() -> None:
    said = judged(REP * 3 + walk(4.0) + hold(1.0), armed=False)
    (ended,) = kinds(said, SetEnded)
    assert ended.reason == "walking"


def test_sitting_down_ends_a_set_nobody_started() -> None:
    seat = hold(3.0, 6.0, -10.0)
    assert [e.reason for e in kinds(judged(REP * 3 + hold(2.0) + seat, armed=False), SetEnded)] == ["seated"]
    assert [e.reason for e in kinds(judged(REP * 3 + hold(2.0) + seat, armed=True), SetEnded)] == ["end"]


def started(reps: int = 2) -> Judge:
    one = judge()
    one.start_set()
    take(one, hold(1.0) + REP * reps)
    return one


def test_a_started_set_counts_from_the_first_repetition() -> None:
    one = judge()
    (begun,) = kinds(one.start_set(), SetStarted)
    assert (begun.set_index, begun.exercise) == (1, "band_rdl")
    said = take(one, hold(1.0) + REP)
    assert [e.rep.status for e in kinds(said, RepCompleted)] == [RepStatus.COUNTED]
    (ended,) = kinds(one.end_set("command"), SetEnded)
    assert (ended.counted, ended.reason) == (1, "command")


def test_undo_takes_the_last_one_back() -> None:
    one = started()
    (gone,) = kinds(one.undo(), RepRejected)
    assert (gone.rep_id, gone.reason) == (2, "undone")
    said = take(one, REP, at=50 + 2 * len(REP.rows))
    assert [(e.rep.id, e.rep.index) for e in kinds(said, RepCompleted)] == [(3, 2)]


def test_nothing_is_undone_outside_a_set() -> None:
    assert judge().undo() == []


def test_a_repetition_can_be_added() -> None:
    one = started()
    (added,) = kinds(one.add(), RepCompleted)
    assert (added.rep.index, added.rep.status, added.rep.valid) == (3, RepStatus.COUNTED, False)
    assert added.rep.lumbar_flexion_peak_deg is None
    assert added.rep.t_start_ns <= added.rep.t_bottom_ns <= added.rep.t_end_ns


def test_a_repetition_before_an_added_one_keeps_its_lockout() -> None:
    one = judge()
    one.start_set()
    said = take(one, hold(1.0) + bend(62.0, 50.0))
    said += one.add()
    said += take(one, hold(3.0), at=50 + len(bend().rows))
    assert latest(said)[0].lockout_thorax_deg == pytest.approx(0.0, abs=1.0)


def test_adding_needs_a_set() -> None:
    assert judge().add() == []
