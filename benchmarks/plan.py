"""Which sessions are folded: every script with seeds of its own, counted up from the first."""

from collections.abc import Sequence
from concurrent.futures import Executor, as_completed
from sys import stderr

from judged import SPARED
from virtual import Job, Outcome, outcome

from imu_hinge.virtual.lifts import CLEAR_SIZES
from imu_hinge.virtual.scripts import EXERCISES

LONG = 2


def jobs_from(first: int, quick: bool) -> list[Job]:
    """The sessions, the longest first; every one has a seed of its own."""
    hinges = [exercise for exercise in EXERCISES if exercise != "forward_bend"]
    entries = [] if quick else [("long", "long")] * LONG
    for group, scripts, times in (
        ("hard", [f"{name}_hard" for name in hinges], 1 if quick else 5),
        ("ordinary", list(EXERCISES), 1 if quick else 5),
        ("ordinary", [f"{name}_armed" for name in EXERCISES], 0 if quick else 2),
        ("fault", [f"fault_{name}" for name in CLEAR_SIZES if name not in SPARED], 1 if quick else 2),
        ("automatic", [*(f"{name}_uncalibrated" for name in EXERCISES), "seated_bend"], 0 if quick else 1),
    ):
        entries += [(group, script) for script in scripts for _ in range(times)]
    return [Job(group, script, first + i) for i, (group, script) in enumerate(entries)]


def run(jobs: Sequence[Job], pool: Executor) -> list[Outcome]:
    """Every outcome, in the order of the jobs; progress on standard error."""
    done: dict[Job, Outcome] = {}
    waiting = {pool.submit(outcome, job): job for job in jobs}
    for future in as_completed(waiting):
        done[waiting[future]] = future.result()
        print(f"\r{len(done)} of {len(jobs)} sessions", end="", file=stderr, flush=True)
    print(file=stderr)
    return [done[job] for job in jobs]
