"""Real programs around a real broker: clients and trainers in processes of their own, and what became of all events."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.view.wall import Presence
from tests.remote.broker import Broker
from tests.remote.faults.client import LAST_SET, Script
from tests.remote.faults.proxy import Proxy
from tests.remote.faults.trainer import Look, Place, looks

ROOT = Path(__file__).parents[3]
RIGHT_S = 8.0
"""Presence is right within this, whatever happened."""
SETTLED_S = 90.0
END_S = 10.0

Rows = dict[tuple[str, int], tuple[str, str, Any]]
"""Epoch and number -> id, type and fields of an event."""


@dataclass
class Program:
    """One of the programs: it can be ended, killed, frozen, and started again."""

    module: str
    arguments: Sequence[str]
    within: Sequence[str] = ()
    """Command that it is started by."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [*self.within, sys.executable, "-m", self.module, *self.arguments]
        self.process = subprocess.Popen(command, cwd=ROOT)

    def end(self) -> None:
        """As its user would."""
        self._send(signal.SIGTERM, wait=True)

    def kill(self) -> None:
        self._send(signal.SIGKILL, wait=True)

    def freeze(self) -> None:
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def quiet(self) -> None:
        """A client makes one last event, and stays."""
        self._send(signal.SIGUSR1)

    def _send(self, what: signal.Signals, wait: bool = False) -> None:
        if self.process is not None:
            self.process.send_signal(what)
            if wait:
                self.process.wait(END_S)
                self.process = None


@dataclass
class Verdict:
    """What became of the events of all clients at one trainer."""

    events: int = 0
    lost: int = 0
    different: int = 0
    more: int = 0
    """At the trainer, and in no outbox."""
    conflicts: int = 0

    @property
    def good(self) -> bool:
        return self.events > 0 and (self.lost, self.different, self.more, self.conflicts) == (0, 0, 0, 0)


