"""A live session in a thread and an event loop of its own: a screen that stalls must not stop the counting."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack

from imu_hinge.station.loop import Fold, LiveSource, Sink, Stage, run_live
from imu_hinge.station.threaded import Threaded

OpenSource = Callable[[], AbstractAsyncContextManager[LiveSource]]
"""Opens a source within the engine's loop and closes it there."""


class Engine(Threaded):
    """Source, fold and sinks. The session ends with the command `end`; the sinks are closed before the source is."""

    def __init__(
        self,
        open_source: OpenSource,
        fold: Fold,
        sinks: Sequence[Sink],
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        super().__init__("engine", self._session, new_loop)
        self._open_source, self._stage, self._sinks = open_source, Stage(fold, sinks), sinks
        self._stopped = False
        self._words: deque[tuple[str, str]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._source: LiveSource | None = None

    def stop(self) -> None:
        """Asks the session to end; from any thread or signal handler, as often as you like."""
        self._stopped = True
        self.call(self._end)

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command into the session, from any thread; words from before it begins are its first inputs."""
        self._words.append((name, argument))
        self.call(self._pass_on)

    # What follows runs on the engine's thread.

    def _pass_on(self) -> None:
        while self._source is not None and self._words:
            self._source.say(*self._words.popleft())

    def _end(self) -> None:
        if self._source is not None:
            self._source.say("end")
        elif self._task is not None:
            self._task.cancel()

    async def _session(self) -> None:
        self._task = asyncio.current_task()
        if self._stopped:
            return
        async with self._open_source() as source:
            with ExitStack() as closing:
                for sink in reversed(self._sinks):
                    closing.callback(sink.close)
                self._source = source
                self._pass_on()
                await run_live(source, self._stage)
