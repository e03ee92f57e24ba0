"""A virtual sensor that is switched on: its controller, its GATT server and its one link."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bumble import att
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device

from imu_hinge.sensors.hsp import CONTROL
from imu_hinge.virtual.air.advertising import Advertiser
from imu_hinge.virtual.air.attributes import add_services
from imu_hinge.virtual.air.bonds import Bonds, rule_pairing
from imu_hinge.virtual.air.central import bury, host_on
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.link import UNIT_S
from imu_hinge.virtual.air.pump import Pump
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import AskInterval, Firmware, HangUp, Outgoing, Wish

BUFFERS = 10
"""Values the sensor's radio holds until they are sent. Bumble takes any number, so the sensor must stop by itself."""


class Hosting:
    """Lives from `begin` to `end`, which forgets everything but what the firmware and the bonds keep."""

    def __init__(self, air: Air, address: str, firmware: Firmware, bonds: Bonds, *, secure: bool, mtu: int) -> None:
        self._air, self._firmware, self._bonds = air, firmware, bonds
        self._loop = asyncio.get_running_loop()
        name = firmware.advert().name
        self.controller = AirController(name, air)
        self._device = host_on(self.controller, name, address)
        self._device.gatt_server.max_mtu = mtu
        rule_pairing(self._device, bonds, lambda: self._loop.time() < firmware.pairing_until_s)
        self._characteristics = add_services(
            self._device, firmware.identity, lambda: firmware.machine.battery.pct, self, secure=secure
        )
        self._secure = secure
        self._connection: Connection | None = None
        self._pump = Pump(firmware, self)
        self._advertiser = Advertiser(self._device, firmware)
        self._tasks: set[asyncio.Task[None]] = set()
        self._indication: asyncio.Task[None] | None = None
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)

    async def begin(self) -> None:
        """Powers on and advertises."""
        await self._device.power_on()
        self._keep(self._advertiser.run())
        self._pump.kick()

    async def end(self) -> None:
        """Falls silent at once, as when the battery is taken out."""
        self._air.remove(self.controller)
        bury(self._device)
        if self._connection:
            self._on_disconnection(self._connection)
        self._pump.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def connection(self) -> Connection | None:
        """The link, as far as the sensor knows."""
        return self._connection

    async def hang_up(self) -> None:
        """Ends the link with a goodbye; harmless without one."""
        with suppress(BaseBumbleError):
            if self._connection:
                await self._connection.disconnect()

    def kick(self) -> None:
        """The firmware was told something."""
        self._pump.kick()

    # ------------------------------------------------------------------ what the pump asks

    def room(self) -> int:
        """As Outlet."""
        return BUFFERS - self._air.waiting(self.controller)

    def send(self, value: Outgoing) -> None:
        """As Outlet."""
        if self._connection is None:
            return
        characteristic = self._characteristics[value.characteristic]
        if value.indicated:
            self._indication = self._keep(self._indicate(self._connection, value.payload))
            return
        pdu = att.ATT_Handle_Value_Notification(attribute_handle=characteristic.handle, attribute_value=value.payload)
        self._device.gatt_server.send_gatt_pdu(self._connection, bytes(pdu))

    def obey(self, wish: Wish) -> None:
        """As Outlet."""
        if isinstance(wish, AskInterval):
            with suppress(LookupError):  # the link has ended meanwhile
                self._air.request_interval(self.controller, wish.lowest * UNIT_S, wish.highest * UNIT_S)
            return
        self._keep(self._part(wish))

    def rested(self) -> None:
        """As Outlet."""
        self._advertiser.refresh()

    async def _indicate(self, connection: Connection, payload: bytes) -> None:
        server = self._device.gatt_server
        try:
            await server.indicate_subscriber(connection, self._characteristics[CONTROL], payload)
            if connection is self._connection:
                self._firmware.confirmed(self._loop.time())
                self._pump.kick()
        except TimeoutError:
            await self.hang_up()  # what the attribute protocol demands of an indication nobody confirms
        finally:
            if connection is not self._connection:
                server.pending_confirmations.pop(connection, None)  # Bumble brings it back after the end of the link

    async def _part(self, wish: HangUp) -> None:
        await self.hang_up()
        if wish.forget_bonds:
            self._bonds.forget()

    # ------------------------------------------------------------------ what the GATT server asks

    def read(self, connection: Connection, uuid: str) -> bytes:
        """As Values."""
        self._require(connection)
        return self._firmware.read(uuid, self._loop.time())

    def write(self, connection: Connection, uuid: str, payload: bytes) -> None:
        """As Values."""
        self._require(connection)
        conditions = self._air.conditions(self.controller)
        if uuid == CONTROL and conditions.refusal:
            raise att.ATT_Error(conditions.refusal)
        if uuid == CONTROL and not self._firmware.is_subscribed(CONTROL):
            raise att.ATT_Error(att.ErrorCode.CCCD_IMPROPERLY_CONFIGURED)
        if conditions.deaf:
            return
        encrypted = connection.is_encrypted or not self._secure
        self._firmware.write(uuid, payload, self._loop.time(), encrypted=encrypted)
        self._pump.kick()

    def subscribed(self, connection: Connection, uuid: str, on: bool) -> None:
        """As Values."""
        self._require(connection)
        self._firmware.subscribe(uuid, on, self._loop.time())
        self._pump.kick()

    def _require(self, connection: Connection) -> None:
        """A request may still be under way when its link has ended."""
        if connection is not self._connection:
            raise att.ATT_Error(att.ErrorCode.UNLIKELY_ERROR)

    # ------------------------------------------------------------------ what the link tells

    def _on_connection(self, connection: Connection) -> None:
        self._connection = connection
        connection.on(Connection.EVENT_DISCONNECTION, lambda _: self._on_disconnection(connection))
        connection.on(Connection.EVENT_CONNECTION_ATT_MTU_UPDATE, self._on_mtu)
        connection.on(Connection.EVENT_CONNECTION_PARAMETERS_UPDATE, self._on_interval)
        self._firmware.connected(self._loop.time(), connection.att_mtu)
        self._on_interval()

    def _on_mtu(self) -> None:
        if self._connection:
            self._firmware.set_mtu(self._connection.att_mtu, self._loop.time())
            self._pump.kick()

    def _on_interval(self) -> None:
        """The radio knows the interval; what Bumble's host tells may be a constant."""
        with suppress(LookupError):
            units = round(self._air.interval_s(self.controller) / UNIT_S)
            self._firmware.set_interval(units, self._loop.time())
            self._pump.kick()

    def _on_disconnection(self, connection: Connection) -> None:
        if connection is not self._connection:
            return
        self._connection = None
        self._firmware.disconnected(self._loop.time())
        if self._indication:
            self._indication.cancel()
        self._pump.kick()

    def _keep(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
