"""Lets BlueZ pair with the sensors being set up, and with nothing else.

BlueZ accepts a pairing without numbers only through an agent. Desktops have one, headless computers have none, and
without one the first encrypted access never returns. No effect on other systems and stacks.
"""

import logging
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bleak.backends.device import BLEDevice

from imu_hinge.bluetooth.adapter import Adapter, BleBackend
from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.bluetooth.limits import REQUEST_S
from imu_hinge.bluetooth.waiting import to_the_end, within

if TYPE_CHECKING:
    from dbus_fast.aio.message_bus import MessageBus

_PATH = "/org/imu_hinge/agent"
_log = logging.getLogger(__name__)


@asynccontextmanager
async def pairing_agent(adapter: Adapter, device: BLEDevice) -> AsyncIterator[None]:
    """Inside the block BlueZ may pair with `device`, if it is not paired yet; a failure is logged, nothing more.

    Of several agents BlueZ asks the newest, so each speaks for all devices in `adapter.pairing`.
    """
    if not _needed(adapter.backend, device):
        yield
        return
    path, bus = device.details["path"], None
    adapter.pairing.add(path)
    try:
        bus = await _registered(adapter.pairing)
        yield
    finally:
        adapter.pairing.discard(path)
        if bus is not None:
            await to_the_end(_unregistered(bus))


def _needed(backend: BleBackend, device: BLEDevice) -> bool:
    if sys.platform != "linux" or not backend.is_system:
        return False
    return not device.details.get("props", {}).get("Paired", False)


async def _registered(devices: Collection[str]) -> "MessageBus | None":
    from dbus_fast import BusType
    from dbus_fast.aio.message_bus import MessageBus

    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        await within(REQUEST_S, _register(bus, devices))
    except BaseException as error:
        bus.disconnect()
        _tolerate(error)
        return None
    return bus


async def _register(bus: "MessageBus", devices: Collection[str]) -> None:
    from imu_hinge.bluetooth.agent_interface import PairingAgent

    await bus.connect()
    bus.export(_PATH, PairingAgent(devices))
    await _manager(bus, "RegisterAgent", "os", _PATH, "NoInputNoOutput")
    await _manager(bus, "RequestDefaultAgent", "o", _PATH)


async def _unregistered(bus: "MessageBus") -> None:
    try:
        await within(REQUEST_S, _manager(bus, "UnregisterAgent", "o", _PATH))
    except Exception as error:
        _tolerate(error)
    finally:
        bus.disconnect()
        await within(REQUEST_S, bus.wait_for_disconnect())  # type: ignore[no-untyped-call]


def _tolerate(error: BaseException) -> None:
    """Without an agent the first encrypted access says what is wrong."""
    if trouble_of(error, "") is None:
        raise error
    _log.warning("pairing agent: %r", error)


async def _manager(bus: "MessageBus", member: str, signature: str, *body: str) -> None:
    from dbus_fast import Message, MessageType

    reply = await bus.call(
        Message(
            destination="org.bluez",
            path="/org/bluez",
            interface="org.bluez.AgentManager1",
            member=member,
            signature=signature,
            body=list(body),
        )
    )
    if reply is None or reply.message_type is MessageType.ERROR:
        raise OSError(f"{member}: {reply.error_name if reply else 'no reply'}")
