"""What a trainer's station keeps of its clients elsewhere; used on one thread, so that no message waits for it."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Connection

from imu_hinge.history import inbox, orders
from imu_hinge.history.accesses import looked
from imu_hinge.history.authors import author
from imu_hinge.history.clients import client_of
from imu_hinge.history.consents import ACCOUNT
from imu_hinge.history.database import History, open_history
from imu_hinge.history.glances import runs_here
from imu_hinge.history.inbox import Arrived, Batch, Taken
from imu_hinge.history.levels import level
from imu_hinge.history.local_day import midnight_ns
from imu_hinge.history.notes import add_note
from imu_hinge.history.orders import OrderRow
from imu_hinge.history.pains import pains
from imu_hinge.history.plans import plan
from imu_hinge.history.rows import Author, Client
from imu_hinge.history.scrubbing import scrubbed
from imu_hinge.remote.asking import Answer
from imu_hinge.view.wall import Person, Planned


class Shelf:
    """Every method is one transaction, kept when it returns; raises HingeError when nothing of it is."""

    def __init__(self, trainer: str, url: str | None = None) -> None:
        self._trainer, self._url = trainer, url
        self._opened = ExitStack()
        self._history: History | None = None

    def close(self) -> None:
        """Closes the database."""
        self._opened.close()
        self._history = None

    def keep(self, batches: Sequence[Batch], answers: Sequence[Answer]) -> list[Taken]:
        """Keeps what arrived, all of it or nothing; what became of each batch, in their order."""
        with self._open().writing() as db:
            now_ns = time.time_ns()
            taken = inbox.take_all(db, batches, now_ns)
            for answer in answers:
                client = client_of(db, answer.client, now_ns)
                orders.answered(db, client, "made", answer.order, answer.result, now_ns)
        return taken

    def session(self, client: str, session: str) -> list[Arrived]:
        """Everything that arrived about a session, by number."""
        with self._open().reading() as db:
            return sorted(inbox.of_session(db, client, session), key=lambda one: one.seq)

    def begun_today(self) -> dict[str, Arrived]:
        """Pseudonym -> the start of the newest session since midnight here."""
        with self._open().reading() as db:
            return inbox.begun_since(db, midnight_ns(time.time_ns()))

    def newcomer(self, client: str, number: int) -> tuple[Person, list[OrderRow]]:
        """Who has this pseudonym, whose name never leaves this machine; and this trainer's orders without an answer.

        That the client was looked at is noted.
        """
        with self._open().writing() as db:
            now_ns = time.time_ns()
            known = client_of(db, client, now_ns)
            looked(db, known, self._author(db), "watched", now_ns)
            rows = orders.open_orders(db, "made", known)
            return _person(db, known, number), [one for one in rows if one.trainer == self._trainer]

    def ask(self, client: str, order: str, kind: str, body: Mapping[str, Any]) -> None:
        """Keeps an order that is made; a note stands among the notes of the client, too."""
        with self._open().writing() as db:
            now_ns = time.time_ns()
            about = client_of(db, client, now_ns)
            if orders.made(db, about, order, self._trainer, kind, body, now_ns) and kind == "note":
                self._note(db, about, body, now_ns)

    def forget(self, client: str) -> int:
        """Erases what arrived from a client; how many events that were."""
        with self._open().writing() as db:
            gone = inbox.forget(db, client)
        scrubbed(self._open())
        return gone

    def _note(self, db: Connection, about: Client, body: Mapping[str, Any], now_ns: int) -> None:
        """Where the session is being kept in this history, too, the client's program keeps what is said in it."""
        session = body.get("about", {}).get("session")
        if session is None or not runs_here(db, about, session):
            add_note(db, about, self._author(db), body["text"], now_ns, client_may_see=True)

    def _author(self, db: Connection) -> Author:
        return author(db, self._trainer.removeprefix(ACCOUNT), "trainer")

    def _open(self) -> History:
        if self._history is None:
            self._history = self._opened.enter_context(open_history(self._url))
        return self._history


def _person(db: Connection, client: Client, number: int) -> Person:
    known, scores = level(db, client), pains(db, client)
    return Person(
        client=client.pseudonym,
        number=number,
        name=client.display_name or client.pseudonym,
        planned=tuple(Planned(one.exercise, one.sets, one.reps) for one in plan(db, client)),
        level=known.level if known else None,
        pain=scores[-1].score if scores else None,
    )
