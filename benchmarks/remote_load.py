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
        found = _watch(broker.account("t-anna"), Path(folder) / "trainer.db", seconds)
        sent = near.recv()
        senders.join()
    print(
        f"  {chosen.clients} clients, {RATE_HZ:g} Hz, {sent['sent']} live messages and {sent['events']} events in "
        f"{seconds + WARM_S:.0f} s; senders at most {1000 * sent['late_s']:.0f} ms late; "
        f"the wall is read as the screen reads it, every {1000 * LOOK_S:.0f} ms, and every age includes that wait"
    )
    return found


def _watch(account: Account, path: Path, seconds: float) -> list[Figure]:
    with open_history(sqlite_url(path)):
        pass
    watcher = Watcher(account, sqlite_url(path))
    watcher.begin()
    time.sleep(WARM_S)
    ages_s: list[float] = []
    seen: dict[str, int] = {}
    memory_mb = [_memory_mb()]
    began_s, cpu_s, mine_s = time.monotonic(), time.process_time(), 0.0
    while time.monotonic() - began_s < seconds:
        time.sleep(LOOK_S)
        before_s = time.thread_time()
        ages_s += _ages_s(watcher, seen)
        mine_s += time.thread_time() - before_s
        if time.monotonic() - began_s > 10.0 * len(memory_mb):
            memory_mb.append(_memory_mb())
    share = (time.process_time() - cpu_s - mine_s) / (time.monotonic() - began_s)
    watcher.stop()
    watcher.wait()
    p50_s, p99_s = (float(np.quantile(ages_s, q)) for q in (0.5, 0.99)) if ages_s else (np.inf, np.inf)
    growth_mb = max(memory_mb[len(memory_mb) // 2 :]) - max(memory_mb[: max(1, len(memory_mb) // 2)])
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(
        f"  {len(ages_s)} messages seen on the wall; memory {memory_mb[0]:.0f} to {memory_mb[-1]:.0f} MB; "
        f"load of the machine {busy} (1, 5, 15 min) on {os.cpu_count()} cores"
    )
    return [
        ("trainer's process, all but the screen", f"<= {CORE:.0%} of a core", f"{share:.1%}", share <= CORE),
        ("publish to screen, p50", "-", f"{1000 * p50_s:.0f} ms", True),
        ("publish to screen, p99", f"<= {1000 * P99_S:.0f} ms", f"{1000 * p99_s:.0f} ms", p99_s <= P99_S),
        ("memory, second half over the first", f"<= {GROWTH_MB:g} MB", f"{growth_mb:+.1f} MB", growth_mb <= GROWTH_MB),
    ]


def _ages_s(watcher: Watcher, seen: dict[str, int]) -> list[float]:
    """Of what is on the wall for the first time, and of messages that a newer one took the place of since.

    Session times are the senders' monotonic clock, which is ours; their messages are 1 / RATE_HZ apart.
    """
    now_ns, ages_s = time.monotonic_ns(), []
    for seat in watcher.read().seats:
        client, t_ns = seat.person.client, seat.snapshot.t_ns if seat.snapshot is not None else None
        if t_ns is not None and t_ns != seen.get(client):
            between = round((t_ns - seen.get(client, t_ns)) / 1e9 * RATE_HZ)
            seen[client] = t_ns
            ages_s += [(now_ns - t_ns) / 1e9 + back / RATE_HZ for back in range(max(between, 1))]
    return ages_s


def _memory_mb() -> float:
    """Resident, of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6
