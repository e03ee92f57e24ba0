"""A trainer's program for fault tests: a watcher that writes down what its wall shows.

python -m tests.remote.faults.trainer FILE     FILE: a `Place` as JSON; ends on SIGTERM
"""

import json
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LOOK_S = 0.1


@dataclass(frozen=True)
class Place:
    url: str
    user: str
    secret: str
    history: str
    """URL of the database."""
    log: str
    """File that the looks are written to."""

    def write(self, path: Path) -> Path:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path


@dataclass(frozen=True)
class Look:
    """What the wall showed at one moment; `at_s` is the clock of this machine that all its programs share."""

    at_s: float
    broker: str
    presence: dict[str, str]
    doubled: int = 0
    """Events that came again, since this program began."""
    counts: dict[str, int] = field(default_factory=dict)
    """Repetitions of all sets."""
    remarks: dict[str, str] = field(default_factory=dict)
    lives: dict[str, int] = field(default_factory=dict)
    """Number of the newest live message: another one while the state is told."""


def run(place: Place) -> None:
    from imu_hinge.remote.accounts import Account
    from imu_hinge.remote.watcher import Watcher

    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    watcher = Watcher(Account(place.url, place.user, place.secret), place.history)
    watcher.begin()
    with Path(place.log).open("a", encoding="utf-8") as lines:
        while not over.wait(LOOK_S) and watcher.running:
            print(json.dumps(_look(watcher)), file=lines, flush=True)
    watcher.stop()
    watcher.wait()


def _look(watcher: Any) -> dict[str, Any]:
    wall = watcher.read()
    seats = {seat.person.client: seat for seat in wall.seats}
    shown = {who: seat.snapshot for who, seat in seats.items() if seat.snapshot is not None}
    return {
        "at_s": time.monotonic(),
        "broker": wall.broker,
        "doubled": watcher.doubled,
        "presence": {who: seat.presence.value for who, seat in seats.items()},
        "counts": {who: sum(one.counted + one.unsure for one in seen.all_sets) for who, seen in shown.items()},
        "remarks": {who: seat.remark for who, seat in seats.items()},
        "lives": {who: one._live.n for who, one in list(watcher._hall.clients.items()) if one._live},
    }


def looks(log: Path) -> list[Look]:
    """What was written so far; the last line may be half of one."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True) if log.exists() else []
    return [Look(**json.loads(line)) for line in lines if line.endswith("}\n")]


if __name__ == "__main__":
    run(Place(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
