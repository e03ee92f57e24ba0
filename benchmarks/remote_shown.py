"""200 clients in a set: what the whole trainer's program costs, its screen included, and when it shows things.

The program runs as its users start it, in a pseudo-terminal that is read as it is written. The share is CPU time of
that process over the time measured. An age is from the making of the message of an ended set (five a second with 200
clients) to the first bytes read from the terminal in which its line of the feed stands.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import remote_senders
from screen_cost import at_home
from served import cpu_s, peak_mb
from terminals import Terminal

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests start the broker

from tests.remote.broker import started

RATE_HZ = 5.0
WARM_S = 30.0
"""Starting, connecting, names and sessions of all clients."""
COLUMNS, ROWS = 160, 50
CORE, P99_S = 0.35, 0.400
_STYLES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
_LINE = re.compile(rb"(c-\w+) +set (\d+) ended")
_LONGEST = 4096
"""Bytes of a line with its styles, at most."""
Ended = tuple[str, int]
"""Client, number of the set."""
Figure = tuple[str, str, str, bool]


def run(chosen: argparse.Namespace) -> list[Figure]:
    """At most five minutes of it: the load is the longer run."""
    seconds = 60.0 * min(chosen.minutes, 5.0)
    with (
        tempfile.TemporaryDirectory() as name,
        started(Path(name) / "room", clients=chosen.clients, trainers=("anna",)) as broker,
    ):
        accounts = [(one, broker.account(one).secret) for one in broker.clients]
        spawn = get_context("spawn")
        near, far = spawn.Pipe()
        arguments = (far, "127.0.0.1", broker.port, accounts, RATE_HZ, seconds + WARM_S)
        senders = spawn.Process(target=remote_senders.child, args=arguments)
        senders.start()
        words = [sys.executable, "-m", "imu_hinge", "trainer", "--broker", str(broker.account_file("t-anna"))]
        with Terminal(words, COLUMNS, ROWS, at_home(Path(name))) as terminal:
            terminal.read_for(WARM_S)
            before_s, began_s, written = cpu_s(terminal.process.pid), time.monotonic(), terminal.bytes
            first = dict(_first_shown(terminal, began_s + seconds))
            spent_s = time.monotonic() - began_s
            share = (cpu_s(terminal.process.pid) - before_s) / spent_s
            memory_mb, rate_kb = peak_mb(terminal.process.pid), (terminal.bytes - written) / spent_s / 1000
        sent = near.recv()
        senders.join()
    ages_s = _ages_s(first, sent["ended"], began_s, began_s + seconds)
    print(
        f"  {chosen.clients} clients, {sent['sent']} live messages and {sent['events']} events; a terminal of "
        f"{COLUMNS}x{ROWS}, {rate_kb:.0f} kB/s; {len(ages_s)} lines of sets looked for"
    )
    p50_s, p99_s = (float(np.quantile(ages_s, q)) if ages_s else np.inf for q in (0.5, 0.99))
    return [
        ("whole trainer's process with its screen", f"<= {CORE:.0%} of a core", f"{share:.1%}", share <= CORE),
        ("publish to the terminal's bytes, p50", "-", f"{1000 * p50_s:.0f} ms", True),
        ("publish to the terminal's bytes, p99", f"<= {1000 * P99_S:.0f} ms", f"{1000 * p99_s:.0f} ms", p99_s <= P99_S),
        ("memory, peak", "-", f"{memory_mb:.0f} MB", True),
    ]


def _first_shown(terminal: Terminal, until_s: float) -> Iterator[tuple[Ended, float]]:
    """Each ended set that the terminal shows, and when first."""
    seen: set[Ended] = set()
    rest = b""
    while time.monotonic() < until_s:
        rest += terminal.read_for(0.25, bool)
        now_s = time.monotonic()
        for client, number in _LINE.findall(_STYLES.sub(b"", rest)):
            if (ended := (client.decode(), int(number))) not in seen:
                seen.add(ended)
                yield ended, now_s
        rest = rest[-_LONGEST:]


def _ages_s(first: Mapping[Ended, float], ended: Mapping[Ended, float], from_s: float, to_s: float) -> list[float]:
    """Of the sets that ended while it was measured; one that was never shown counts as infinitely late."""
    due = {one: at_s for one, at_s in ended.items() if from_s <= at_s <= to_s - 1.0}
    return [first.get(one, np.inf) - at_s for one, at_s in due.items()]
