"""Several wearers on one adapter, in one thread and one event loop; each has sessions and sinks of its own."""

import asyncio
from collections.abc import Callable, Sequence

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.station.seat import Begun, Place, Seat, seated
from imu_hinge.station.threaded import Threaded
from imu_hinge.station.worlds import OpenWorld

__all__ = ["Begun", "Place", "Room"]


class Room(Threaded):
    """What goes wrong at one place is told there and leaves it dark; the others go on.

    Ends when every session has ended. The clients of `places` differ, and so do the sensors of their rosters.
    """

    def __init__(
        self,
        open_world: OpenWorld,
        places: Sequence[Place],
        new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
    ) -> None:
        super().__init__("room", self._sessions, new_loop)
        self._open_world = open_world
        self._seats = {place.client: Seat(place) for place in places}
        self._stopped = False
        self._opening: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Asks all sessions to end; from any thread or signal handler, as often as you like."""
        self._stopped = True
        self.call(self._end)

    @property
    def dark(self) -> dict[str, str]:
        """Clients whose session ended before its time, and why, in words."""
        return {client: seat.dark for client, seat in self._seats.items() if seat.dark}

    def say(self, client: str, name: str, argument: str = "") -> None:
        """Puts a Command into this wearer's session, from any thread; KeyError for a client who is not here."""
        seat = self._seats[client]
        self.call(lambda: seat.say(name, argument))

    def change(self, client: str, exercise: str, side: str = "") -> None:
        """Ends this wearer's session, after its open set, and begins one of another exercise on the same sensors."""
        seat = self._seats[client]
        self.call(lambda: seat.change(exercise, side))

    # What follows runs on the room's thread.

    def _end(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        for seat in self._seats.values():
            seat.end()

    async def _sessions(self) -> None:
        self._opening = asyncio.current_task()
        if self._stopped:
            return
        async with self._open_world() as world:
            self._opening = None
            await seated(list(self._seats.values()), Adapter(world.backend), world.voice_of)
