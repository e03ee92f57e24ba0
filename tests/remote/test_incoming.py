"""Whatever a network does, every event is kept once: the real window, the real inbox, and a network made of chance."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imu_hinge.history.accesses import accesses
from imu_hinge.history.clients import client_known_as
from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.history.inbox import Taken, conflicts
from imu_hinge.remote.asking import Answer
from imu_hinge.remote.incoming import BEHIND_S, REPLY_S, Incoming, Reply
from imu_hinge.remote.messages import Entry, Events, Status
from imu_hinge.remote.shelf import Shelf
from imu_hinge.remote.window import Heard, Window

CLIENT, TRAINER = "c-7k3m9q2x", "t-anna"
STATUS = Status(online=True, instance="i1", since_ms=0, epoch="e1", seq=0, from_seq=1)
S = 1_000_000_000


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "history.db"
    with open_history(sqlite_url(path)):
        pass
    return path


@pytest.fixture
def url(tmp_path: Path, empty: Path) -> str:
    path = tmp_path / "history.db"
    path.write_bytes(empty.read_bytes())
    return sqlite_url(path)


@pytest.fixture
def shelf(url: str) -> Iterator[Shelf]:
    one = Shelf(TRAINER, url)
    yield one
    one.close()


def events(*numbers: int, epoch: str = "e1") -> Events:
    rows = [Entry(seq=n, id=f"{epoch}-{n}", t_ms=n, session="5e551011", type="Beep", data={"n": n}) for n in numbers]
    return Events(epoch, tuple(rows))


def keep(incoming: Incoming, shelf: Shelf) -> Taken | None:
    batch = incoming.batch()
    if batch is None:
        return None
    [taken] = shelf.keep([batch], [])
    incoming.kept(batch, taken)
    return taken


def greeted(shelf: Shelf, status: Status = STATUS) -> Incoming:
    incoming = Incoming(CLIENT)
    incoming.take_status(status)
    keep(incoming, shelf)
    return incoming


def test_a_client_that_is_there_is_told_what_is_held(shelf: Shelf) -> None:
    incoming = greeted(shelf)
    assert incoming.reply(0.0) == Reply("hello", "e1", 0)
    incoming.take_events(events(1, 2, 3))
    keep(incoming, shelf)
    assert incoming.reply(1.0) == Reply("ack", "e1", 3)
    incoming.take_status(STATUS)
    assert incoming.reply(2.0) == Reply("hello", "e1", 3)


def test_nothing_is_acknowledged_before_it_is_kept_and_nothing_beyond_a_hole(shelf: Shelf) -> None:
    incoming = greeted(shelf)
    incoming.reply(0.0)
    incoming.take_events(events(1, 2, 4, 5))
    assert incoming.reply(1.0) is None
    keep(incoming, shelf)
    assert incoming.reply(1.0) == Reply("ack", "e1", 2)
    incoming.take_events(events(3))
    keep(incoming, shelf)
    assert incoming.reply(2.0) == Reply("ack", "e1", 5)


def test_what_came_twice_is_answered_again_and_kept_once(shelf: Shelf) -> None:
    incoming = greeted(shelf)
    incoming.take_events(events(1, 2))
    keep(incoming, shelf)
    incoming.reply(1.0)
    incoming.take_events(events(1, 2))
    taken = keep(incoming, shelf)
    assert taken and (taken.new, taken.doubled, incoming.doubled) == ((), 2, 2)
    assert incoming.reply(2.0) == Reply("ack", "e1", 2)


def test_answers_come_at_most_five_times_a_second(shelf: Shelf) -> None:
    incoming, answers = greeted(shelf), []
    for step in range(100):
        incoming.take_events(events(step + 1))
        keep(incoming, shelf)
        answers.append(incoming.reply(step / 100.0))
    assert len([one for one in answers if one is not None]) == round(1.0 / REPLY_S)


def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(shelf: Shelf) -> None:
    incoming = greeted(shelf)
    incoming.reply(0.0)
    incoming.take_events(events(1))
    assert incoming.batch() is not None
    incoming.refused()
    assert incoming.reply(1.0) is None
    incoming.take_events(events(1))
    keep(incoming, shelf)
    assert incoming.reply(2.0) == Reply("ack", "e1", 1)


def test_what_another_program_kept_is_asked_for_again_where_that_could_not_be_read(shelf: Shelf) -> None:
    incoming, other = greeted(shelf), greeted(shelf)
    other.take_events(events(1))
    keep(other, shelf)
    incoming.ask()  # the connection was gone meanwhile
    assert incoming.batch() is not None
    incoming.refused()
    batch = incoming.batch()
    assert batch is not None
    assert incoming.kept(batch, shelf.keep([batch], [])[0]).elsewhere


def test_another_event_under_a_known_number_is_kept_apart_and_told(shelf: Shelf, url: str) -> None:
    incoming = greeted(shelf)
    incoming.take_events(events(1))
    keep(incoming, shelf)
    forged = Events("e1", (Entry(seq=1, id="other", t_ms=1, session="5e551011", type="Beep", data={"n": 9}),))
    incoming.take_events(forged)
    keep(incoming, shelf)
    assert incoming.remark(0.0) == "1 events differ from those kept under the same numbers"
    with open_history(url) as history, history.reading() as db:
        assert [one.id for one in conflicts(db, CLIENT)] == ["other"]
    assert [one.id for one in shelf.session(CLIENT, "5e551011")] == ["e1-1"]


def test_numbers_count_from_where_the_consent_begins_and_anew_in_another_database(shelf: Shelf) -> None:
    incoming = greeted(shelf, Status(online=True, instance="i", since_ms=0, epoch="e1", seq=40, from_seq=41))
    assert incoming.reply(0.0) == Reply("hello", "e1", 40)
    incoming.take_events(events(39, 40, 41, 42))
    keep(incoming, shelf)
    assert incoming.reply(1.0) == Reply("ack", "e1", 42)
    assert [one.seq for one in shelf.session(CLIENT, "5e551011")] == [41, 42]
    incoming.take_status(Status(online=True, instance="i", since_ms=0, epoch="e2", seq=1, from_seq=1))
    assert incoming.take_events(events(43)) is False  # of the database that is gone
    incoming.take_events(events(1, epoch="e2"))
    keep(incoming, shelf)
    assert incoming.reply(2.0) == Reply("hello", "e2", 1)


def test_events_before_any_status_wait_for_their_sender_to_send_them_again(shelf: Shelf) -> None:
    incoming = Incoming(CLIENT)
    assert incoming.take_events(events(1)) is False
    assert incoming.batch() is None


def test_what_does_not_arrive_is_told_after_a_while(shelf: Shelf) -> None:
    incoming = greeted(shelf)
    incoming.take_given_out(12)
    assert incoming.remark(0.0) == ""
    assert incoming.remark(BEHIND_S + 0.1) == "12 not yet here"
    incoming.take_events(events(*range(1, 13)))
    keep(incoming, shelf)
    assert incoming.remark(BEHIND_S + 0.2) == ""


def test_an_answer_ends_the_order_it_is_to_in_the_same_transaction(shelf: Shelf) -> None:
    shelf.ask(CLIENT, "o1", "note", {"text": "more hips"})
    assert [one.id for one in shelf.newcomer(CLIENT, 1)[1]] == ["o1"]
    shelf.keep([], [Answer(CLIENT, "o1", "accepted")])
    assert shelf.newcomer(CLIENT, 1)[1] == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), loss=st.sampled_from([0.0, 0.2, 0.5]))
def test_whatever_is_lost_doubled_and_overtaken_every_event_is_kept_once(
    empty: Path, tmp_path: Path, seed: int, loss: float
) -> None:
    chance, path = Random(seed), tmp_path / "lossy.db"
    path.write_bytes(empty.read_bytes())
    shelf = Shelf(TRAINER, sqlite_url(path))
    incoming = Incoming(CLIENT)
    window = Window({TRAINER: Heard(0, 0)}, 1, 0)
    total, now_s = 120, 0.0
    under_way: list[Events] = []
    answers: list[Reply] = []
    window.begin(0)
    incoming.take_status(STATUS)
    while now_s < 2_000.0 and window.acked(round(now_s * S)) < total:
        now_s += 0.25
        window.last_seq = min(total, window.last_seq + 3)
        while (due := window.due(round(now_s * S), 10)) is not None:
            under_way.append(events(*range(due.after + 1, due.after + due.most + 1)))
            window.sent(due.after + due.most, round(now_s * S))
        chance.shuffle(under_way)
        for message in under_way:
            for _ in range((chance.random() >= loss) + (chance.random() < loss)):
                incoming.take_events(message)
        under_way = [message for message in under_way if chance.random() < loss / 2]  # comes once more, later
        if chance.random() < 0.05:  # the trainer's program is killed: only what is kept stays
            incoming = Incoming(CLIENT)
            incoming.take_status(STATUS)
        keep(incoming, shelf)
        if (reply := incoming.reply(now_s)) is not None and chance.random() >= loss:
            answers.append(reply)
        while answers and chance.random() < 0.7:
            one = answers.pop()
            (window.hello if one.kind == "hello" else window.ack)(TRAINER, one.up_to, round(now_s * S))
    kept = shelf.session(CLIENT, "5e551011")
    shelf.close()
    assert [(one.seq, one.id, one.body) for one in kept] == [(n, f"e1-{n}", {"n": n}) for n in range(1, total + 1)]
    assert incoming.conflicts == 0


def test_whoever_is_watched_can_read_that_afterwards(shelf: Shelf, url: str) -> None:
    person, _ = shelf.newcomer(CLIENT, 3)
    assert (person.client, person.number, person.name) == (CLIENT, 3, CLIENT)
    with open_history(url) as history, history.reading() as db:
        client = client_known_as(db, CLIENT)
        assert client and [one.what for one in accesses(db, client)] == ["watched"]
