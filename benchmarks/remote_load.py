"""200 clients in a set: what the trainer's process costs, and how old what the screen reads is when it reads it.

The share is CPU time of the process (all threads, `time.process_time`) over the time measured, without what the reading
by the benchmark costs. An age is from the making of a message to the first reading of the wall that has it, or a newer
one of that client; it is read as seldom as the screen reads it.
"""

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import remote_senders

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests start the broker

from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.model.arrays import Array
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.watcher import Watcher
from imu_hinge.tui.trainer.screen import LOOK_S
from tests.remote.broker import started

RATE_HZ = 5.0
WARM_S = 20.0
"""Connecting, names and sessions of all clients."""
CORE, P99_S, GROWTH_MB = 0.35, 0.400, 10.0
Figure = tuple[str, str, str, bool]


def run(chosen: argparse.Namespace) -> list[Figure]:
    seconds = 60.0 * chosen.minutes
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder) / "room", clients=chosen.clients, trainers=("anna",)) as broker,
    ):
        accounts = [(one, broker.account(one).secret) for one in broker.clients]
        spawn = get_context("spawn")
        near, far = spawn.Pipe()
        arguments = (far, "127.0.0.1", broker.port, accounts, RATE_HZ, seconds + WARM_S)
        senders = spawn.Process(target=remote_senders.child, args=arguments)
        senders.start()
        found = _watch(broker.account("t-anna"), Path(folder) / "trainer.db", chosen.clients, seconds)
        sent = near.recv()
        senders.join()
    print(
        f"  {chosen.clients} clients, {RATE_HZ:g} Hz, {sent['sent']} live messages and {sent['events']} events in "
        f"{seconds + WARM_S:.0f} s; senders at most {1000 * sent['late_s']:.0f} ms late; "
        f"the wall is read as the screen reads it, every {1000 * LOOK_S:.0f} ms, and every age includes that wait"
    )
    return found


def _watch(account: Account, path: Path, clients: int, seconds: float) -> list[Figure]:
    with open_history(sqlite_url(path)):
        pass
    watcher = Watcher(account, sqlite_url(path))
    watcher.begin()
    time.sleep(WARM_S)
    ages = Ages(round(1.2 * clients * RATE_HZ * (seconds + WARM_S)))
    memory_mb, reps = [_memory_mb()], [_reps(watcher)]
    began_s, cpu_s, mine_s = time.monotonic(), time.process_time(), 0.0
    while time.monotonic() - began_s < seconds:
        time.sleep(LOOK_S)
        before_s = time.thread_time()
        ages.look(watcher)
        if time.monotonic() - began_s > 10.0 * len(memory_mb):
            memory_mb.append(_memory_mb())
            reps.append(_reps(watcher))
        mine_s += time.thread_time() - before_s
    share = (time.process_time() - cpu_s - mine_s) / (time.monotonic() - began_s)
    watcher.stop()
    watcher.wait()
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(
        f"  {len(ages.s)} messages and {reps[-1]} repetitions seen on the wall; memory {memory_mb[0]:.0f} to "
        f"{memory_mb[-1]:.0f} MB; load of the machine {busy} (1, 5, 15 min) on {os.cpu_count()} cores"
    )
    return [
        ("trainer's process, all but the screen", f"<= {CORE:.0%} of a core", f"{share:.1%}", share <= CORE),
        *_delays(ages),
        _growth(memory_mb, reps),
    ]


def _delays(ages: "Ages") -> list[Figure]:
    p50_s, p99_s = (float(np.quantile(ages.s, q)) for q in (0.5, 0.99)) if len(ages.s) else (np.inf, np.inf)
    return [
        ("publish to screen, p50", "-", f"{1000 * p50_s:.0f} ms", True),
        ("publish to screen, p99", f"<= {1000 * P99_S:.0f} ms", f"{1000 * p99_s:.0f} ms", p99_s <= P99_S),
    ]


def _growth(memory_mb: list[float], reps: list[int]) -> Figure:
    """The largest of the second half over the largest of the first."""
    half = max(1, len(memory_mb) // 2)
    growth_mb = max(memory_mb[half:], default=memory_mb[-1]) - max(memory_mb[:half])
    what = f"memory, second half over the first, in which {reps[-1] - reps[half - 1]} repetitions came"
    return what, f"<= {GROWTH_MB:g} MB", f"{growth_mb:+.1f} MB", growth_mb <= GROWTH_MB


def _reps(watcher: Watcher) -> int:
    """On the wall."""
    seen = [seat.snapshot for seat in watcher.read().seats if seat.snapshot is not None]
    return sum(one.counted for snapshot in seen for one in snapshot.all_sets)


class Ages:
    """How old each message was when it was first on the wall; a newer one that took its place stands for it.

    Session times are the senders' monotonic clock, which is ours; their messages are 1 / RATE_HZ apart. The memory is
    taken at the beginning: what is measured must not grow by its measuring.
    """

    def __init__(self, most: int) -> None:
        self._kept_s, self._count = np.ones(most), 0
        self._seen: dict[str, int] = {}

    @property
    def s(self) -> Array:
        """(n,) all so far, in s."""
        return self._kept_s[: self._count]

    def look(self, watcher: Watcher) -> None:
        """Reads the wall."""
        now_ns = time.monotonic_ns()
        for seat in watcher.read().seats:
            client, t_ns = seat.person.client, seat.snapshot.t_ns if seat.snapshot is not None else None
            if t_ns is not None and t_ns != self._seen.get(client):
                between = round((t_ns - self._seen.get(client, t_ns)) / 1e9 * RATE_HZ)
                self._seen[client] = t_ns
                self._keep([(now_ns - t_ns) / 1e9 + back / RATE_HZ for back in range(max(between, 1))])

    def _keep(self, ages_s: list[float]) -> None:
        self._kept_s[self._count : self._count + len(ages_s)] = ages_s
        self._count += len(ages_s)


def _memory_mb() -> float:
    """Resident, of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6
