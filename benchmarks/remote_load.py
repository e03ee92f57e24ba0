"""200 clients in a set: what the trainer's program costs, its screen included, and when its terminal shows things.

The program runs as its users start it, in a pseudo-terminal that is read as it is written. Its share is CPU time of the
process over the time measured. An age is from the making of a message to the first bytes read from the terminal that
show it, or a newer one of the same kind and client: live messages by the clock of resting clients, which have a low
battery and stand on top; events by the line of the feed for each set that ended, five a second with 200 clients.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from remote_senders import SPAN_S, Told, child
from screen_cost import at_home
from served import cpu_s
from terminals import Terminal

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests start the broker

from tests.remote.broker import Broker, started

RATE_HZ = 5.0
START_S, WARM_S, LEFT_S = 5.0, 45.0, 2.0
"""Until the program listens; names and sessions of all clients; what came too late in the end to be shown."""
EVERY_S = 10.0
"""Between two looks at memory and CPU time."""
COLUMNS, ROWS = 160, 50
CORE, P99_S, GROWTH_MB = 0.35, 0.400, 10.0
_STYLES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
_SET = re.compile(rb"(c-\w+) +set (\d+) ended")
_REST = re.compile(rb"rest (\d+):(\d\d)")
_LONGEST = 4096
"""Bytes of a line with its styles, at most."""
Figure = tuple[str, str, str, bool]


def run(chosen: argparse.Namespace) -> list[Figure]:
    seconds = 60.0 * chosen.minutes
    with (
        tempfile.TemporaryDirectory() as name,
        started(Path(name) / "room", clients=chosen.clients, trainers=("anna",)) as broker,
        Terminal(_words(broker), COLUMNS, ROWS, at_home(Path(name))) as terminal,
    ):
        terminal.read_for(START_S)
        near, far = get_context("spawn").Pipe()
        accounts = [(one, broker.account(one).secret) for one in broker.clients]
        arguments = (far, "127.0.0.1", broker.port, accounts, RATE_HZ, WARM_S + seconds)
        senders = get_context("spawn").Process(target=child, args=arguments)
        senders.start()
        terminal.read_for(WARM_S)
        seen = Seen(terminal, seconds)
        sent = near.recv()
        senders.join()
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(
        f"  {chosen.clients} clients, {RATE_HZ:g} Hz, {sent['sent']} live messages and {sent['events']} events in "
        f"{seconds + WARM_S:.0f} s; senders at most {1000 * sent['late_s']:.0f} ms late; terminal {COLUMNS}x{ROWS}; "
        f"memory {seen.memory_mb[0]:.0f} to {seen.memory_mb[-1]:.0f} MB; load of the machine {busy} (1, 5, 15 min) "
        f"on {os.cpu_count()} cores"
    )
    live_s, event_s = (seen.ages_s(sent["told"], kind) for kind in ("rest", "set"))
    return [
        (
            "trainer's process, screen and all",
            f"<= {CORE:.0%} of a core",
            f"{seen.share:.1%}; {seen.course}",
            seen.share <= CORE,
        ),
        *_delays("live message to the terminal", live_s),
        *_delays("event to the terminal, kept for good before", event_s),
        _growth(seen.memory_mb),
    ]


def _words(broker: Broker) -> list[str]:
    return [sys.executable, "-m", "imu_hinge", "trainer", "--broker", str(broker.account_file("t-anna"))]


class Seen:
    """What the terminal shows while it is watched for so long, and what that costs."""

    def __init__(self, terminal: Terminal, seconds: float) -> None:
        self._first: dict[Told, float] = {}
        self._pid = terminal.process.pid
        self._cpu_s, self.memory_mb = [cpu_s(self._pid)], [_memory_mb(self._pid)]
        self._began_s = time.monotonic()
        self._look(terminal, self._began_s + seconds)
        self._ended_s = time.monotonic()
        self.share = (cpu_s(self._pid) - self._cpu_s[0]) / (self._ended_s - self._began_s)

    @property
    def course(self) -> str:
        """The share in the first minute and in the last one."""
        minute = round(60.0 / EVERY_S)
        first, last = self._cpu_s[: minute + 1], self._cpu_s[-minute - 1 :]
        shares = [(part[-1] - part[0]) / (EVERY_S * max(len(part) - 1, 1)) for part in (first, last)]
        return f"{shares[0]:.1%} in the first minute, {shares[1]:.1%} in the last"

    def _look(self, terminal: Terminal, until_s: float) -> None:
        rest = b""
        while (now_s := time.monotonic()) < until_s:
            rest += terminal.read_for(0.25, bool)
            for one in _told(_STYLES.sub(b"", rest)):
                self._first.setdefault(one, time.monotonic())
            rest = rest[-_LONGEST:]
            if now_s - self._began_s >= EVERY_S * len(self.memory_mb):
                self.memory_mb.append(_memory_mb(self._pid))
                self._cpu_s.append(cpu_s(self._pid))

    def ages_s(self, told: Mapping[Told, float], kind: str) -> list[float]:
        """Of what was told while it was watched; of what was never shown, infinite."""
        newer: dict[str, float] = {}
        ages = []
        for (what, client, number), at_s in sorted(told.items(), reverse=True):
            if what == kind:
                newer[client] = min(self._first.get((what, client, number), np.inf), newer.get(client, np.inf))
                if self._began_s <= at_s <= self._ended_s - LEFT_S:
                    ages.append(newer[client] - at_s)
        return ages


def _told(text: bytes) -> Iterator[Told]:
    """What stands there."""
    for client, number in _SET.findall(text):
        yield "set", client.decode(), int(number)
    for minutes, seconds in _REST.findall(text):
        place, number = divmod(60 * int(minutes) + int(seconds), SPAN_S)
        yield "rest", str(place), number


def _delays(what: str, ages_s: list[float]) -> list[Figure]:
    p50_s, p99_s = (float(np.quantile(ages_s, q, method="higher")) if ages_s else np.inf for q in (0.5, 0.99))
    return [
        (f"{what}, p50 of {len(ages_s)}", "-", f"{1000 * p50_s:.0f} ms", True),
        (f"{what}, p99", f"<= {1000 * P99_S:.0f} ms", f"{1000 * p99_s:.0f} ms", bool(p99_s <= P99_S)),
    ]


def _growth(memory_mb: list[float]) -> Figure:
    """The largest of the second half over the largest of the first."""
    half = max(1, len(memory_mb) // 2)
    growth_mb = max(memory_mb[half:], default=memory_mb[-1]) - max(memory_mb[:half])
    return "memory, second half over the first", f"<= {GROWTH_MB:g} MB", f"{growth_mb:+.1f} MB", growth_mb <= GROWTH_MB


def _memory_mb(pid: int) -> float:
    """Resident, Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
