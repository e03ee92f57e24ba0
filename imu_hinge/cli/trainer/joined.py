"""Several watches as one: the wearers of this room and the clients of a broker on one screen."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from threading import Lock
from typing import Protocol

from imu_hinge.view.wall import Line, Seat, Wall, Watch

UNKNOWN = "nobody of this name is watched"


class Lasting(Watch, Protocol):
    """A watch that can be waited for."""

    def wait(self) -> None:
        """Until everything is closed; raises what ended it before its time."""
        ...


class Joined:
    """Implements `view.wall.Watch`. Numbers are given in the order of arrival and stay.

    Of a client in several of them the first one counts.
    """

    def __init__(self, watches: Sequence[Lasting]) -> None:
        self._watches, self._ids, self._lock = watches, count(1), Lock()
        self._numbers: dict[str, int] = {}
        self._told: dict[tuple[int, int], int] = {}
        """Id here, by the place of the watch and the id there."""
        self._feeds: list[tuple[Line, ...]] = []
        self._joined: tuple[Line, ...] = ()
        """What `_feeds` make."""
        self.signals: Sequence[int] = ()
        """Signals that came; nobody waits for a last page after one."""

    def read(self) -> Wall:
        """The newest state of all."""
        with self._lock:
            walls = [watch.read() for watch in self._watches]
            seats: dict[str, Seat] = {}
            for wall in walls:
                for seat in wall.seats:
                    seats.setdefault(seat.person.client, self._numbered(seat))
            broker = "; ".join(wall.broker for wall in walls if wall.broker)
            feeds = [wall.feed for wall in walls]
            if feeds != self._feeds:
                self._feeds, self._joined = feeds, self._feed(feeds)
            return Wall(tuple(sorted(seats.values(), key=_number)), self._joined, broker)

    def _feed(self, feeds: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
        """One feed of all; a line that counts up keeps its id."""
        lines = {(place, line.id): line for place, feed in enumerate(feeds) for line in reversed(feed)}
        self._told = {key: self._told.get(key) or next(self._ids) for key in lines}
        joined = [_with_id(line, self._told[key]) for key, line in lines.items()]
        return tuple(sorted(joined, key=lambda line: -line.id))

    def _numbered(self, seat: Seat) -> Seat:
        number = self._numbers.setdefault(seat.person.client, len(self._numbers) + 1)
        if number == seat.person.number:
            return seat
        return replace(seat, person=replace(seat.person, number=number))

    def look_at(self, clients: Sequence[str]) -> None:
        """Each knows its own."""
        for watch in self._watches:
            watch.look_at(clients)

    def note(self, client: str, text: str) -> str:
        """Where the client is."""
        watch = self._of(client)
        return watch.note(client, text) if watch else UNKNOWN

    def ask_stop(self, client: str, reason: str) -> str:
        """Where the client is."""
        watch = self._of(client)
        return watch.ask_stop(client, reason) if watch else UNKNOWN

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        """Where the client is."""
        watch = self._of(client)
        return watch.propose(client, exercise, side, set_reps) if watch else UNKNOWN

    def listen(self, client: str | None) -> str:
        """Nobody but this client."""
        of = self._of(client) if client is not None else None
        for watch in self._watches:
            if watch is not of:
                watch.listen(None)
        return of.listen(client) if of else ""

    def exercises(self) -> Sequence[tuple[str, str]]:
        """The same everywhere."""
        return self._watches[0].exercises()

    def begin(self) -> None:
        """Starts all."""
        for watch in self._watches:
            watch.begin()

    def stop(self) -> None:
        """Asks all to end."""
        for watch in self._watches:
            watch.stop()

    def wait(self) -> None:
        """Until all are closed; raises what broke one of them, which did not end the others."""
        with ExitStack() as waiting:
            for watch in reversed(self._watches):
                waiting.callback(watch.wait)

    @property
    def running(self) -> bool:
        """Whether any is."""
        return any(watch.running for watch in self._watches)

    @property
    def leaving(self) -> bool:
        """Whether nobody waits for a last page."""
        return bool(self.signals) or all(watch.leaving for watch in self._watches)

    def _of(self, client: str) -> Watch | None:
        for watch in self._watches:
            if any(seat.person.client == client for seat in watch.read().seats):
                return watch
        return None


def _with_id(line: Line, number: int) -> Line:
    return line if line.id == number else replace(line, id=number)


def _number(seat: Seat) -> int:
    return seat.person.number
