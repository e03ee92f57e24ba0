"""Sets that were watched and whose end never came: what is known of them counts, and counts once."""

from typing import Any

from imu_hinge.history.clients import client_of
from imu_hinge.history.database import History
from imu_hinge.history.flags import Glance
from imu_hinge.history.glances import glances, trained
from tests.history.arrived import ANN, arrived
from tests.history.made import DAY_NS, NOW_NS, session_of

Told = tuple[str, Any]
STARTED: Told = ("SessionStarted", {"exercise": "band_rdl"})
ENDED: Told = ("SessionEnded", {"reason": "closed", "sets": 1, "counted": 1, "unsure": 1})


def started(index: int) -> Told:
    return "SetStarted", {"set_index": index, "exercise": "band_rdl", "side": None}


def said(kind: str, ident: int, status: str, index: int = 1, side: str | None = None, *faults: str) -> Told:
    rep = {"id": ident, "set_index": index, "status": status, "side": side, "faults": list(faults)}
    return kind, {"rep": rep, "reason": "lockout"}


def completed(ident: int, status: str = "counted", index: int = 1, *faults: str) -> Told:
    return said("RepCompleted", ident, status, index, None, *faults)


def rejected(ident: object) -> Told:
    return "RepRejected", {"rep_id": ident, "reason": "from_seat"}


def set_over(index: int, counted: int, unsure: int = 0) -> Told:
    return "SetEnded", {"set_index": index, "counted": counted, "unsure": unsure, "reason": "standing", "side": None}


KILLED = (
    STARTED,
    completed(1, "provisional"),
    completed(2, "provisional"),
    started(1),
    said("RepRevised", 1, "counted", 1, None, "lumbar_flexion"),
    said("RepRevised", 2, "unsure"),
    completed(3),
    completed(4),
    rejected(4),
    rejected(None),
    completed(5, "provisional"),
)
"""Two counted, one unsure; one was taken back, and of one it is not known yet."""


def only(history: History) -> Glance:
    with history.reading() as db:
        (one,) = glances(db, NOW_NS - 7 * DAY_NS)
    return one


def sums(one: Glance) -> tuple[int, ...]:
    return one.sets, one.counted, one.unsure, one.past


def test_a_set_without_an_end_counts_as_far_as_it_is_known(history: History) -> None:
    arrived(history, 1, "aaaaaaaa", *KILLED)
    one = only(history)
    assert (sums(one), one.ended, one.each) == ((1, 2, 1, 1), False, ((None, 3),))
    with history.reading() as db:
        assert trained(db, 0, NOW_NS) == {one.client: (1, 3)}


def test_with_its_end_it_counts_once(history: History) -> None:
    arrived(history, 1, "aaaaaaaa", *KILLED)
    arrived(history, 0.9, "aaaaaaaa", set_over(1, 3, 1), ENDED, first=len(KILLED) + 1)
    one = only(history)
    assert (sums(one), one.ended) == ((1, 3, 1, 0), True)


def test_after_a_set_that_ended_only_the_open_one_is_counted_from_its_repetitions(history: History) -> None:
    first = (STARTED, started(1), completed(1), completed(2, "counted", 1, "not_tall"), set_over(1, 2))
    arrived(history, 1, "aaaaaaaa", *first, started(2), completed(3, "counted", 2), completed(4, "unsure", 2))
    assert sums(only(history)) == (2, 3, 1, 0)


def test_a_set_of_which_every_repetition_was_taken_back_is_none(history: History) -> None:
    arrived(history, 1, "aaaaaaaa", STARTED, started(1), completed(1), rejected(1))
    assert sums(only(history)) == (0, 0, 0, 0)


def test_what_comes_late_is_taken_in_the_order_in_which_it_was_said(history: History) -> None:
    arrived(history, 1, "aaaaaaaa", STARTED, started(1))
    arrived(history, 0.9, "aaaaaaaa", said("RepRevised", 1, "counted"), first=4)
    arrived(history, 0.8, "aaaaaaaa", completed(1, "provisional"), first=3)
    assert sums(only(history)) == (1, 1, 0, 0)


def test_what_arrives_of_an_open_set_may_be_anything(history: History) -> None:
    odd: list[object] = [None, 7, "x", [], {}, {"id": "x"}, {"id": 1, "set_index": "x", "status": 3, "faults": 1}]
    told = [
        (kind, {"rep": one, "rep_id": one}) for kind in ("RepCompleted", "RepRevised", "RepRejected") for one in odd
    ]
    none: list[object] = [None, 3, []]
    bodies = [(kind, one) for kind in ("RepCompleted", "SetStarted", "RepRejected") for one in none]
    arrived(history, 1, "aaaaaaaa", STARTED, started(1), completed(2), *told, *bodies)
    assert sums(only(history)) == (1, 1, 0, 0)


def test_a_session_that_is_here_has_no_open_set_from_elsewhere(history: History) -> None:
    with history.writing() as db:
        row = session_of(db, client_of(db, ANN, NOW_NS), started_at_ns=NOW_NS - DAY_NS)
    arrived(history, 1, row.id.hex[:8], *KILLED)
    one = only(history)
    assert (one.here, one.sets, one.reps, one.ended) == (True, 1, 3, True)


def test_a_session_that_has_no_end_here_says_so(history: History) -> None:
    with history.writing() as db:
        session_of(db, client_of(db, ANN, NOW_NS), started_at_ns=NOW_NS - DAY_NS, ended_at_ns=None)
    assert not only(history).ended


def test_a_session_that_ended_with_more_sets_than_their_ends_told_counts_them(history: History) -> None:
    arrived(history, 1, "aaaaaaaa", STARTED, started(1), completed(1), completed(2, "unsure"), ENDED)
    one = only(history)
    assert (sums(one), one.ended) == ((1, 1, 1, 0), True)


def test_an_end_alone_is_no_session(history: History) -> None:
    arrived(history, 8, "aaaaaaaa", STARTED)
    arrived(history, 6.9, "aaaaaaaa", ENDED, first=2)
    with history.reading() as db:
        assert glances(db, NOW_NS - 7 * DAY_NS) == []
