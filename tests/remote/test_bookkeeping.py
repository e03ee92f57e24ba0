"""What is asked and what is answered is kept in the order in which it happened, and nothing is left at the end."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from imu_hinge.history.database import sqlite_url
from imu_hinge.history.inbox import Batch, Taken
from imu_hinge.model.errors import HistoryError
from imu_hinge.remote import topics
from imu_hinge.remote.asking import Answer
from imu_hinge.remote.bookkeeping import Bookkeeping
from imu_hinge.remote.hall import Hall
from imu_hinge.remote.messages import Entry, Events, Status, encode
from imu_hinge.remote.shelf import Shelf

CLIENT = "c-7k3m9q2x"
STATUS = Status(online=True, instance="i", since_ms=0, epoch="e", seq=1, from_seq=1)
NOTE: dict[str, object] = {"text": "more hips", "about": {}}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    one = Shelf("t-anna", sqlite_url(tmp_path / "trainer.db"))
    yield one
    one.close()


@pytest.fixture
def hall() -> Hall:
    """With one client, who is there."""
    one = Hall("t-anna", 0.0)
    one.connected(0.0)
    one.take(topics.status(CLIENT), encode(STATUS), False, 0.0, 0.0)
    return one


def open_orders(shelf: Shelf) -> list[str]:
    return [row.id for row in shelf.newcomer(CLIENT, 1)[1]]


def test_an_answer_that_is_quicker_than_the_books_closes_its_order(hall: Hall, shelf: Shelf) -> None:
    async def turn() -> None:
        books = Bookkeeping(hall, shelf)
        books.ask(CLIENT, "o1", "note", NOTE)
        await books._turn()
        assert books.trouble == ""

    hall.clients[CLIENT].asking.add("o1", "note", NOTE, 0.0)
    data = {"command": "o1", "kind": "note", "trainer": "t-anna", "result": "accepted", "reason": ""}
    answer = Entry(seq=1, id="a", t_ms=0, type="CommandAnswered", data=data)
    hall.take(topics.event(CLIENT), encode(Events("e", (answer,))), False, 0.0, 0.0)
    asyncio.run(turn())
    assert open_orders(shelf) == [], "else it is sent again with every start, and carried out again after a week"


def test_what_was_asked_just_before_the_end_is_kept(hall: Hall, shelf: Shelf) -> None:
    async def begin_and_leave() -> None:
        books = Bookkeeping(hall, shelf)
        running = asyncio.create_task(books.run())
        await asyncio.sleep(0)
        books.ask(CLIENT, "o1", "note", NOTE)
        running.cancel()
        await asyncio.wait({running})

    asyncio.run(begin_and_leave())
    assert open_orders(shelf) == ["o1"]


def test_a_history_that_is_in_use_for_a_moment_leaves_nobody_without_an_answer(
    hall: Hall, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, tries = shelf.keep, list[str]()

    def held(batches: Sequence[Batch], answers: Sequence[Answer]) -> list[Taken]:
        tries.append(books.trouble)
        if len(tries) == 1:
            raise HistoryError("history", "is in use", "wait")
        return keep(batches, answers)

    async def turns() -> None:
        await books._turn()
        assert books.trouble == "nothing is kept: history: is in use; wait"
        assert list(hall.sayings(1.0, 1.0)) == []
        await books._turn()

    monkeypatch.setattr(shelf, "keep", held)
    books = Bookkeeping(hall, shelf)
    asyncio.run(turns())
    assert books.trouble == ""
    assert [one.topic for one in hall.sayings(2.0, 2.0)] == [topics.order(CLIENT, "t-anna")]


def test_what_was_erased_is_erased_once(hall: Hall, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    erased: list[str] = []

    async def turns() -> None:
        books = Bookkeeping(hall, shelf)
        await books._turn()
        await books._turn()

    monkeypatch.setattr(shelf, "forget", erased.append)
    hall.clients[CLIENT].erase = True
    asyncio.run(turns())
    assert erased == [CLIENT]
