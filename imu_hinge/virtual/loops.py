"""Event loops whose time is not the wall's. Code that takes time from `loop.time()` alone runs on them unchanged."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class PacedLoop(asyncio.SelectorEventLoop):
    """Time runs `speed` times as fast as the wall's."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_Hurried(selectors.DefaultSelector(), speed))

    def time(self) -> float:
        """Seconds, monotonic."""
        return super().time() * self._speed


class JumpingLoop(asyncio.SelectorEventLoop):
    """Time stands still while there is work and jumps to the next timer when there is none.

    For code without sockets, threads, subprocesses and executors. RuntimeError when nothing can ever wake the loop.
    """

    def __init__(self) -> None:
        self._now_s = 0.0
        super().__init__(_Jumping(selectors.DefaultSelector(), self._jump))

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._now_s

    def _jump(self, seconds: float) -> None:
        self._now_s += seconds


def run_jumping(main: Coroutine[Any, Any, Result]) -> Result:
    """Runs a coroutine to its end in virtual time."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main)


class _Selector(selectors.BaseSelector):
    """Another selector in all but `select`."""

    def __init__(self, inner: selectors.BaseSelector) -> None:
        self._inner = inner

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._inner.unregister(fileobj)

    def get_map(self) -> Any:
        return self._inner.get_map()

    def close(self) -> None:
        self._inner.close()


class _Hurried(_Selector):
    def __init__(self, inner: selectors.BaseSelector, speed: float) -> None:
        super().__init__(inner)
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return self._inner.select(None if timeout is None else timeout / self._speed)


class _Jumping(_Selector):
    def __init__(self, inner: selectors.BaseSelector, jump: Callable[[float], None]) -> None:
        super().__init__(inner)
        self._jump = jump

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._inner.select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing is left that could wake this loop")
            self._jump(timeout)
        return ready
