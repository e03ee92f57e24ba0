"""What a trainer asks for is carried out once and answered once."""

import pytest

from imu_hinge.history.database import History, open_history
from imu_hinge.history.orders import KEPT_NS, OrderRow, answered, made, open_orders, order, received, sent
from imu_hinge.history.rows import Client
from tests.history.children import child, ended
from tests.history.made import NOW_NS, somebody


@pytest.fixture
def ann(history: History) -> Client:
    with history.writing() as db:
        return somebody(db, "Ann")


NOTE = {"text": "eyes ahead", "about": {"set": 2}}


def test_an_order_is_open_until_it_is_answered(history: History, ann: Client) -> None:
    with history.writing() as db:
        assert made(db, ann, "o1", "t-anna", "note", NOTE, NOW_NS)
        assert not made(db, ann, "o1", "t-anna", "stop", {}, NOW_NS + 9)
        sent(db, ann, "o1", NOW_NS + 1)
        sent(db, ann, "o1", NOW_NS + 2)
        (one,) = open_orders(db, "made")
        assert one == OrderRow(
            client_id=ann.id,
            side="made",
            id="o1",
            trainer="t-anna",
            kind="note",
            body=NOTE,
            created_at_ns=NOW_NS,
            sent_count=2,
            sent_at_ns=NOW_NS + 2,
            answered_at_ns=None,
            result=None,
        )
        assert answered(db, ann, "made", "o1", "accepted", NOW_NS + 3)
        assert not answered(db, ann, "made", "o1", "refused: again", NOW_NS + 4)
        assert open_orders(db, "made") == []
        found = order(db, ann, "made", "o1")
        assert found is not None and (found.result, found.answered_at_ns) == ("accepted", NOW_NS + 3)


def test_an_order_is_received_once(history: History, ann: Client) -> None:
    with history.writing() as db:
        assert received(db, ann, "o1", "t-anna", "note", NOTE, NOW_NS)
        assert not received(db, ann, "o1", "t-anna", "note", NOTE, NOW_NS + 1)
        assert answered(db, ann, "received", "o1", "accepted", NOW_NS + 1)
        assert not received(db, ann, "o1", "t-anna", "note", NOTE, NOW_NS + 1 + KEPT_NS)
        assert received(db, ann, "o1", "t-anna", "note", NOTE, NOW_NS + 2 + KEPT_NS)


def test_a_machine_that_is_both_keeps_both_sides_apart(history: History, ann: Client) -> None:
    with history.writing() as db:
        made(db, ann, "o1", "t-anna", "stop", {"reason": "enough"}, NOW_NS)
        assert received(db, ann, "o1", "t-anna", "stop", {"reason": "enough"}, NOW_NS)
        assert answered(db, ann, "received", "o1", "accepted", NOW_NS)
        assert [one.id for one in open_orders(db, "made", ann)] == ["o1"]
        assert open_orders(db, "received", ann) == []


def test_orders_are_of_a_client_and_in_the_order_they_were_made(history: History, ann: Client) -> None:
    with history.writing() as db:
        bob = somebody(db, "Bob")
        made(db, ann, "o2", "t-anna", "note", NOTE, NOW_NS + 1)
        made(db, bob, "o1", "t-anna", "note", NOTE, NOW_NS)
        assert [one.id for one in open_orders(db, "made")] == ["o1", "o2"]
        assert [one.id for one in open_orders(db, "made", ann)] == ["o2"]
        assert order(db, ann, "made", "o1") is None
        assert not answered(db, ann, "made", "o1", "accepted", NOW_NS)


def test_of_two_programs_that_receive_the_same_order_one_carries_it_out(
    url: str, history: History, ann: Client
) -> None:
    def work() -> None:
        with open_history(url) as other:
            for number in range(20):
                with other.writing() as db:
                    if received(db, ann, f"o{number}", "t-anna", "note", NOTE, NOW_NS):
                        made(db, ann, f"done {number}", "t-anna", "note", {}, NOW_NS)
                    else:
                        made(db, ann, f"seen {number}", "t-anna", "note", {}, NOW_NS)

    history.close()
    assert [ended(pid) for pid in [child(work), child(work)]] == [0, 0]
    with history.reading() as db:
        found = [one.id.split()[0] for one in open_orders(db, "made")]
    assert (found.count("done"), found.count("seen")) == (20, 20)
