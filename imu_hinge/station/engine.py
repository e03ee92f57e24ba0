"""A live session in a thread and an event loop of its own: a screen that stalls must not stop the counting."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack

from imu_hinge.station.loop import Fold, LiveSource, Sink, Stage, run_live

OpenSource = Callable[[], AbstractAsyncContextManager[LiveSource]]
"""Opens a source within the engine's loop and closes it there."""

_LOOK_S = 0.2
"""How often a waiting thread looks for signals where the system does not interrupt it for them."""


class Engine:
    """Source, fold and sinks. The session ends with the command `end`; the sinks are closed before the source is."""

    def __init__(
        self,
        open_source: OpenSource,
        fold: Fold,
        sinks: Sequence[Sink],
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._open_source, self._stage, self._sinks, self._new_loop = open_source, Stage(fold, sinks), sinks, new_loop
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self.began = False
        """Whether it was started."""
        self._stopped = False
        self._words: deque[tuple[str, str]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._source: LiveSource | None = None
        self._error: BaseException | None = None

    def start(self) -> None:
        """Begins."""
        self.began = True
        self._thread.start()

    def stop(self) -> None:
        """Asks the session to end; from any thread or signal handler, as often as you like."""
        self._stopped = True
        self._in_loop(self._end)

    @property
    def running(self) -> bool:
        """From the start until everything is closed."""
        return self._thread.is_alive()

    @property
    def broke(self) -> bool:
        """Whether the session ended before its time; `wait` raises what ended it."""
        return self._error is not None

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command into the session, from any thread; words from before it begins are its first inputs."""
        self._words.append((name, argument))
        self._in_loop(self._pass_on)

    def wait(self) -> None:
        """Waits until everything is closed; raises what ended the session before its time."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_S)
        if self._error is not None:
            raise self._error

    def _in_loop(self, call: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None:
            try:
                loop.call_soon_threadsafe(call)
            except RuntimeError:
                return  # the loop is closed: the session is over

    def _pass_on(self) -> None:
        while self._source is not None and self._words:
            self._source.say(*self._words.popleft())

    def _end(self) -> None:
        if self._source is not None:
            self._source.say("end")
        elif self._task is not None:
            self._task.cancel()

    # What follows runs on the engine's thread.

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._new_loop) as runner:
                self._loop = runner.get_loop()
                runner.run(self._main())
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            self._error = error

    async def _main(self) -> None:
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
