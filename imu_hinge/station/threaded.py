"""A coroutine in a thread and an event loop of its own; any other thread may put calls into the loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

_LOOK_S = 0.2
"""How often a waiting thread looks for signals where the system does not interrupt it for them."""


class Threaded:
    """Runs `main` once. Calls from before it begins are the first in the loop, those from after the end are dropped."""

    def __init__(
        self,
        name: str,
        main: Callable[[], Coroutine[Any, Any, None]],
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._main, self._new_loop = main, new_loop
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.began = False
        """Whether it was started."""
        self._lock = threading.RLock()  # a signal handler may call while its thread does
        self._waiting: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._error: BaseException | None = None

    def start(self) -> None:
        """Begins."""
        self.began = True
        self._thread.start()

    @property
    def running(self) -> bool:
        """From the start until `main` has ended."""
        return self._thread.is_alive()

    @property
    def broke(self) -> bool:
        """Whether `main` raised; `wait` raises it again."""
        return self._error is not None

    def call(self, call: Callable[[], None]) -> None:
        """Has it called within the loop, in the order of the calls."""
        with self._lock:
            if self._loop is None:
                self._waiting.append(call)
                return
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            return  # the loop is closed: all is over

    def wait(self) -> None:
        """Waits until `main` has ended; raises what it raised, but not that it was cancelled."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_S)
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._new_loop) as runner:
                with self._lock:
                    self._loop = runner.get_loop()
                    for call in self._waiting:
                        self._loop.call_soon(call)
                runner.run(self._main())
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            self._error = error
