"""Event loops whose time is not the wall's. Code that takes time from `loop.time()` alone runs on them unchanged.

Their time stands still while there is work and jumps to the next timer when there is none: whatever the machine is busy
with, what happens in such a loop happens at the same times.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class JumpingLoop(asyncio.SelectorEventLoop):
    """Waits for nothing.

    For code without sockets, threads, subprocesses and executors. RuntimeError when nothing can ever wake the loop.
    """

    def __init__(self) -> None:
        self._now_s = 0.0
        super().__init__(_Waiting(selectors.DefaultSelector(), self._wait))

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now_s

    def _wait(self, selector: selectors.BaseSelector, timeout_s: float | None) -> "Ready":
        ready = selector.select(0)
        if not ready:
            if timeout_s is None:
                raise RuntimeError("nothing is left that could wake this loop")
            self._now_s += timeout_s
        return ready


class PacedLoop(asyncio.SelectorEventLoop):
    """Goes `speed` times as fast as the wall's time where the machine can, and more slowly where it cannot.

    Other threads may call into it; it is not for sockets.
    """

    def __init__(self, speed: float) -> None:
        self._speed, self._now_s, self._began_s = speed, 0.0, time.monotonic()
        super().__init__(_Waiting(selectors.DefaultSelector(), self._wait))

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now_s

    def _wait(self, selector: selectors.BaseSelector, timeout_s: float | None) -> "Ready":
        if timeout_s is None:
            return selector.select(None)
        ready = selector.select(0)
        if ready or timeout_s <= 0:
            return ready
        due_s = self._now_s + timeout_s
        ready = selector.select(max(0.0, due_s / self._speed - self._elapsed_s()))
        self._now_s = min(due_s, max(self._now_s, self._elapsed_s() * self._speed)) if ready else due_s
        return ready

    def _elapsed_s(self) -> float:
        return time.monotonic() - self._began_s


def run_jumping(main: Coroutine[Any, Any, Result]) -> Result:
    """Runs a coroutine to its end in virtual time."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)


Ready = list[tuple[selectors.SelectorKey, int]]


class _Waiting(selectors.BaseSelector):
    """Another selector, but for how it waits."""

    def __init__(
        self, inner: selectors.BaseSelector, wait: Callable[[selectors.BaseSelector, float | None], Ready]
    ) -> None:
        self._inner, self._wait = inner, wait

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._inner.unregister(fileobj)

    def get_map(self) -> Any:
        return self._inner.get_map()

    def close(self) -> None:
        self._inner.close()

    def select(self, timeout: float | None = None) -> Ready:
        return self._wait(self._inner, timeout)
