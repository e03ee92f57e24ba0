"""Workers on other machines: a Dask cluster. Dask's own configuration says how it is reached and secured."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self

import distributed

from imu_hinge.batch.result import Failed, J, Result, T, attempted, unexpected
from imu_hinge.batch.versions import Versions, differences, looker
from imu_hinge.model.errors import UsageError

PATIENCE_S = 15.0
"""A scheduler that does not answer within this, or has no worker by then, is taken for absent."""
ENDED = "every worker that had it ended before it was done, killed or out of memory; try it alone"

TRIES = 3
"""How often a job is sent whose answer gets lost on the way."""


class Cluster:
    """A Pool of the workers that a scheduler has; they may come and go. Dask gives a job of a lost worker to another.

    Raises UsageError where there is no scheduler or no worker, and where a worker has other versions.
    """

    def __init__(self, address: str, limit_s: float) -> None:
        self.limit_s = limit_s
        self._versions = looker()()
        self._under_way: dict[Future[Any], distributed.Future[Any]] = {}
        try:
            self._client = distributed.Client(address, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"--scheduler {address}: no Dask scheduler answers there ({error})") from error
        try:
            self._look_at_workers(address)
        except BaseException:
            self._client.close()
            raise

    def room(self) -> int:
        """Threads of the workers that have no job."""
        threads: int = sum(self._client.nthreads().values())
        return threads - len(self._under_way) if self._under_way else max(threads, 1)

    def begin(self, task: Callable[[J], T], job: J) -> "Future[Result[T]]":
        """Sends a job."""
        answer = Future[Result[T]]()
        self._send(answer, task, job, TRIES)
        return answer

    def give_up(self, future: "Future[Any]") -> None:
        """Takes the job back, and has the worker that holds it started anew; what else that had goes to the others."""
        sent = self._under_way.pop(future, None)
        if sent is None:
            return
        having = [worker for worker, keys in self._client.processing().items() if sent.key in keys]
        sent.cancel(force=True)
        threading.Thread(target=self._start_anew, args=(having,), daemon=True).start()

    def _start_anew(self, workers: list[str]) -> None:
        """Takes its time, which the other jobs need not wait for. Where it cannot be done they have a worker less."""
        with suppress(Exception):
            self._client.restart_workers(workers, raise_for_error=False)

    def _send(self, answer: "Future[Result[T]]", task: Callable[[J], T], job: J, tries: int) -> None:
        self._under_way[answer] = sent = self._client.submit(checked, self._versions, task, job, pure=False)
        again = partial(self._send, answer, task, job, tries - 1) if tries > 1 else None
        sent.add_done_callback(partial(self._answered, answer, again))

    def _answered(
        self, answer: "Future[Result[T]]", again: Callable[[], None] | None, sent: "distributed.Future[Result[T]]"
    ) -> None:
        """Passes on what came of a job; an answer that was lost with its worker is asked for once more."""
        if self._under_way.get(answer) is not sent:
            return
        try:
            result: Result[T] = sent.result()
        except distributed.KilledWorker:
            result = Failed(ENDED)
        except Exception as error:
            if again is not None:
                again()
                return
            result = unexpected(error)
        self._under_way.pop(answer, None)
        answer.set_result(result)

    def _look_at_workers(self, address: str) -> None:
        """Refuses workers whose numbers could differ from ours."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE_S)
        except TimeoutError:
            raise UsageError(f"--scheduler {address}: it has no worker; start one: dask worker {address}") from None
        for worker, there in self._client.run(looker(), on_error="return").items():
            if isinstance(there, Exception):
                raise UsageError(f"--scheduler {address}: {worker} cannot be asked for its versions ({there})")
            if words := differences(self._versions, there):
                raise UsageError(f"--scheduler {address}: {worker} has {words}; install the same everywhere")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


def checked(versions: Versions, task: Callable[[J], T], job: J) -> Result[T]:
    """Does a job on a worker, which may have come after the others were looked at."""
    words = differences(versions, looker()())
    return Failed(f"a worker has {words}; install the same everywhere") if words else attempted(task, job)
