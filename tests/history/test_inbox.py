"""What arrives at the trainer is there once, and what may be acknowledged has no hole below it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.event import listen

from imu_hinge.history.clients import client_known_as
from imu_hinge.history.database import History, open_history
from imu_hinge.history.inbox import Arrived, Batch, Taken, conflicts, forget, held, of_session, take, take_all
from imu_hinge.model.errors import UsageError
from tests.history.children import child, ended, statements
from tests.history.made import NOW_NS

ANN = "c-7k2m9xq4"
MANY = [f"c-7k2m9xq{letter}" for letter in "0123456789abcdefghjk"]


def event(seq: int, **changes: Any) -> Arrived:
    values = {"id": f"e{seq}", "t_ms": 1000 + seq, "session": "0b9a61f2", "type": "SetStarted", "body": {"n": seq}}
    return Arrived(seq=seq, **{**values, **changes})


def taken(history: History, *seqs: int, from_seq: int = 1, epoch: str = "e") -> Taken:
    with history.writing() as db:
        return take(db, ANN, epoch, from_seq, [event(seq) for seq in seqs], NOW_NS)


def held_now(history: History, from_seq: int = 1, epoch: str = "e") -> int:
    with history.reading() as db:
        return held(db, ANN, epoch, from_seq)


def test_what_is_new_is_kept_and_what_comes_again_is_counted(history: History) -> None:
    first = taken(history, 1, 2, 3)
    assert ([one.seq for one in first.new], first.doubled, first.held) == ([1, 2, 3], 0, 3)
    again = taken(history, 2, 3, 4, 4)
    assert ([one.seq for one in again.new], again.doubled, again.held) == ([4], 3, 4)
    assert [one.seq for one in again.same] == [2, 3, 4]
    with history.reading() as db:
        assert of_session(db, ANN, "0b9a61f2") == [event(seq) for seq in (1, 2, 3, 4)]
        assert of_session(db, ANN, "another") == []


def test_a_hole_holds_the_acknowledgement_until_it_is_filled(history: History) -> None:
    assert taken(history, 2, 3).held == 0
    assert taken(history, 1, 5).held == 3
    assert held_now(history) == 3
    assert taken(history, 4).held == 5
    assert held_now(history) == 5


def test_a_consent_that_was_given_anew_counts_from_its_own_first_event(history: History) -> None:
    taken(history, 1, 2, 3)
    assert held_now(history, from_seq=4) == 3
    assert held_now(history, from_seq=40) == 39
    assert taken(history, 41, from_seq=40).held == 39
    assert taken(history, 40, from_seq=40).held == 41
    assert held_now(history, from_seq=41) == 41
    assert held_now(history, from_seq=1) == 3


def test_another_database_of_the_client_counts_by_itself(history: History) -> None:
    taken(history, 1, 2)
    assert taken(history, 1, epoch="f").held == 1
    assert (held_now(history), held_now(history, epoch="f"), held_now(history, epoch="g")) == (2, 1, 0)


def test_another_event_under_the_same_number_is_kept_apart_once(history: History) -> None:
    taken(history, 1)
    other = event(1, id="another", body={"n": "forged"})
    with history.writing() as db:
        got = take(db, ANN, "e", 1, [other, other, event(2)], NOW_NS)
        again = take(db, ANN, "e", 1, [other], NOW_NS)
        assert conflicts(db, ANN) == [other]
        assert of_session(db, ANN, "0b9a61f2") == [event(1), event(2)]
    assert (got.conflicts, [one.seq for one in got.new], got.doubled, got.held) == ((other,), [2], 1, 2)
    assert (again.conflicts, again.new, again.same, again.doubled) == ((), (), (), 1)


def test_an_event_is_there_exactly_as_it_came(history: History) -> None:
    odd = event(1, type="Unknown2", session=None, body={"text": "\x1b[2J‮", "deg": 1.25, "deep": [[{"a": None}]]})
    with history.writing() as db:
        assert take(db, ANN, "e", 1, [odd], NOW_NS).new == (odd,)
        assert take(db, ANN, "e", 1, [], NOW_NS) == Taken(new=(), same=(), doubled=0, conflicts=(), held=1)


def test_of_whom_nothing_came_nothing_is_held(history: History) -> None:
    assert held_now(history, from_seq=7) == 6
    with history.writing() as db:
        assert (of_session(db, ANN, "x"), conflicts(db, ANN), forget(db, ANN)) == ([], [], 0)
        with pytest.raises(UsageError, match="no pseudonym"):
            take(db, "../../etc", "e", 1, [event(1)], NOW_NS)


def test_what_arrived_can_be_forgotten_and_the_client_stays(history: History) -> None:
    taken(history, 1, 2)
    with history.writing() as db:
        take(db, ANN, "e", 1, [event(1, id="another")], NOW_NS)
        assert forget(db, ANN) == 3
        assert (of_session(db, ANN, "0b9a61f2"), conflicts(db, ANN)) == ([], [])
        assert held(db, ANN, "e", 1) == 0
        assert client_known_as(db, ANN) is not None


def test_two_programs_that_take_the_same_keep_it_once(url: str, history: History) -> None:
    def work() -> None:
        with open_history(url) as other:
            for start in range(1, 200, 20):
                taken(other, *range(start, start + 25))

    history.close()
    assert [ended(pid) for pid in [child(work), child(work)]] == [0, 0]
    with history.reading() as db:
        assert [one.seq for one in of_session(db, ANN, "0b9a61f2")] == list(range(1, 206))
        assert held(db, ANN, "e", 1) == 205


def test_what_is_held_is_not_looked_through_again(history: History) -> None:
    """However much is there: an acknowledgement reads what lies above the mark, and asks no more questions for it."""
    taken(history, *range(1, 1201))
    asked = statements(history)
    assert taken(history, *range(1201, 1251)).held == 1250
    few = len(asked)
    taken(history, *range(1251, 6001))
    del asked[:]
    assert taken(history, *range(6001, 6051)).held == 6050
    assert len(asked) == few < 12
    above = [one for one in asked if "inbox.seq >" in one]
    assert len(above) == 1 and "LIMIT" in above[0]


@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
def test_of_many_clients_each_gets_what_it_would_get_alone(history: History, known: bool) -> None:
    others = (event(1, id="another"), event(2, id="another"))
    arrived = [(event(1), event(2)), (event(2),), (), others, (event(1), event(1), event(4)), (event(3), *others)]
    together, alone = ([Batch(f"c-7k2m9x{of}{i}", "e", 1, rows) for i, rows in enumerate(arrived)] for of in "tb")
    with history.writing() as db:
        for one in [*together, *alone] if known else []:
            take(db, one.client, "e", 1, [event(1), event(3)], NOW_NS)
        each = [take(db, one.client, one.epoch, one.from_seq, one.rows, NOW_NS) for one in alone]
        assert take_all(db, together, NOW_NS) == each
        assert take_all(db, [], NOW_NS) == []
        for one, other in zip(together, alone, strict=True):
            assert of_session(db, one.client, "0b9a61f2") == of_session(db, other.client, "0b9a61f2")


def test_many_clients_cost_no_more_statements_than_one_but_two_readings_by_key(history: History) -> None:
    def taken_of(clients: list[str], seq: int) -> int:
        del asked[:]
        with history.writing() as db:
            got = take_all(db, [Batch(client, "e", 1, (event(seq),)) for client in clients], NOW_NS)
        assert [one.held for one in got] == [seq] * len(clients)
        return len(asked)

    asked = statements(history)
    taken_of(MANY, 1)
    assert taken_of(MANY, 2) - 2 * len(MANY) == taken_of(MANY[:1], 3) - 2 < 8


def test_what_is_there_is_found_by_its_key_however_much_there_is(sqlite_file: str) -> None:
    """A look through the whole table would make keeping slower from session to session."""
    with open_history(sqlite_file) as history:
        asked: list[tuple[str, Any]] = []
        listen(
            history.engine, "before_cursor_execute", lambda _db, _cursor, text, values, *_: asked.append((text, values))
        )
        for seq in (1, 2):
            with history.writing() as db:
                take_all(db, [Batch(client, "e", 1, (event(seq),)) for client in MANY[:3]], NOW_NS)
        read = {text: values for text, values in asked if text.startswith("SELECT")}
        with history.reading() as db:
            plans = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all() for text, values in read.items()]
    steps = [step[-1] for plan in plans for step in plan]
    assert any(one.startswith("SEARCH inbox USING PRIMARY KEY") for one in steps)
    assert [one for one in steps if one.startswith("SCAN")] == []


def test_one_who_is_no_client_keeps_nothing_of_the_others_in_that_transaction(history: History) -> None:
    with pytest.raises(UsageError, match="no pseudonym"), history.writing() as db:
        take_all(db, [Batch(ANN, "e", 1, (event(1),)), Batch("../etc", "e", 1, ())], NOW_NS)
    assert held_now(history) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(st.lists(st.integers(3, 14), max_size=6), max_size=8), number=st.integers(0, 10**9))
def test_in_whatever_order_it_comes(sqlite_file: str, arrivals: list[list[int]], number: int) -> None:
    there: set[int] = set()
    with open_history(sqlite_file) as history:
        for seqs in arrivals:
            got = taken(history, *seqs, from_seq=3, epoch=f"{number}")
            assert {one.seq for one in got.new} == set(seqs) - there
            assert len(got.new) + got.doubled == len(seqs)
            there |= set(seqs)
            assert got.held == next(seq for seq in range(3, 20) if seq not in there) - 1
        with history.writing() as db:
            forget(db, ANN)
