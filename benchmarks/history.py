"""How long the history takes to answer, on a database of 1,000 clients, 200,000 sessions and 12 million repetitions.

python benchmarks/history.py                    builds it in a temporary folder (about 3 GB, several minutes), then asks
python benchmarks/history.py --size 0.1         a tenth of it
python benchmarks/history.py --keep FOLDER      builds it there, or uses the one that is there
python benchmarks/history.py --check            exit with 1 when a target is missed
python benchmarks/history.py --write PATH       put the figures between the marks of a page
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from history_made import CLIENTS, END_NS, REPS, SESSIONS, SETS, build
from pages import Figure, put, section

from imu_hinge.history.clients import client, clients
from imu_hinge.history.database import History, open_history
from imu_hinge.history.progress import proposals
from imu_hinge.history.sessions import said, sessions
from imu_hinge.history.trends import trend
from imu_hinge.history.weekly import week
from imu_hinge.virtual.seeds import REPORTING

METHOD = f"""\
{CLIENTS} clients with {SESSIONS} sessions of {SETS} sets of {REPS} repetitions each, made at random, in one file.
Each question is asked through the functions that the commands and screens use, each time of another client, on a
connection of its own; the median and the longest of {{times}} are given, the first one included, and the median of the
time on the processor, which other programs lengthen less. The operating system may hold the file in memory.
For comparison: on the same machine, in the same run, Python added up ten million numbers in {{reference_s:.2f}} s."""
TIMES = 25


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=1.0, help="part of the sessions of each client")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database is built, or lies")
    parser.add_argument("--write", type=Path, metavar="PATH", help="a page with marks for the figures")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    chosen = parser.parse_args()
    with TemporaryDirectory() as temporary:
        path = (chosen.keep or Path(temporary)) / "history.db"
        fresh = not path.exists()
        with open_history(f"sqlite:///{path}") as history:
            rows, took_s = build(history, chosen.size, REPORTING) if fresh else (0, 0.0)
            print(f"{rows} repetitions built in {took_s:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True)
            found = asked(history)
    for what, target, reached, passed in found:
        print(f"{what:52}{target:>8}  {reached}{'' if passed else '   MISSED'}")
    if chosen.write:
        put(chosen.write, section(METHOD.format(times=TIMES, reference_s=reference_s()), REPORTING, {"SQLite": found}))
    return int(chosen.check and not all(passed for *_, passed in found))


def reference_s() -> float:
    """How fast this machine is just now: seconds of processor time."""
    began_s = time.process_time()
    sum(range(10_000_000))
    return time.process_time() - began_s


def asked(history: History) -> list[Figure]:
    """Every question, timed."""
    with history.reading() as db:
        names = [line.client.pseudonym for line in clients(db)]
    some = names[:: max(len(names) // TIMES, 1)]

    def of_one(ask: Callable[[str], object]) -> Callable[[int], object]:
        return lambda n: ask(some[n % len(some)])

    def trend_of(name: str) -> object:
        with history.reading() as db:
            return trend(db, client(db, name), "lumbar_flexion_peak_deg")

    def sessions_of(name: str) -> object:
        with history.reading() as db:
            return sessions(db, client(db, name))

    def session_of(name: str) -> object:
        with history.reading() as db:
            return said(db, sessions(db, client(db, name))[0].session.id)

    def everybody(n: int) -> object:
        with history.reading() as db:
            return clients(db)

    def last_week(n: int) -> object:
        with history.reading() as db:
            return week(db, END_NS)

    def proposed(n: int) -> object:
        with history.reading() as db:
            return proposals(db, END_NS, [row.client for row in week(db, END_NS)])

    questions: dict[str, tuple[float | None, Callable[[int], object]]] = {
        "trend of one client": (50.0, of_one(trend_of)),
        "list of all clients": (150.0, everybody),
        "week of all clients": (150.0, last_week),
        "week of all clients, with the levels proposed": (None, proposed),
        "sessions of one client": (None, of_one(sessions_of)),
        "sessions of one client, and one whole with its repetitions": (None, of_one(session_of)),
    }
    return [timed(what, target, ask) for what, (target, ask) in questions.items()]


def timed(what: str, target_ms: float | None, ask: Callable[[int], object]) -> Figure:
    """Median and longest, ms; and the median of the time on the processor."""
    took, worked = [], []
    for n in range(TIMES):
        began, worked_before = time.perf_counter(), time.process_time()
        ask(n)
        took.append(1e3 * (time.perf_counter() - began))
        worked.append(1e3 * (time.process_time() - worked_before))
    middle = statistics.median(took)
    target = f"{target_ms:.0f} ms" if target_ms else "-"
    reached = f"{middle:.1f} ms, longest {max(took):.1f}; processor {statistics.median(worked):.1f}"
    return what, target, reached, target_ms is None or middle <= target_ms


if __name__ == "__main__":
    sys.exit(main())
