"""What a trainer's station keeps of its clients elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imu_hinge.history.authors import authors
from imu_hinge.history.clients import client_of
from imu_hinge.history.database import History, open_history, sqlite_url
from imu_hinge.history.notes import notes
from imu_hinge.history.weekly import week
from imu_hinge.remote.shelf import Shelf

ANN = "c-7k3m9q2x"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with open_history(sqlite_url(tmp_path / "trainer.db")) as one:
        yield one


@pytest.fixture
def shelf(tmp_path: Path, history: History) -> Iterator[Shelf]:
    one = Shelf("t-anna", sqlite_url(tmp_path / "trainer.db"))
    yield one
    one.close()


def test_a_note_that_is_sent_stands_once_among_the_notes_of_the_client(shelf: Shelf, history: History) -> None:
    for _ in range(2):
        shelf.ask(ANN, "1" * 32, "note", {"text": "more hips", "about": {"session": "aaaaaaaa"}})
    shelf.ask(ANN, "2" * 32, "stop", {"reason": "that is enough"})
    with history.reading() as db:
        (one,) = notes(db, client_of(db, ANN, 0))
        (anna,) = authors(db)
        (row,) = week(db, one.at_ns)
    assert (one.text, one.author_id, one.client_may_see) == ("more hips", anna.id, True)
    assert (anna.name, anna.kind) == ("anna", "trainer")
    assert row.note is not None and row.note.text == "more hips"
