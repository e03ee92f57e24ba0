"""One worker process with one job at a time, so that it is known what it had when it ends."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process
from typing import Any

from imu_hinge.batch.result import Failed, J, Result, T, attempted, unexpected

ENDED = "the process that had it ended before it was done, killed or out of memory; try it alone, with --jobs 1"


class Lane:
    """A worker process that is started with its first job, and again after it ended."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None
        self._ended = False
        self.current: Future[Any] | None = None
        """The job it has or had last."""

    @property
    def idle(self) -> bool:
        """Whether it can take a job."""
        return self.current is None or self.current.done()

    def begin(self, task: Callable[[J], T], job: J) -> "Future[Result[T]]":
        """Begins the job."""
        if self._ended:
            self.end()
        executor = self._executor or self._started()
        self.current = answer = Future[Result[T]]()
        executor.submit(attempted, task, job).add_done_callback(partial(self._answered, answer))
        return answer

    def end(self) -> None:
        """Ends the worker, whatever it is doing."""
        if self._executor is None or self._pid is None:
            return
        with suppress(BrokenProcessPool, ProcessLookupError):
            os.kill(self._pid.result(), signal.SIGTERM)
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor, self._ended = None, False

    def _started(self) -> ProcessPoolExecutor:
        self._executor = ProcessPoolExecutor(1, get_context("spawn"), _serve)
        with _interrupts_held():
            self._pid = self._executor.submit(os.getpid)
        return self._executor

    def _answered(self, answer: "Future[Result[T]]", told: "Future[Result[T]]") -> None:
        """Passes on what the worker told, or that it ended."""
        error = None if told.cancelled() else told.exception()
        if told.cancelled() or isinstance(error, BrokenProcessPool):
            self._ended = True
            answer.set_result(Failed(ENDED))
        else:
            answer.set_result(told.result() if error is None else unexpected(error))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C goes to all processes at a terminal, and it is the parent that ends its workers.

    Hence a worker is born deaf to it, and the parent, whom other threads wake although it is deaf, hears it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)


def _serve() -> None:
    """Makes a process a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
