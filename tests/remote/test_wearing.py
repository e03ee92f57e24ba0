"""One session on its way to the outbox: what is asked of it, and what becomes of it at the end."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import client_of
from imu_hinge.history.consents import SCOPES, grant, withdraw
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.model.events import SetStarted
from imu_hinge.model.inputs import Command
from imu_hinge.remote import topics
from imu_hinge.remote.box import Box
from imu_hinge.remote.messages import Order, encode
from imu_hinge.remote.outgoing import Session
from imu_hinge.remote.telling import Posture, Telling
from imu_hinge.remote.wearing import Heard, Moment, Wearing
from tests.made import S

CLIENT, TRAINER = "c-7k3m9q2x", "t-anna"
NOW = 1_700_000_000 * S
MOMENT = Moment(0, Posture())
STARTED = Heard(None, (SetStarted(t_ns=2, set_index=1, exercise="band_rdl", side=None),))
Said = list[tuple[str, str]]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "client.db")) as one:
        yield one


def wearing(history: History, said: Said, anybody: bool = True) -> Wearing:
    """A new session; of a virtual wearer where it is `anybody`."""
    exercise, session = load_exercise("band_rdl"), uuid4()
    box = Box(history, CLIENT, session, anybody)
    allowed = box.allowed((TRAINER,), NOW)
    assert allowed is not None
    telling, shown = Telling("5e551011", exercise, SCOPES), Session("5e551011", exercise.id)
    one = Wearing(box, allowed, telling, shown, CLIENT, "", lambda name, text: said.append((name, text)), NOW)
    hear(one)
    return one


def hear(one: Wearing, *heard: Heard, now_ns: int = NOW) -> None:
    one.hear(deque(heard), MOMENT, now_ns)


def ask(one: Wearing, order: str, kind: str = "note", **fields: object) -> None:
    body = fields or {"text": "more hips"}
    one.take(topics.order(CLIENT, TRAINER), encode(Order(order, 1, kind, body)), False, NOW)


def kinds(one: Wearing) -> list[str]:
    """Of what is in the outbox."""
    return [row.type for row in one._box.after(0, 50)]


def answers(one: Wearing) -> list[object]:
    rows = one._box.after(0, 50)
    return [row.body["result"] for row in rows if row.type == "CommandAnswered"]


def test_a_note_that_comes_after_the_last_event_waits_for_the_next_session(history: History) -> None:
    said: Said = []
    first = wearing(history, said)
    first.end(NOW)
    ask(first, "o1")
    assert said == []
    second = wearing(history, said)
    ask(second, "o1")  # a trainer repeats what is not answered
    hear(second)
    assert [name for name, _ in said] == ["trainer_note"] and answers(second) == ["accepted"]


def test_an_order_is_carried_out_once_over_sessions(history: History) -> None:
    said: Said = []
    for _ in range(2):
        one = wearing(history, said)
        ask(one, "o1")
        ask(one, "o1")
        hear(one)
        one.end(NOW)
    assert [name for name, _ in said] == ["trainer_note"] and answers(one) == ["accepted"]


def test_several_orders_at_once_are_each_answered(history: History) -> None:
    one = wearing(history, [])
    for number in range(3):
        ask(one, f"o{number}")
    hear(one)
    assert answers(one) == ["accepted"] * 3


def test_what_a_session_that_broke_off_left_open_is_answered_by_the_next(history: History) -> None:
    ask(wearing(history, []), "o1", "exercise", exercise="band_rdl", side="", set_reps=8)
    assert answers(wearing(history, [])) == ["expired"]


def test_after_the_word_that_ends_the_watching_nothing_more_is_kept_for_the_trainers(history: History) -> None:
    one = wearing(history, [])
    hear(one, Heard(Command(1, "unwatched"), ()), STARTED)
    one.end(NOW)
    assert (kinds(one), one.stopped) == (["SessionStarted"], "unwatched")


def test_what_happened_since_the_consent_was_taken_back_is_not_kept_for_the_trainers(history: History) -> None:
    with history.writing() as db:
        client = client_of(db, CLIENT, NOW)
        grant(db, client, "watch", default_author(db, "wearer"), NOW, scopes=SCOPES, trainers=[TRAINER])
    one = wearing(history, [], anybody=False)
    with history.writing() as db:
        withdraw(db, client, "watch", NOW + S)
    hear(one, STARTED, now_ns=NOW + 2 * S)
    one.end(NOW + 3 * S)
    assert (kinds(one), one.stopped) == (["SessionStarted"], "consent_withdrawn")
