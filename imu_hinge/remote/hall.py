"""All clients of one trainer elsewhere: who speaks is told by the topic, and by nothing in a message. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from imu_hinge.history.clients import is_pseudonym
from imu_hinge.history.inbox import Batch, Taken
from imu_hinge.model.said import of_unforeseen
from imu_hinge.remote import topics
from imu_hinge.remote.asking import Asked
from imu_hinge.remote.incoming import Reply
from imu_hinge.remote.messages import Order, encode
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.watched import AT_ONCE, Pace, Watched
from imu_hinge.view.board import Board
from imu_hinge.view.wall import Seat, Wall

MOST_CLIENTS = 1_000
"""More than one trainer can watch is a broker that lets everybody in."""
FEW = 15
"""So many clients are always read as they come. Of more only those are whom a screen shows; the others from afar."""
ROWS_PER_S = 5.0 * FEW
"""Rows of the traces of all who are: of so many every live message is one, of more each has fewer."""
SHOWN_S = 2.0
"""So long a client counts as shown: a screen says whom it shows with every picture."""
LOOK_S = 0.5
"""So often a seat is looked at of which nothing was heard."""
AFAR = Pace(1.0, float("inf"))
"""Often enough to tell in time who is to be shown."""
REPLY_EXPIRY_S = 60
"""What is held is told anew by then."""
UNUSABLE = "a message could not be used: {why}"


@dataclass(frozen=True, slots=True)
class Saying:
    """An order to be sent."""

    client: str
    topic: str
    payload: bytes
    expiry_s: int | None


class Hall:
    """Used on one thread. `now_s` is a clock of this machine that only goes forward, `wall_s` its time since 1970."""

    def __init__(self, trainer: str, now_s: float) -> None:
        self.clients: dict[str, Watched] = {}
        self.strangers = 0
        """Messages of clients that are none."""
        self.down_s: float | None = now_s
        """Since when there is no connection to the broker; None while there is one."""
        self._trainer = trainer
        self._topics: dict[str, tuple[Kind, Watched]] = {}
        self._seats: dict[str, Seat] = {}
        self._looked_s: dict[str, float] = {}
        """When each client was last looked at."""
        self._near = AT_ONCE
        """Pace of those who are read as they come."""
        self._board = Board()
        self._broken: set[str] = set()

    def connected(self, now_s: float) -> None:
        """There is a connection to the broker."""
        self.down_s = None
        for one in self.clients.values():
            one.reconnected(now_s)

    def lost(self, now_s: float) -> None:
        """There is none any more."""
        self.down_s = now_s if self.down_s is None else self.down_s

    def take(self, topic: str, payload: bytes, retained: bool, now_s: float, wall_s: float) -> Watched | None:
        """One message; the client it is of, None where it is dropped."""
        found = self._topics.get(topic) or self._found(topic, now_s)
        if found is None:
            self.strangers += 1
            return None
        kind, watched = found
        pace = self._near if self._is_near(watched, now_s) else AFAR
        try:
            watched.take(kind, payload, now_s, wall_s, retained=retained, pace=pace)
        except Exception as error:  # anybody may have written it: one client must not end the watching of the others
            self._unusable(watched, error, wall_s)
        return watched

    def _unusable(self, watched: Watched, error: Exception, wall_s: float) -> None:
        """Told once of each client."""
        if watched.client not in self._broken:
            self._broken.add(watched.client)
            self.tell(watched.client, UNUSABLE.format(why=of_unforeseen(error)), wall_s)

    def batches(self) -> list[Batch]:
        """What is to be kept next."""
        return [batch for one in self.clients.values() if (batch := one.incoming.batch()) is not None]

    def kept(self, batch: Batch, taken: Taken, wall_s: float) -> None:
        """A batch is kept for good."""
        watched = self.clients[batch.client]
        try:
            watched.kept(batch, taken)
        except Exception as error:
            self._unusable(watched, error, wall_s)

    def sayings(self, now_s: float, wall_s: float) -> Iterator[Saying]:
        """What is to be sent now; each counts as sent."""
        for one in self.clients.values():
            if (reply := one.incoming.reply(now_s)) is not None:
                yield self._reply(one.client, reply, wall_s)
            if one.online:
                for asked in one.asking.due(now_s):
                    yield self._asked(one.client, asked, now_s, wall_s)

    def tell(self, client: str, words: str, wall_s: float) -> None:
        """A line for the feed."""
        self._board.post(client, words, wall_s)

    def look_at(self, clients: Sequence[str], now_s: float) -> None:
        """They are on a screen; from any thread."""
        for client in clients:
            if (watched := self.clients.get(client)) is not None:
                watched.shown_s = now_s + SHOWN_S

    def wall(self, now_s: float, wall_s: float, broker: str) -> Wall:
        """All there is to show."""
        near = sum(self._is_near(one, now_s) for one in self.clients.values())
        self._near = Pace(0.0, near / ROWS_PER_S)
        for one in self.clients.values():
            self._refresh(one, now_s, wall_s)
        seats = sorted(self._seats.values(), key=lambda seat: seat.person.number)
        return Wall(tuple(seats), self._board.lines(), broker)

    def _is_near(self, one: Watched, now_s: float) -> bool:
        return len(self._seats) <= FEW or now_s < one.shown_s

    def _refresh(self, one: Watched, now_s: float, wall_s: float) -> None:
        """Its seat, where that may look different."""
        pace = self._near if self._is_near(one, now_s) else AFAR
        try:
            one.catch_up(now_s, pace)
        except Exception as error:
            self._unusable(one, error, wall_s)
        if one.changed or now_s - self._looked_s[one.client] >= max(LOOK_S, pace.read_s):
            self._looked_s[one.client] = now_s
            self._look_at(one, now_s, wall_s)

    def _look_at(self, one: Watched, now_s: float, wall_s: float) -> None:
        for words in one.sentences(now_s):
            self.tell(one.client, words, wall_s)
        if one.seen:
            if not one.person.number:
                one.named(replace(one.person, number=len(self._seats) + 1))
            self._seats[one.client] = one.seat(now_s, self.down_s)

    def _found(self, topic: str, now_s: float) -> tuple[Kind, Watched] | None:
        """What a topic stands for, and whose it is; None for what is not listened to."""
        place = topics.parse(topic)
        if place is None or place.kind is Kind.ORDER or not is_pseudonym(place.client):
            return None
        if place.client not in self.clients:
            if len(self.clients) >= MOST_CLIENTS:
                return None
            self.clients[place.client] = Watched(place.client, self._trainer, now_s)
        self._topics[topic] = found = place.kind, self.clients[place.client]
        return found

    def _reply(self, client: str, reply: Reply, wall_s: float) -> Saying:
        body = {"epoch": reply.epoch, "up_to": reply.up_to}
        return self._saying(client, f"{reply.kind}-{reply.up_to}", reply.kind, body, wall_s, REPLY_EXPIRY_S)

    def _asked(self, client: str, asked: Asked, now_s: float, wall_s: float) -> Saying:
        left_s = asked.left_s(now_s)
        expiry_s = max(1, round(left_s)) if isfinite(left_s) else None
        return self._saying(client, asked.id, asked.kind, asked.body, wall_s, expiry_s)

    def _saying(self, client: str, order: str, kind: str, body: Any, wall_s: float, expiry_s: int | None) -> Saying:
        payload = encode(Order(order, round(wall_s * 1000), kind, body))
        return Saying(client, topics.order(client, self._trainer), payload, expiry_s)
