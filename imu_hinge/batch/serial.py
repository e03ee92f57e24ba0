"""One job after another in this process: for small files, which are done before a worker has started."""

import math
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from imu_hinge.batch.result import J, Result, T, attempted


class Serial:
    """A Pool that cannot give up a job."""

    limit_s = math.inf

    def room(self) -> int:
        """Always one."""
        return 1

    def begin(self, task: Callable[[J], T], job: J) -> "Future[Result[T]]":
        """Does the job."""
        done: Future[Result[T]] = Future()
        done.set_result(attempted(task, job))
        return done

    def give_up(self, future: "Future[Any]") -> None:
        """Nothing is ever under way."""
