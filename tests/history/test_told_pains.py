"""Pain of a client who trains elsewhere is the same on every page of the trainer."""

from typing import Any

from imu_hinge.history.clients import client_of, clients
from imu_hinge.history.database import History
from imu_hinge.history.pains import add_pain
from imu_hinge.history.told_pains import ToldPain, arrived_pains, told_pains
from imu_hinge.history.weekly import client_page
from imu_hinge.remote.messages import SIMULATED
from tests.history.arrived import ANN, arrived
from tests.history.made import DAY_NS, NOW_NS, session_of


def pain(score: object, moment: object = "before") -> tuple[str, Any]:
    return "PainReported", {"t_ns": 1, "score": score, "moment": moment}


def seen(history: History) -> tuple[list[int], tuple[int | None, int | None], int | None]:
    """On the page; first and newest of the weeks; the last in the list of clients."""
    with history.reading() as db:
        ann = client_of(db, ANN, NOW_NS)
        page, (line,) = client_page(db, ann, NOW_NS), clients(db)
        assert list(page.pains) == told_pains(db, ann)
    return [one.score for one in page.pains], (page.row.pain_first, page.row.pain_last), line.last_pain


def test_what_arrived_stands_wherever_pain_is_told(history: History) -> None:
    arrived(history, 20, "aaaaaaaa", pain(1), pain(3, "during"))
    arrived(history, 1, "bbbbbbbb", pain(7, "after"))
    assert seen(history) == ([1, 3, 7], (1, 7), 7)
    with history.reading() as db:
        ann = client_of(db, ANN, NOW_NS)
        newest = ToldPain(at_ns=NOW_NS - DAY_NS, score=7, moment="after", session="bbbbbbbb", here=False)
        assert arrived_pains(db, NOW_NS - 2 * DAY_NS, ann) == {ann.id: [newest]}


def test_what_was_said_here_and_what_arrived_stand_in_order_of_time(history: History) -> None:
    arrived(history, 3, "aaaaaaaa", pain(4))
    with history.writing() as db:
        ann = client_of(db, ANN, NOW_NS)
        for days_ago, score in ((5, 2), (1, 0)):
            add_pain(db, ann, score, "next_day", NOW_NS - days_ago * DAY_NS)
    assert seen(history) == ([2, 4, 0], (2, 0), 0)
    arrived(history, 0.5, "bbbbbbbb", pain(6))
    assert seen(history) == ([2, 4, 0, 6], (2, 6), 6)


def test_of_a_session_that_is_here_too_it_is_told_once(history: History) -> None:
    with history.writing() as db:
        ann = client_of(db, ANN, NOW_NS)
        row = session_of(db, ann, started_at_ns=NOW_NS - DAY_NS)
        add_pain(db, ann, 3, "before", NOW_NS - DAY_NS, session=row)
    arrived(history, 1, row.id.hex[:8], pain(3))
    assert seen(history) == ([3], (3, 3), 3)


def test_of_a_virtual_wearer_it_is_nobodys(history: History) -> None:
    began = ("SessionStarted", {"exercise": "band_rdl", "software": f"imu_hinge 0.2.0{SIMULATED}"})
    arrived(history, 1, "aaaaaaaa", began, pain(9))
    assert seen(history) == ([], (None, None), None)


def test_it_may_be_anything(history: History) -> None:
    wrong: list[object] = [None, True, -1, 11, 1.5, "3", []]
    odd = [pain(one, one) for one in wrong]
    arrived(history, 1, "aaaaaaaa", *odd, ("PainReported", None), ("PainReported", []), pain(5, ["x"]), pain(6, "x"))
    assert seen(history) == ([5, 6], (5, 6), 6)
