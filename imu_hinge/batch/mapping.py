"""A task over many jobs, wherever they are done: results in the order of the jobs."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

from imu_hinge.batch.result import Failed, J, Result, T

LOOK_S = 60.0
"""A place to work that appears meanwhile is used after this time at the latest."""


class Pool(Protocol):
    """Somewhere to do jobs. A task is a function of a module and a job plain data, so that both can be sent."""

    limit_s: float
    """A job that takes longer is given up."""

    def room(self) -> int:
        """How many more jobs can begin at once; at least 1 while none is under way."""
        ...

    def begin(self, task: Callable[[J], T], job: J) -> "Future[Result[T]]":
        """Begins a job. The future always has a result: a worker that ended is one, too."""
        ...

    def give_up(self, future: "Future[Any]") -> None:
        """Ends a job under way."""
        ...


def mapped(task: Callable[[J], T], jobs: Sequence[J], pool: Pool) -> Iterator[Result[T]]:
    """One result for each job, in their order, whatever becomes of it; each job is done once."""
    early: dict[int, Result[T]] = {}
    expected = 0
    for index, result in _as_done(task, jobs, pool):
        early[index] = result
        while expected in early:
            yield early.pop(expected)
            expected += 1


def _as_done(task: Callable[[J], T], jobs: Sequence[J], pool: Pool) -> Iterator[tuple[int, Result[T]]]:
    """Index and result of every job."""
    waiting = deque(enumerate(jobs))
    running: dict[Future[Result[T]], tuple[int, float]] = {}
    while waiting or running:
        for _ in range(min(pool.room(), len(waiting))):
            index, job = waiting.popleft()
            running[pool.begin(task, job)] = index, time.monotonic() + pool.limit_s
        next_s = min(deadline_s for _, deadline_s in running.values())
        done = wait(running, max(0.0, min(LOOK_S, next_s - time.monotonic())), FIRST_COMPLETED).done
        for future in done:
            yield running.pop(future)[0], future.result()
        now_s = time.monotonic()
        for future in [one for one, (_, deadline_s) in running.items() if deadline_s <= now_s]:
            pool.give_up(future)
            yield running.pop(future)[0], Failed(f"not done after {pool.limit_s:g} s; --time-limit gives it longer")
