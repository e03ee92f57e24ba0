"""An event loop that lets messages gather: to wake up for each of a thousand a second costs more than to read it."""

import asyncio
import selectors
import time

GATHER_S = 0.04
"""So long what came waits for more, when nothing else is to be done; our choice: a sixth of what a screen waits."""


class Gathering(selectors.DefaultSelector):
    """Looks at most every GATHER_S whether something came."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What came; `timeout` in s, None: wait for ever."""
        if timeout is None:
            time.sleep(GATHER_S)
        elif timeout > 0.0:
            rest_s = min(timeout, GATHER_S)
            time.sleep(rest_s)
            timeout -= rest_s
        return super().select(timeout)


def gathering_loop() -> asyncio.SelectorEventLoop:
    """For many messages a second of which none is urgent."""
    return asyncio.SelectorEventLoop(Gathering())
