"""Several sensors at once by serial, before anybody knows which is where: "move the one on your sacrum"."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.connection import Connection
from imu_hinge.bluetooth.waiting import to_the_end
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.identity import Identity

_ANYWHERE = Placement.SACRUM
"""A Packet has a placement; here it means nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What one sensor sent while we listened."""

    sighted: Sighted
    serial: str
    packets: list[Packet]
    """Values read and notified, in order; `placement` means nothing, times begin with `listen`."""


async def listen(
    adapter: Adapter, sighted: Sequence[Sighted], seconds: float, ready: Callable[[], None] = lambda: None
) -> list[Heard]:
    """Streams sensors of a scan that has just ended for `seconds`; `ready` is called when all of them stream.

    Raises what is in the table of `errors`, for the first sensor that cannot be used.
    """
    async with AsyncExitStack() as open_connections:
        async with adapter.turn():
            streams = [await _Stream.connect(adapter, one, open_connections) for one in sighted]
        for stream in streams:
            await stream.begin()
        ready()
        await asyncio.sleep(seconds)
        return [stream.heard for stream in streams]


async def ask(adapter: Adapter, sighted: Sighted) -> Identity:
    """Who a sensor of a scan that has just ended is; raises as `listen` does."""
    async with AsyncExitStack() as open_connections:
        async with adapter.turn():
            stream = await _Stream.connect(adapter, sighted, open_connections)
        identity = await stream.connection.identity()
        adapter.serials[sighted.key] = identity.serial
        return identity


async def show(adapter: Adapter, sighted: Sighted, seconds: int) -> None:
    """Makes a sensor of a scan that has just ended show itself, and waits for it; raises as `listen` does."""
    async with AsyncExitStack() as open_connections:
        async with adapter.turn():
            stream = await _Stream.connect(adapter, sighted, open_connections)
        await stream.begin()
        await stream.identify(seconds)
        await asyncio.sleep(seconds)


class _Stream:
    def __init__(self, adapter: Adapter, sighted: Sighted) -> None:
        self._loop = asyncio.get_running_loop()
        self._began_s = self._loop.time()
        self._dialogue = sighted.driver.new_dialogue()
        self.heard = Heard(sighted, "", [])
        self.connection = Connection(adapter, sighted, _ANYWHERE, self._now_ns, self._received)

    @classmethod
    async def connect(cls, adapter: Adapter, sighted: Sighted, closing: AsyncExitStack) -> "_Stream":
        stream = cls(adapter, sighted)
        closing.push_async_callback(lambda: to_the_end(stream.connection.close()))
        await stream.connection.connect()
        return stream

    async def begin(self) -> None:
        identity = await self.connection.identity()
        self.heard = replace(self.heard, serial=identity.serial)
        await self.connection.begin(self._dialogue)

    async def identify(self, seconds: int) -> None:
        await self._dialogue.identify(self.connection.port, seconds)

    def _now_ns(self) -> int:
        return round((self._loop.time() - self._began_s) * 1e9)

    def _received(self, packet: Packet) -> None:
        self.heard.packets.append(packet)
        self._dialogue.notified(packet)
