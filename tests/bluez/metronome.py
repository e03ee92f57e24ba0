"""A plain peripheral that counts aloud: each notification carries the next number. It can hang up at any moment."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic, Service

from imu_hinge.virtual.air.central import host_on
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.radio import Air

SERVICE = "7e570001-1c3e-4a6b-9f20-5a0c2f1d8e44"
COUNT = "7e570002-1c3e-4a6b-9f20-5a0c2f1d8e44"
ADDRESS = "C1:00:00:00:00:01"
PERIOD_S = 0.05
_ADVERTISING_MS = 50


class Metronome:
    """Advertises while nobody is connected, counts aloud to whoever listens."""

    def __init__(self, device: Device, count: Characteristic[bytes]) -> None:
        self._device, self._count = device, count

    async def hang_up(self) -> None:
        """Ends the connection, for which the other side did not ask."""
        for connection in list(self._device.connections.values()):
            await connection.disconnect()

    async def speak(self) -> None:
        """One number after the other, until cancelled."""
        number = 0
        while True:
            await self._device.notify_subscribers(self._count, struct.pack("<I", number))
            number += 1
            await asyncio.sleep(PERIOD_S)


@asynccontextmanager
async def metronome_on(air: Air) -> AsyncIterator[Metronome]:
    """A metronome on the air, advertising and counting."""
    properties = Characteristic.Properties.READ | Characteristic.Properties.NOTIFY
    count: Characteristic[bytes] = Characteristic(COUNT, properties, Characteristic.READABLE, bytes(4))
    controller = AirController("metronome", air)
    device = host_on(controller, "metronome", ADDRESS)
    device.add_service(Service(SERVICE, [count]))
    await device.power_on()
    await _advertise(device)
    metronome = Metronome(device, count)
    speaking = asyncio.create_task(metronome.speak())
    try:
        yield metronome
    finally:
        speaking.cancel()
        await asyncio.wait([speaking])
        air.remove(controller)


async def _advertise(device: Device) -> None:
    services = (AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, bytes(UUID(SERVICE)))
    await device.start_advertising(
        auto_restart=True,
        advertising_data=bytes(AdvertisingData([services])),
        scan_response_data=bytes(AdvertisingData([(AdvertisingData.COMPLETE_LOCAL_NAME, b"metronome")])),
        advertising_interval_min=_ADVERTISING_MS,
        advertising_interval_max=_ADVERTISING_MS,
    )
