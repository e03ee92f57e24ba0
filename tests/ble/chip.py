"""The computer's Bluetooth chip, played by a controller on the virtual radio, under the real kernel and bluetoothd."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bleak.backends.bluezdbus.manager import get_global_bluez_manager
from bumble.transport import open_transport
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from imu_hinge.virtual.air.controller import KernelController
from imu_hinge.virtual.air.radio import Air

ADAPTER_PATH = "/org/bluez/hci0"
PATIENCE_S = 30.0
_ASK_AGAIN_S = 0.1
_addresses = (f"F0:F1:F2:F3:F4:{n:02X}" for n in itertools.count(1))


@asynccontextmanager
async def chip_on(air: Air) -> AsyncIterator[KernelController]:
    """A chip on the air and switched on. Each has an address of its own, for which bluetoothd has kept nothing."""
    async with await open_transport("vhci") as transport:
        chip = KernelController("chip", air, next(_addresses))
        chip.set_packet_sink(transport.sink)
        transport.source.set_packet_sink(chip)
        await switch(on=True)
        await get_global_bluez_manager()  # bleak's one task that lives as long as the loop
        yield chip
        await switch(on=False)  # else the next chip may meet what this one left
        air.remove_controller(chip)
    await _until_gone()


async def switch(*, on: bool) -> None:
    """Switches the adapter as a desktop's button does; TimeoutError when that does not work in time."""
    wanted = ["org.bluez.Adapter1", "Powered", Variant("b", on)]
    async with asyncio.timeout(PATIENCE_S):
        while not await asked(ADAPTER_PATH, "org.freedesktop.DBus.Properties", "Set", "ssv", wanted):
            await asyncio.sleep(_ASK_AGAIN_S)


async def forget(device_path: str) -> bool:
    """Makes bluetoothd forget a device, as it does by itself half a minute after the end of a scan."""
    return await asked(ADAPTER_PATH, "org.bluez.Adapter1", "RemoveDevice", "o", [device_path])


async def asked(path: str, interface: str, member: str, signature: str, body: list[Any]) -> bool:
    """Calls bluetoothd; whether it did as it was asked."""
    call = Message("org.bluez", path, interface, member, signature=signature, body=body)
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    try:
        answer = await bus.call(call)
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    return answer is not None and answer.message_type is MessageType.METHOD_RETURN


async def _until_gone() -> None:
    async with asyncio.timeout(PATIENCE_S):
        while Path("/sys/class/bluetooth/hci0").exists():
            await asyncio.sleep(_ASK_AGAIN_S)
