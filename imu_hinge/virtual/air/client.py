"""bleak's client on a Bumble host."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from bleak import BleakScanner
from bleak.args import SizedBuffer
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bleak.uuids import normalize_uuid_16
from bumble import att, hci
from bumble.device import Connection
from bumble.gatt_client import Client

from imu_hinge.virtual.air.adapter import Adapter
from imu_hinge.virtual.air.requests import NOT_CONNECTED, Requests
from imu_hinge.virtual.air.scanner import BumbleScanner
from imu_hinge.virtual.air.services import discover

Result = TypeVar("Result")

_MTU = 247
"""What small firmware offers: one PDU of the link layer, less the header of L2CAP."""
_CCCD = normalize_uuid_16(0x2902)
_NOTIFY, _INDICATE, _OFF = b"\x01\x00", b"\x02\x00", b"\x00\x00"


class BumbleClient(BaseBleakClient):
    """A connection through a Bumble host. `backends_for` binds it to one; behaves as bleak's own backends do."""

    adapter: Adapter
    scanner: type[BumbleScanner]

    def __init__(self, address_or_ble_device: BLEDevice | str, services: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(address_or_ble_device, **kwargs)
        self._device = address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
        self._wanted = services
        self._connection: Connection | None = None
        self._requests: Requests | None = None

    @property
    def name(self) -> str:
        """The name it advertises, or its address with dashes."""
        return (self._device and self._device.name) or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """The negotiated MTU in bytes; 23 without a connection."""
        return self._connection.att_mtu if self._connection else att.ATT_DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        """Whether the link lives as far as the controller knows."""
        return self._connection is not None

    async def connect(self, pair: bool = False, **_kwargs: Any) -> None:
        """Dials, negotiates and discovers. TimeoutError, BleakDeviceNotFoundError, BleakError."""
        if self._connection:
            raise BleakError("Client is already connected")
        self.adapter.require()
        until_s = asyncio.get_running_loop().time() + self._timeout
        address = await self._address()
        left_s = until_s - asyncio.get_running_loop().time()
        self._adopt(await self.adapter.dial(address, left_s))
        try:
            async with asyncio.timeout_at(until_s):
                await self._set_up(pair)
        except BaseException:
            await self.disconnect()
            raise

    async def disconnect(self) -> None:
        """Hangs up; returns at once when the link is gone already."""
        if self._connection:
            await self.adapter.hang_up(self._connection)

    async def pair(self, *_args: Any, **_kwargs: Any) -> None:
        """Encrypts with the stored key, or pairs: LE Secure Connections, Just Works, bonded."""
        requests = self._live()[1]
        await requests.run(requests.secure)

    async def unpair(self) -> None:
        """Forgets the stored key and hangs up."""
        keys = self.adapter.device.keystore
        if keys and await keys.get(str(await self._address())):
            await keys.delete(str(await self._address()))
        await self.disconnect()

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """The value, always read from the peripheral."""
        return bytearray(await self._run(lambda gatt: gatt.read_value(characteristic.handle)))

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """The value, always read from the peripheral."""
        return bytearray(await self._run(lambda gatt: gatt.read_value(descriptor.handle)))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        """Writes; returns with the peripheral's answer, or at once where none was asked for."""
        await self._run(lambda gatt: gatt.write_value(characteristic.handle, bytes(data), response))

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Writes and waits for the answer."""
        await self._run(lambda gatt: gatt.write_value(descriptor.handle, bytes(data), True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_kwargs: Any
    ) -> None:
        """Subscribes to notifications, or to indications where there are no notifications.

        One callback per characteristic, known before the first notification can come and gone when the subscription
        fails: Bumble's own `subscribe` keeps the callback of a failed attempt, and a second one doubles everything.
        """
        gatt = self._live()[0]
        notifies = "notify" in characteristic.properties
        subscribers = gatt.notification_subscribers if notifies else gatt.indication_subscribers
        if characteristic.handle in subscribers:
            raise BleakError("Characteristic notifications already started")
        cccd = _cccd(characteristic)
        subscribers[characteristic.handle] = {lambda value: callback(bytearray(value))}
        try:
            await self._run(lambda gatt: gatt.write_value(cccd, _NOTIFY if notifies else _INDICATE, True))
        except BaseException:
            subscribers.pop(characteristic.handle, None)
            raise

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Ends a subscription; harmless without one."""
        gatt = self._live()[0]
        cccd = _cccd(characteristic)
        await self._run(lambda gatt: gatt.write_value(cccd, _OFF, True))
        gatt.notification_subscribers.pop(characteristic.handle, None)
        gatt.indication_subscribers.pop(characteristic.handle, None)

    async def _address(self) -> hci.Address:
        """Where to dial; by an address string only after a scan, as bleak does."""
        if self._device is None:
            self._device = await BleakScanner.find_device_by_address(
                self.address, timeout=self._timeout, backend=self.scanner
            )
        if self._device is None:
            raise BleakDeviceNotFoundError(self.address, f"Device with address {self.address} was not found.")
        address: hci.Address = self._device.details
        return address

    def _adopt(self, connection: Connection) -> None:
        self._connection, self._requests = connection, Requests(connection)
        connection.once(Connection.EVENT_DISCONNECTION, self._on_disconnection)

    async def _set_up(self, pair: bool) -> None:
        with suppress(BleakGATTProtocolError):  # a peripheral may not know the request: 23 bytes then
            await self._run(lambda gatt: gatt.request_mtu(_MTU))
        if pair:
            await self.pair()
        services = await self._run(lambda gatt: discover(gatt, self._wanted, self._longest_write))
        self._live()
        self.services = services

    def _longest_write(self) -> int:
        return self.mtu_size - 3

    def _live(self) -> tuple[Client, Requests]:
        if self._connection is None or self._requests is None:
            raise BleakError(NOT_CONNECTED)
        return self._connection.gatt_client, self._requests

    async def _run(self, request: Callable[[Client], Awaitable[Result]]) -> Result:
        gatt, requests = self._live()
        return await requests.run(lambda: request(gatt))

    def _on_disconnection(self, _reason: int) -> None:
        """Like the real backends: no services, no subscriptions; the callback also after our own hang-up."""
        if self._requests:
            self._requests.end()
        self._connection = self._requests = self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()


def _cccd(characteristic: BleakGATTCharacteristic) -> int:
    descriptor = characteristic.get_descriptor(_CCCD)
    if descriptor is None:
        raise BleakError("Characteristic does not support notifications or indications")
    return descriptor.handle
