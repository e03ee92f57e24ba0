"""A recorded session as a live source: each input at its own time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

from imu_hinge.model.inputs import Command, Input

_MOST_AT_ONCE = 50
"""Inputs in a row without a look at what else the loop has to do."""


class Replay:
    """The inputs, each at its own time after the first one, `speed` times faster (> 0). Late ones come at once."""

    def __init__(self, items: Iterable[Input], speed: float) -> None:
        self._items, self._speed = items, speed
        self._said: deque[tuple[str, str]] = deque()
        self._wake = asyncio.Event()

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command among the inputs, at once."""
        self._said.append((name, argument))
        self._wake.set()

    def late(self, item: Input) -> bool:
        """Never: a recording waits for the machine."""
        return False

    async def __aiter__(self) -> AsyncIterator[Input]:
        """The inputs in order of time."""
        loop = asyncio.get_running_loop()
        began: tuple[float, int] | None = None
        last_ns = 0
        for count, item in enumerate(self._items):
            began = began or (loop.time(), item.t_ns)
            due_s = began[0] + (item.t_ns - began[1]) / 1e9 / self._speed
            while self._said or due_s > loop.time():
                async for command in self._spoken(due_s, last_ns):
                    yield command
            if count % _MOST_AT_ONCE == 0:
                await asyncio.sleep(0)
            last_ns = item.t_ns
            yield item

    async def _spoken(self, until_s: float, t_ns: int) -> AsyncIterator[Input]:
        """Waits for the time or a word, whichever comes first; what was said."""
        try:
            async with asyncio.timeout_at(until_s):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
        while self._said:
            name, argument = self._said.popleft()
            yield Command(t_ns, name, argument)
