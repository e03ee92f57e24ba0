"""The client's and the trainer's rules against each other, over a wire that loses, doubles, reorders and is cut."""

import random
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from imu_hinge.history.consents import SCOPES
from imu_hinge.history.inbox import Arrived, Batch, Taken
from imu_hinge.history.outbox import Posted
from imu_hinge.remote import topics
from imu_hinge.remote.incoming import Incoming
from imu_hinge.remote.messages import Events, Order, Status, decode, encode
from imu_hinge.remote.outgoing import Outgoing, Place, Sending, Told
from imu_hinge.remote.window import Heard, Window
from tests.made import S

TICK_NS = S // 10
FROM_SEQ = 4
"""The consent is younger than the first three events."""
ANNA, BOB = "t-anna", "t-bob"


@dataclass
class Client:
    """What survives a restart, and the rules."""

    trainers: tuple[str, ...] = (ANNA,)
    posted: list[Posted] = field(default_factory=list)
    acked: dict[str, Heard] = field(default_factory=dict)
    now_ns: int = S

    def __post_init__(self) -> None:
        self.post(FROM_SEQ - 1)
        self.begin()

    def begin(self) -> None:
        heard = {one: self.acked.get(one, Heard(0, self.now_ns)) for one in self.trainers}
        place = Place(
            client="c-1",
            instance="i",
            epoch="e",
            from_seq=FROM_SEQ,
            trainers=frozenset(self.trainers),
            scopes=SCOPES,
        )
        self.rules = Outgoing(place, Window(heard, FROM_SEQ, len(self.posted)), self.now_ns)
        self.rules.connected(self.now_ns)

    def post(self, count: int) -> None:
        for seq in range(len(self.posted) + 1, len(self.posted) + 1 + count):
            self.posted.append(
                Posted(seq=seq, id=f"{seq}", session_id=None, consent_id=None, at_ns=seq, type="X", body={"n": seq})
            )
        if hasattr(self, "rules"):
            self.rules.window.last_seq = len(self.posted)

    def due(self) -> list[Sending]:
        return self.rules.due(self.now_ns, lambda seq, most: self.posted[seq : seq + most], None)

    def hear(self, payload: bytes, trainer: str = ANNA) -> None:
        told = self.rules.take(topics.order("c-1", trainer), payload, False, self.now_ns)
        if isinstance(told, Told):
            self.acked[trainer] = Heard(told.up_to, self.now_ns)


@dataclass
class Trainer:
    """The same of the other side; `shelf` is its database."""

    shelf: dict[int, str] = field(default_factory=dict)
    doubled: int = 0

    def __post_init__(self) -> None:
        self.rules = Incoming("c-1")

    def hear(self, one: Sending) -> None:
        topic = topics.parse(one.topic)
        assert topic
        message = decode(topic.kind, one.payload)
        if isinstance(message, Status):
            self.rules.take_status(message)
        elif isinstance(message, Events):
            self.rules.take_events(message)

    def answers(self, now_ns: int) -> list[bytes]:
        while batch := self.rules.batch():
            self.rules.kept(batch, self._keep(batch))
        reply = self.rules.reply(now_ns / S)
        return [encode(Order("o", 1, reply.kind, {"epoch": reply.epoch, "up_to": reply.up_to}))] if reply else []

    def _keep(self, batch: Batch) -> Taken:
        new: list[Arrived] = []
        same: list[Arrived] = []
        for row in batch.rows:
            assert self.shelf.get(row.seq, row.id) == row.id, "another event under the same number"
            (same if row.seq in self.shelf else new).append(row)
            self.shelf[row.seq] = row.id
        held = batch.from_seq - 1
        while held + 1 in self.shelf:
            held += 1
        self.doubled += len(same)
        return Taken(new=tuple(new), same=tuple(same), doubled=len(same), conflicts=(), held=held)


def tick(client: Client, trainer: Trainer, wire: random.Random, loss: float) -> None:
    """A tenth of a second."""
    client.now_ns += TICK_NS
    there = [one for one in client.due() if wire.random() >= loss]
    there += [one for one in there if wire.random() < loss]
    wire.shuffle(there)
    for one in there:
        trainer.hear(one)
    for answer in trainer.answers(client.now_ns):
        if wire.random() >= loss:
            client.hear(answer)


FAULTS = st.lists(
    st.tuples(st.sampled_from(["post", "run", "cut", "client", "trainer", "backup"]), st.integers(1, 120)), max_size=25
)


