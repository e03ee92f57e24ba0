"""A client's program for fault tests: a publisher with a history of its own, and events at a set rate from a seed.

python -m tests.remote.faults.client FILE     FILE: a `Script` as JSON; ends on SIGTERM; after SIGUSR1 one last event
"""

import json
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from uuid import uuid4

import numpy as np

LAST_SET = 9_999
"""Its start is the last event of a client that was told to be quiet."""


@dataclass(frozen=True)
class Script:
    url: str
    user: str
    secret: str
    trainers: list[str]
    history: str
    """URL of the database."""
    rate_hz: float
    seed: int
    elsewhere: str = ""
    """Address of a machine that is not this one, of the same port; without encryption, which only a test may do."""
    clock_s: float = 0.0
    """How far the clock of this machine is ahead."""

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path

    @classmethod
    def read(cls, path: Path) -> "Script":
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def run(script: Script) -> None:
    _set_clock(script.clock_s)
    from imu_hinge.catalogue import load_exercise
    from imu_hinge.model.arrays import FRAME
    from imu_hinge.model.events import Event, SetStarted, Step
    from imu_hinge.model.inputs import Tick
    from imu_hinge.remote.accounts import Account
    from imu_hinge.remote.publisher import Publisher, Watching
    from tests.made import completed, set_ended

    class Elsewhere(Account):
        @property
        def host(self) -> str:
            return script.elsewhere

    over = threading.Event()
    quiet = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGUSR1, lambda *_: quiet.set())
    chance, exercise = Random(script.seed), load_exercise("band_rdl")
    watching = Watching(
        account=(Elsewhere if script.elsewhere else Account)(
            script.url, script.user, script.secret, tuple(script.trainers)
        ),
        pseudonym=script.user,
        session=uuid4(),
        exercise=exercise,
        software="faults",
        url=script.history,
    )
    _agree(script)
    publisher = Publisher(watching, lambda name, argument: None, lambda words: None)
    began_s, next_s, reps, set_index = time.monotonic(), 0.0, 0, 1

    def say(*events: Event) -> None:
        t_ns = round((time.monotonic() - began_s) * 1e9)
        publisher.receive(Tick(t_ns), Step(np.empty(0, FRAME), events))

    say(SetStarted(t_ns=0, set_index=1, exercise="band_rdl", side=None))
    while not (over.wait(0.02) or quiet.is_set()):
        if time.monotonic() - began_s >= next_s:
            next_s += chance.expovariate(script.rate_hz)
            reps += 1
            depth_deg = round(chance.uniform(50.0, 70.0), 2)
            say(completed(reps, set_index=set_index, thorax_rom_deg=depth_deg))
            if reps % 10 == 0:
                say(set_ended(10, index=set_index))
                set_index += 1
                say(SetStarted(t_ns=reps, set_index=set_index, exercise="band_rdl", side=None))
        else:
            say()
    if quiet.is_set():
        say(SetStarted(t_ns=reps, set_index=LAST_SET, exercise="band_rdl", side=None))
    while not over.wait(0.02):
        say()
    publisher.close()


def _agree(script: Script) -> None:
    """By the clock of this machine, once: what was not yet published when the program was killed goes out later."""
    from imu_hinge.history.authors import default_author
    from imu_hinge.history.clients import client_of
    from imu_hinge.history.consents import grant, watch_of
    from imu_hinge.history.database import open_history

    with open_history(script.history) as history, history.writing() as db:
        now_ns = time.time_ns()
        client = client_of(db, script.user, now_ns)
        if watch_of(db, client, now_ns) is None:
            grant(db, client, "watch", default_author(db, "wearer"), now_ns, trainers=script.trainers)


def _set_clock(ahead_s: float) -> None:
    ahead_ns, time_ns, now = round(ahead_s * 1e9), time.time_ns, time.time
    time.time_ns = lambda: time_ns() + ahead_ns
    time.time = lambda: now() + ahead_s


if __name__ == "__main__":
    run(Script.read(Path(sys.argv[1])))
