"""A sensor of another make that is switched on: its controller, its advertising, its one link."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bumble import att
from bumble.core import BaseBumbleError
from bumble.device import Connection

from imu_hinge.virtual.air.alarm import Alarm
from imu_hinge.virtual.air.central import bury, host_on
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.hosting import BUFFERS
from imu_hinge.virtual.air.link import UNIT_S
from imu_hinge.virtual.air.made_services import add_services, packets
from imu_hinge.virtual.air.pump import Pump
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import AskInterval, Outgoing, Wish
from imu_hinge.virtual.makes.device import Advertising, Device

_NOTIFICATION_HEADER = 3
_INTERVAL_MS = 100.0
_LOOK_AGAIN_S = 1.0
"""How often it is looked whether a sensor without a link fell asleep or woke."""


class _Speaker:
    """A Device as a pump sees it."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def take(self, now_s: float, room: int) -> Outgoing | None:
        """As Speaker."""
        due = self._device.take(now_s) if room > 0 else None
        return Outgoing(*due) if due else None

    def take_wish(self, now_s: float) -> Wish | None:
        """As Speaker."""
        return self._device.take_wish(now_s)

    @property
    def next_wake_s(self) -> float:
        """As Speaker."""
        return self._device.next_s


class MadeHosting:
    """Lives from `begin` to `end`, which forgets everything but what the device itself keeps."""

    def __init__(self, air: Air, address: str, device: Device, *, mtu: int) -> None:
        self._air, self._made = air, device
        self._loop = asyncio.get_running_loop()
        advertising = device.advertising(self._loop.time())
        name = advertising.name if advertising else "sensor"
        self.controller = AirController(name, air)
        self._host = host_on(self.controller, name, address)
        self._host.gatt_server.max_mtu = mtu
        self._characteristics = add_services(self._host, device.services, self)
        self.connection: Connection | None = None
        self._pump = Pump(_Speaker(device), self)
        self._shown: Advertising | None = None
        self._alarm = Alarm(self._look)
        self._tasks: set[asyncio.Task[None]] = set()
        self._host.on(self._host.EVENT_CONNECTION, self._on_connection)

    async def begin(self) -> None:
        """Powers on and advertises."""
        await self._host.power_on()
        self._look()
        self._pump.kick()

    async def end(self) -> None:
        """Falls silent at once, as when the battery is taken out."""
        self._air.remove(self.controller)
        bury(self._host)
        self._on_disconnection()
        self._pump.stop()
        self._alarm.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def hang_up(self) -> None:
        """Ends the link with a goodbye; harmless without one."""
        with suppress(BaseBumbleError):
            if self.connection:
                await self.connection.disconnect()

    # ------------------------------------------------------------------ what the pump asks

    def room(self) -> int:
        """As Outlet."""
        return BUFFERS - self._air.waiting(self.controller)

    def send(self, value: Outgoing) -> None:
        """As Outlet: what is too long for the link is cut, as every stack does."""
        if self.connection is None:
            return
        pdu = att.ATT_Handle_Value_Notification(
            attribute_handle=self._characteristics[value.characteristic].handle,
            attribute_value=value.payload[: self.connection.att_mtu - _NOTIFICATION_HEADER],
        )
        self._host.gatt_server.send_gatt_pdu(self.connection, bytes(pdu))

    def obey(self, wish: Wish) -> None:
        """As Outlet."""
        if not isinstance(wish, AskInterval):
            self._keep(self.hang_up())
            return
        with suppress(LookupError):  # the link has ended meanwhile
            self._air.request_interval(self.controller, wish.lowest * UNIT_S, wish.highest * UNIT_S)

    def rested(self) -> None:
        """As Outlet."""

    # ------------------------------------------------------------------ what the GATT table asks

    def read(self, uuid: str) -> bytes:
        """As Values."""
        return self._made.read(uuid, self._loop.time())

    def write(self, uuid: str, payload: bytes) -> None:
        """As Values."""
        if not self._air.conditions(self.controller).deaf:
            self._made.write(uuid, payload, self._loop.time())
        self._pump.kick()

    def subscribed(self, uuid: str, on: bool) -> None:
        """As Values."""
        self._made.subscribe(uuid, on, self._loop.time())
        self._pump.kick()

    # ------------------------------------------------------------------ its link

    def _on_connection(self, connection: Connection) -> None:
        self.connection = connection
        connection.on(connection.EVENT_DISCONNECTION, lambda _: self._on_disconnection())
        self._made.connected(self._loop.time())
        self._look()
        self._pump.kick()

    def _on_disconnection(self) -> None:
        if self.connection is None:
            return
        self.connection = None
        self._made.disconnected(self._loop.time())
        self._look()

    def _look(self) -> None:
        """Shows what is to be advertised."""
        wanted = None if self.connection else self._made.advertising(self._loop.time())
        if wanted != self._shown:
            self._shown = wanted
            self._keep(self._show(wanted))
        if self.connection is None:
            self._alarm.set(self._loop.time() + _LOOK_AGAIN_S)

    async def _show(self, wanted: Advertising | None) -> None:
        with suppress(BaseBumbleError):
            await self._host.stop_advertising()
            if wanted is not None and wanted == self._shown:
                packet, response = packets(wanted)
                await self._host.start_advertising(
                    advertising_data=packet,
                    scan_response_data=response,
                    advertising_interval_min=_INTERVAL_MS,
                    advertising_interval_max=_INTERVAL_MS,
                )

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
