"""Several worker processes on this machine."""

from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from imu_hinge.batch.lane import Lane
from imu_hinge.batch.result import J, Result, T


class Processes:
    """A Pool of `count` processes, started as they are needed. A worker that ends costs its own job alone."""

    def __init__(self, count: int, limit_s: float) -> None:
        self.limit_s = limit_s
        self._lanes = [Lane() for _ in range(count)]

    def room(self) -> int:
        """Workers without a job."""
        return sum(lane.idle for lane in self._lanes)

    def begin(self, task: Callable[[J], T], job: J) -> "Future[Result[T]]":
        """Begins a job in a worker that has none."""
        return next(lane for lane in self._lanes if lane.idle).begin(task, job)

    def give_up(self, future: "Future[Any]") -> None:
        """Ends the worker that has the job."""
        next(lane for lane in self._lanes if lane.current is future).end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for lane in self._lanes:
            lane.end()
