"""An event loop that lets messages gather: to wake up for each of a thousand a second costs more than to read it."""

import asyncio
import selectors
from typing import Any

GATHER_S = 0.04
"""So long what came waits for more, when nothing else is to be done; our choice: a sixth of what a screen waits."""


class Gathering(selectors.DefaultSelector):
    """Looks at most every GATHER_S whether something came; what is registered first is looked at all the time.

    An event loop registers first what other threads wake it with: their results do not wait.
    """

    def __init__(self) -> None:
        super().__init__()
        self._first: selectors.BaseSelector | None = None

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As in the base class."""
        if self._first is None:
            self._first = selectors.DefaultSelector()
            self._first.register(fileobj, events)
        return super().register(fileobj, events, data)

    def close(self) -> None:
        """As in the base class."""
        if self._first is not None:
            self._first.close()
        super().close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What came; `timeout` in s, None: wait for ever."""
        rest_s = GATHER_S if timeout is None else min(timeout, GATHER_S)
        if rest_s > 0.0 and self._first is not None and self._first.select(rest_s):
            return super().select(0.0)
        return super().select(None if timeout is None else timeout - rest_s)


def gathering_loop() -> asyncio.SelectorEventLoop:
    """For many messages a second of which none is urgent."""
    return asyncio.SelectorEventLoop(Gathering())