@settings(max_examples=80)
@given(faults=FAULTS, seed=st.integers(0, 2**32), loss=st.sampled_from([0.0, 0.1, 0.5]))
def test_everything_from_the_consent_on_arrives_once(faults: list[tuple[str, int]], seed: int, loss: float) -> None:
    client, trainer, wire = Client(), Trainer(), random.Random(seed)
    for what, amount in faults:
        match what:
            case "post":
                client.post(amount)
            case "run":
                for _ in range(amount):
                    tick(client, trainer, wire, loss)
            case "cut":
                client.now_ns += amount * S
                client.rules.connected(client.now_ns)
            case "client":
                client.begin()
            case "trainer":
                trainer = Trainer(trainer.shelf)
                client.rules.connected(client.now_ns)
            case "backup":
                trainer = Trainer({seq: id_ for seq, id_ in trainer.shelf.items() if seq <= amount})
                client.rules.connected(client.now_ns)
    client.rules.connected(client.now_ns)
    for _ in range(300):
        tick(client, trainer, wire, 0.0)
    assert trainer.shelf == {one.seq: one.id for one in client.posted if one.seq >= FROM_SEQ}
    assert client.rules.window.waiting(client.now_ns) == 0
    assert trainer.rules.remark(client.now_ns / S) == ""


def test_a_long_cut_is_made_up_for_quickly_and_almost_without_copies() -> None:
    """Ten minutes of 12,000 events, then 5 rounds a second at 50 events each."""
    client, trainer, wire = Client(), Trainer(), random.Random(1)
    client.post(12_000)
    client.now_ns += 600 * S
    client.rules.connected(client.now_ns)
    ticks = 0
    while len(trainer.shelf) < 12_000:
        ticks += 1
        tick(client, trainer, wire, 0.0)
        assert ticks < 1_000
    assert trainer.doubled <= 200


class Room:
    """One client and two trainers who come and go; each loses messages of its own."""

    def __init__(self, seed: int) -> None:
        self.client, self._wire = Client((ANNA, BOB)), random.Random(seed)
        self.trainers = {ANNA: Trainer(), BOB: Trainer()}
        self._there: set[str] = set()
        self._kept: Sending | None = None
        """The last word of presence, as a broker keeps it for whoever comes."""

    def run(self, there: set[str], seconds: float, loss: float) -> None:
        for name in there - self._there:
            if self._kept:
                self.trainers[name].hear(self._kept)
        self._there = there
        for _ in range(round(seconds * S / TICK_NS)):
            self._tick(loss)

    def _tick(self, loss: float) -> None:
        client = self.client
        client.now_ns += TICK_NS
        for one in client.due():
            self._kept = one if one.retain else self._kept
            for name in self._there:
                if one.retain or self._wire.random() >= loss:
                    self.trainers[name].hear(one)
        for name in self._there:
            self.trainers[name].rules.take_given_out(len(client.posted))  # live messages tell it
            for answer in self.trainers[name].answers(client.now_ns):
                client.hear(answer, name)


TURNS = st.lists(
    st.tuples(
        st.sampled_from([{ANNA, BOB}, {ANNA}, {BOB}, set()]), st.integers(0, 300), st.sampled_from([1, 5, 40, 150, 400])
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(turns=TURNS, seed=st.integers(0, 2**32), loss=st.sampled_from([0.0, 0.3]))
def test_two_trainers_who_come_and_go_have_everything_in_the_end(
    turns: list[tuple[set[str], int, int]], seed: int, loss: float
) -> None:
    room = Room(seed)
    for there, count, seconds in turns:
        room.client.post(count)
        room.run(there, seconds, loss)
    room.run({ANNA, BOB}, 60, 0.0)
    for trainer in room.trainers.values():
        assert trainer.shelf == {one.seq: one.id for one in room.client.posted if one.seq >= FROM_SEQ}


def test_one_who_is_there_goes_on_while_the_other_is_away() -> None:
    room = Room(1)
    room.run({ANNA, BOB}, 5, 0.0)
    for _ in range(40):
        room.client.post(10)
        room.run({ANNA}, 5, 0.0)
    assert len(room.trainers[ANNA].shelf) == 400


def test_what_one_missed_after_a_long_rest_is_asked_for() -> None:
    room = Room(1)
    room.client.post(5)
    room.run({ANNA, BOB}, 300, 0.0)
    room.client.post(1)
    for one in room.client.due():
        room.trainers[ANNA].hear(one)
    room.run({ANNA, BOB}, 15, 0.0)
    assert room.trainers[BOB].shelf == room.trainers[ANNA].shelf
