"""A client with a history, a consent and a Publisher, and a trainer's end of the broker that notes what it gets."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from imu_hinge.catalogue import load_exercise
from imu_hinge.history.authors import default_author
from imu_hinge.history.clients import client_of
from imu_hinge.history.consents import SCOPES, grant, withdraw
from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.messages import Entry, Events, Live, Message, Order, Status, decode, encode
from imu_hinge.remote.pipe import Pipe, connected
from imu_hinge.remote.publisher import Publisher, Watching
from tests.made import S

NO_FRAMES = np.empty(0, FRAME)


@dataclass
class Wearer:
    """A client of a history in `folder`, who lets the trainers of the account watch."""

    folder: Path
    account: Account
    scopes: Sequence[str] = SCOPES
    session: UUID = field(default_factory=uuid4)
    said: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return sqlite_url(self.folder / "history.db")

    def consent(self, trainers: Sequence[str] | None = None) -> None:
        with open_history(self.url) as history, history.writing() as db:
            client = client_of(db, self.account.user, time.time_ns())
            grant(
                db,
                client,
                "watch",
                default_author(db, "wearer"),
                time.time_ns(),
                scopes=self.scopes,
                trainers=self.account.trainers if trainers is None else trainers,
            )

    def take_back(self) -> None:
        with open_history(self.url) as history, history.writing() as db:
            withdraw(db, client_of(db, self.account.user, 0), "watch", time.time_ns())

    @contextmanager
    def publishing(self) -> Iterator[Publisher]:
        exercise = load_exercise("band_rdl")
        watching = Watching(
            account=self.account,
            pseudonym=self.account.user,
            session=self.session,
            exercise=exercise,
            software="imu_hinge test",
            url=self.url,
        )
        publisher = Publisher(watching, lambda name, argument: self.said.append((name, argument)), self.told.append)
        try:
            yield publisher
        finally:
            publisher.close()


def feed(publisher: Publisher, *events: Event, t_ns: int = S) -> None:
    publisher.receive(Tick(t_ns), Step(NO_FRAMES, events))


def word(publisher: Publisher, name: str, argument: str = "", t_ns: int = S) -> None:
    item: Input = Command(t_ns, name, argument)
    publisher.receive(item, Step(NO_FRAMES))


def until(holds: Callable[[], Any], within_s: float = 10.0) -> None:
    before = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < before, "it does not come"
        time.sleep(0.02)


class Trainer:
    """Notes every message of one client, acknowledges what it holds without a hole, and can be told to be silent."""

    def __init__(self, account: Account, client: str) -> None:
        self.account, self.client = account, client
        self.bytes: list[bytes] = []
        self.statuses: list[Status | None] = []
        self.lives: list[Live] = []
        self.entries: dict[int, Entry] = {}
        self.doubled = 0
        self.answers = True
        self._epoch = ""
        self._out: list[Order] = []
        self._over = threading.Event()
        self.there = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Trainer":
        self._thread.start()
        assert self.there.wait(5.0)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(5.0)

    def order(self, kind: str, id_: str = "", **fields: Any) -> str:
        order = Order(id_ or str(uuid4()), time.time_ns() // 1_000_000, kind, fields)
        self._out.append(order)
        return order.id

    @property
    def held(self) -> int:
        seq = 0
        while seq + 1 in self.entries:
            seq += 1
        return seq

    def types(self) -> list[str]:
        return [self.entries[seq].type for seq in sorted(self.entries)]

    def of(self, kind: str) -> list[Entry]:
        return [entry for _, entry in sorted(self.entries.items()) if entry.type == kind]

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        async with connected(self.account) as pipe:
            for topic in (topics.status, topics.live, topics.event):
                await pipe.subscribe(topic(self.client))
            self.there.set()
            reading = asyncio.create_task(self._read(pipe))
            while not self._over.is_set() and not reading.done():
                while self._out:
                    await pipe.publish(self._topic, encode(self._out.pop(0)), qos=1)
                await asyncio.sleep(0.02)
            reading.cancel()
        if reading.done() and not reading.cancelled():
            reading.result()

    @property
    def _topic(self) -> str:
        return topics.order(self.client, self.account.user)

    async def _read(self, pipe: Pipe) -> None:
        async for one in pipe:
            self.bytes.append(one.topic.encode() + one.payload)
            topic = topics.parse(one.topic)
            assert topic is not None
            if not one.payload:
                self.statuses.append(None)
                continue
            self._take(decode(topic.kind, one.payload))

    def _take(self, message: Message) -> None:
        match message:
            case Status():
                self.statuses.append(message)
                if message.online and self.answers:
                    self._epoch = message.epoch
                    self.order("hello", epoch=message.epoch, up_to=self.held)
            case Live():
                self.lives.append(message)
            case Events(epoch=epoch, events=events):
                self.doubled += sum(one.seq in self.entries for one in events)
                self.entries.update({one.seq: one for one in events})
                if self.answers:
                    self.order("ack", epoch=epoch, up_to=self.held)
