"""Several wearers on one adapter, in one thread and one event loop; each has sessions and sinks of its own."""

import asyncio
import threading
from collections.abc import Callable, Sequence

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.station.seat import Begun, Place, Seat, seated
from imu_hinge.station.worlds import OpenWorld

__all__ = ["Begun", "Place", "Room"]

_LOOK_S = 0.2
"""How often a waiting thread looks for signals where the system does not interrupt it for them."""


class Room:
    """What goes wrong at one place is told there and leaves it dark; the others go on.

    Ends when every session has ended. The clients of `places` differ, and so do the sensors of their rosters.
    """

    def __init__(
        self,
        open_world: OpenWorld,
        places: Sequence[Place],
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        self._open_world, self._new_loop = open_world, new_loop
        self._seats = {place.client: Seat(place) for place in places}
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self.began = False
        """Whether it was started."""
        self._stopped = False
        self._waiting: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Task[None] | None = None
        self._error: BaseException | None = None

    def start(self) -> None:
        """Begins."""
        self.began = True
        self._thread.start()

    def stop(self) -> None:
        """Asks all sessions to end; from any thread or signal handler, as often as you like."""
        self._stopped = True
        loop = self._loop
        if loop is not None:
            _in_loop(loop, self._end)

    @property
    def running(self) -> bool:
        """From the start until everything is closed."""
        return self._thread.is_alive()

    @property
    def broke(self) -> bool:
        """Whether all ended before its time; `wait` raises what ended it."""
        return self._error is not None

    @property
    def dark(self) -> dict[str, str]:
        """Clients whose session ended before its time, and why, in words."""
        return {client: seat.dark for client, seat in self._seats.items() if seat.dark}

    def say(self, client: str, name: str, argument: str = "") -> None:
        """Puts a Command into this wearer's session, from any thread; KeyError for a client who is not here."""
        seat = self._seats[client]
        self._call(lambda: seat.say(name, argument))

    def change(self, client: str, exercise: str, side: str = "") -> None:
        """Ends this wearer's session, after its open set, and begins one of another exercise on the same sensors."""
        seat = self._seats[client]
        self._call(lambda: seat.change(exercise, side))

    def wait(self) -> None:
        """Waits until everything is closed; raises what ended all before its time."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_S)
        if self._error is not None:
            raise self._error

    def _call(self, call: Callable[[], None]) -> None:
        with self._lock:
            if self._loop is None:
                self._waiting.append(call)
            else:
                _in_loop(self._loop, call)

    def _end(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        for seat in self._seats.values():
            seat.end()

    # What follows runs on the room's thread.

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._new_loop) as runner:
                with self._lock:
                    self._loop = runner.get_loop()
                    for call in self._waiting:
                        call()
                runner.run(self._main())
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            self._error = error

    async def _main(self) -> None:
        self._opening = asyncio.current_task()
        if self._stopped:
            return
        async with self._open_world() as world:
            self._opening = None
            await seated(list(self._seats.values()), Adapter(world.backend), world.voice_of)


def _in_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(call)
    except RuntimeError:
        return  # the loop is closed: all is over