@dataclass
class World:
    """Use as a context; `rate_hz`: repetitions of each client."""

    folder: Path
    broker: Broker
    clients: Sequence[str]
    trainers: Sequence[str] = ("t-anna",)
    rate_hz: float = 4.0
    seed: int = 1
    clocks_s: Mapping[str, float] = field(default_factory=dict)
    within: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Client -> command that it is started by, in a network of its own."""
    far: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Client -> where the broker is for it; for the others it is behind a proxy on this machine."""
    also: dict[str, Rows] = field(default_factory=dict)
    """Client -> events of a database that was replaced."""

    def __post_init__(self) -> None:
        self.proxies: dict[str, Proxy] = {}
        self.programs: dict[str, Program] = {}
        self._opened = ExitStack()

    def __enter__(self) -> "World":
        for number, user in enumerate(self.clients):
            self.proxies[user] = self._opened.enter_context(Proxy(self.broker.port))
            self.programs[user] = self._client(number, user)
        for user in self.trainers:
            self.programs[user] = self._trainer(user)
        for program in self.programs.values():
            self._opened.callback(program.kill)
            self._opened.callback(program.thaw)
            program.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def set_clock(self, user: str, ahead_s: float) -> None:
        """Of a client's machine; its program has it from the next start on."""
        path = self._script(user)
        replace(Script.read(path), clock_s=ahead_s).write(path)

    def history(self, user: str) -> Path:
        return self.folder / user / "history.db"

    def log(self, trainer: str = "t-anna") -> list[Look]:
        return looks(self.folder / trainer / "log")

    def shown(self, user: str, trainer: str, since_s: float) -> str:
        """Presence on the newest wall; empty where that is older than `since_s`, or shows nobody."""
        walls = self.log(trainer)[-1:]
        return next((wall.presence.get(user, "") for wall in walls if wall.at_s >= since_s), "")

    def heard(self, user: str, trainer: str) -> int:
        """Number of the newest live message."""
        return next((wall.lives.get(user, -1) for wall in self.log(trainer)[-1:]), -1)

    def shows(self, presence: str, users: Sequence[str] | None = None, within_s: float = RIGHT_S) -> float:
        """Waits until every trainer's wall shows it, of all clients or of these; how long that took, s.

        Whoever is here is heard, too: a trainer who is back lets everybody seem here for a moment.
        """
        since_s, wanted = time.monotonic(), self.clients if users is None else users
        pairs = [(user, trainer) for user in wanted for trainer in self.trainers]
        before = {pair: self.heard(*pair) if presence == Presence.HERE else None for pair in pairs}
        return waited(
            lambda: all(self.shown(*pair, since_s) == presence and self.heard(*pair) != before[pair] for pair in pairs),
            within_s,
        )

    def settles(self, within_s: float = SETTLED_S) -> float:
        """Nothing more happens; waits until everything is with every trainer; how long that took, s."""
        for user in self.clients:
            self.programs[user].quiet()
        waited(lambda: all(map(self.said_all, self.clients)), RIGHT_S)
        took_s = self.catches_up(within_s)
        for user in self.clients:
            self.programs[user].kill()
        return took_s

    def catches_up(self, within_s: float = SETTLED_S) -> float:
        """Waits until everything published so far is with every trainer."""
        return waited(lambda: all(self.compared(one).lost == 0 for one in self.trainers), within_s, 0.2)

    def flows(self, within_s: float = 60.0) -> None:
        """Waits until some events of every client are with every trainer."""
        waited(lambda: all(len(self.inbox(one, user)) > 3 for one in self.trainers for user in self.clients), within_s)

    def said_all(self, user: str) -> bool:
        """Whether the last event of a client is in its outbox."""
        return any(body.get("set_index") == LAST_SET for _, _, body in self.outbox(user).values())

    def outbox(self, user: str) -> Rows:
        return _rows(self.history(user), "SELECT epoch, seq, id, type, body FROM outbox")

    def inbox(self, trainer: str, user: str) -> Rows:
        query = (
            "SELECT epoch, seq, inbox.id, type, body FROM inbox JOIN client ON client.id = client_id"
            " WHERE pseudonym = ?"
        )
        return _rows(self.history(trainer), query, user)

    def compared(self, trainer: str = "t-anna") -> Verdict:
        """Every event of every outbox against the trainer's inbox."""
        verdict = Verdict(
            conflicts=len(_rows(self.history(trainer), "SELECT epoch, seq, id, type, body FROM inbox_conflict"))
        )
        for user in self.clients:
            sent, kept = self.also.get(user, {}) | self.outbox(user), self.inbox(trainer, user)
            verdict.events += len(sent)
            verdict.lost += len(sent.keys() - kept.keys())
            verdict.more += len(kept.keys() - sent.keys())
            verdict.different += sum(kept[key] != sent[key] for key in sent.keys() & kept.keys())
        return verdict

    def _client(self, number: int, user: str) -> Program:
        account, folder = self.broker.account(user), self.folder / user
        folder.mkdir(parents=True)
        with open_history(sqlite_url(self.history(user))):
            pass
        host, port = self.far.get(user, ("", self.proxies[user].port))
        script = Script(
            url=f"mqtt://127.0.0.1:{port}",
            elsewhere=host,
            user=user,
            secret=account.secret,
            trainers=list(self.trainers),
            history=sqlite_url(self.history(user)),
            rate_hz=self.rate_hz,
            seed=1000 * self.seed + number,
            clock_s=self.clocks_s.get(user, 0.0),
        )
        path = script.write(self._script(user))
        return Program("tests.remote.faults.client", [str(path)], self.within.get(user, ()))

    def _script(self, user: str) -> Path:
        return self.folder / user / "script.json"

    def _trainer(self, user: str) -> Program:
        account, folder = self.broker.account(user), self.folder / user
        folder.mkdir(parents=True)
        with open_history(sqlite_url(self.history(user))):
            pass
        place = Place(self.broker.url, user, account.secret, sqlite_url(self.history(user)), str(folder / "log"))
        return Program("tests.remote.faults.trainer", [str(place.write(folder / "place.json"))])


def waited(holds: Callable[[], bool], within_s: float, look_s: float = 0.05) -> float:
    """Until it holds; how long that took, s. Raises AssertionError."""
    began_s = time.monotonic()
    while not holds():
        assert time.monotonic() - began_s < within_s, f"not within {within_s} s"
        time.sleep(look_s)
    return time.monotonic() - began_s


def _rows(path: Path, query: str, *values: str) -> Rows:
    with closing(sqlite3.connect(path, timeout=10.0)) as db:
        found = db.execute(query, values).fetchall()
    return {(epoch, seq): (ident, kind, json.loads(body)) for epoch, seq, ident, kind, body in found}
