"""One connection, from its client to its disconnect. A new client each time (hbldh/bleak#1969, #2002)."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter, Sighted
from imu_hinge.bluetooth.agent import pairing_agent
from imu_hinge.bluetooth.errors import NoConnectionError, UnansweredError, trouble_of
from imu_hinge.bluetooth.limits import CONNECT_OUTER_S, DISCONNECT_S, GOODBYE_S, RELEASE_S, SET_UP_S
from imu_hinge.bluetooth.port import BlePort
from imu_hinge.bluetooth.waiting import Gone, within
from imu_hinge.model.errors import LinkDownError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.dialogue import Dialogue
from imu_hinge.sensors.identity import Identity


class Connection:
    """Must be closed, however it ended: on BlueZ nothing else releases its notifications (hbldh/bleak#2002)."""

    def __init__(
        self,
        adapter: Adapter,
        sighted: Sighted,
        placement: Placement,
        now_ns: Callable[[], int],
        received: Callable[[Packet], None],
    ) -> None:
        self.gone: Gone = asyncio.get_running_loop().create_future()
        self._adapter, self._sighted = adapter, sighted
        self._client = adapter.client(sighted, self._ended)
        self.port = BlePort(self._client, self.gone, placement, sighted.driver.id, now_ns, received)
        self._begun: Dialogue | None = None

    async def connect(self) -> None:
        """Connects and discovers, for whoever holds the adapter's turn. Raises what bleak raises, NoConnectionError."""
        try:
            await within(CONNECT_OUTER_S, self._client.connect())
        except TimeoutError as late:
            raise NoConnectionError(self._sighted.label) from late
        self.port.discovered()

    async def identity(self) -> Identity:
        """Asks who is there. Raises LinkDownError, and SensorRefusedError for a sensor that cannot be used."""
        return await self._sighted.driver.identify(self.port)

    async def begin(self, dialogue: Dialogue) -> None:
        """Lets the driver set the stream going; the system may have to pair for it."""
        try:
            async with pairing_agent(self._adapter, self._sighted.device):
                self._begun = dialogue
                await within(SET_UP_S, dialogue.begin(self.port), self.gone)
        except TimeoutError as late:
            raise UnansweredError(f"set-up did not end within {SET_UP_S:g} s") from late

    async def lost(self) -> None:
        """Raises when the link has ended."""
        await asyncio.wait({self.gone})
        raise self.gone.result()

    def give_up(self) -> None:
        """Nothing is received any more, requests fail at once, and no goodbye is said."""
        self.port.shut()
        self._ended()

    async def close(self) -> None:
        """Goodbye where the link is in order, then disconnect; raises only what is a bug."""
        if self._begun is not None and not self.gone.done():
            await _quietly(GOODBYE_S, self._begun.end(self.port), self.gone)
        self.port.shut()
        if self._client.is_connected:  # BlueZ 5.66 frees what is still subscribed twice when we hang up, and dies
            await _quietly(RELEASE_S, self.port.release())
        await _quietly(DISCONNECT_S, self._client.disconnect())
        self._ended()

    def _ended(self) -> None:
        """Also called by the stack, and for our own disconnect too."""
        if not self.gone.done():
            self.gone.set_result(LinkDownError("connection lost"))


async def _quietly(limit_s: float, work: Coroutine[Any, Any, None], gone: Gone | None = None) -> None:
    try:
        await within(limit_s, work, gone)
    except Exception as error:
        if trouble_of(error, "") is None:
            raise
