"""Bumble hosts: one on the virtual radio, or one on any controller that a transport reaches."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host
from bumble.pairing import PairingConfig, PairingDelegate
from bumble.transport import open_transport as open_bumble_transport
from bumble.transport.common import AsyncPipeSink, Transport, TransportSink, TransportSource, TransportSpecError

from imu_hinge.model.errors import UsageError
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.pairing import PairingSession
from imu_hinge.virtual.air.radio import Air

CENTRAL_ADDRESS = "C0:00:00:00:00:01"

_OPENING_S = 5.0
"""For opening a transport and powering on: whoever listens and never answers would take for ever."""
_CLOSING_S = 1.0

_REMEDIES = {
    "usb": "Plug the adapter in, release it from the system's driver and allow yourself to use it.",
    "pyusb": "Plug the adapter in, release it from the system's driver and allow yourself to use it.",
    "serial": "Check the name of the port, and that no other program uses it.",
    "tcp-client": "Start the controller there, or correct host and port: tcp-client:HOST:PORT.",
    "hci-socket": "Use a Python with Bluetooth sockets, free the adapter and allow yourself to use it.",
    "vhci": "Load the kernel module: modprobe hci_vhci.",
}
_ANY_REMEDY = "Use usb:0, serial:PORT, tcp-client:HOST:PORT or another transport of Bumble."
_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, f"no controller answers within {_OPENING_S:g} s"),
    (ConnectionRefusedError, "nobody listens there"),
    (FileNotFoundError, "there is no such device"),
    (PermissionError, "no permission"),
    (TransportSpecError, "there is no such kind of transport"),
    (ValueError, "the name is incomplete"),
)


class Opened(NamedTuple):
    """A host on a controller outside of this process."""

    device: Device
    terminated: asyncio.Future[None]
    """Done when the controller is gone; nothing on this host returns from then on."""


def host_on(controller: AirController, name: str, address: str) -> Device:
    """A host, not yet powered on, that drives a controller of the virtual radio. `address` is random static."""
    return _host(name, address, controller, AsyncPipeSink(controller))


def bury(device: Device) -> None:
    """Ends a host whose controller has died: Bumble would wait for ever for the answers to its commands."""
    host = device.host
    host.ready = False  # what is on its way is not heard
    host.set_packet_sink(_Grave())
    if host.pending_response:
        host.pending_response.cancel()


class _Grave:
    """Takes the packets of a host without a controller."""

    def on_packet(self, packet: bytes) -> None:
        """Cancels the task that sends a command."""
        if packet[0] == hci.HCI_COMMAND_PACKET:
            raise asyncio.CancelledError


async def open_central(air: Air) -> Device:
    """A powered-on host on a new controller of the virtual radio."""
    device = host_on(AirController("central", air), "central", CENTRAL_ADDRESS)
    await device.power_on()
    return device


@asynccontextmanager
async def open_transport(name: str) -> AsyncIterator[Opened]:
    """A powered-on host on the controller that a transport of Bumble reaches.

    UsageError with transport, cause and remedy when there is none, at the latest after 5 s.
    """
    try:
        async with asyncio.timeout(_OPENING_S):
            transport = await open_bumble_transport(name)
    except Exception as error:  # Bumble's transports raise bare Exceptions, too
        raise _refusal(name, error) from error
    try:
        opened = await _opened(name, transport)
        try:
            yield opened
        finally:
            await _release(opened)
    finally:
        await transport.close()


async def _opened(name: str, transport: Transport) -> Opened:
    address = str(hci.Address.generate_static_address())
    device = _host("imu-hinge", address, transport.source, transport.sink)
    try:
        async with asyncio.timeout(_OPENING_S):
            await device.power_on()
    except Exception as error:
        raise _refusal(name, error) from error
    return Opened(device, transport.source.terminated)


async def _release(opened: Opened) -> None:
    """Leaves no connection behind: a controller without a host would keep its sensors for ever."""
    if not opened.terminated.done():
        with suppress(BaseBumbleError, TimeoutError):
            async with asyncio.timeout(_CLOSING_S):
                await opened.device.host.send_sync_command(hci.HCI_Reset_Command())


def _refusal(name: str, error: Exception) -> UsageError:
    cause = next((words for kind, words in _CAUSES if isinstance(error, kind)), str(error) or type(error).__name__)
    return UsageError(f"--hci {name}: {cause}. {_REMEDIES.get(name.partition(':')[0], _ANY_REMEDY)}")


def _host(name: str, address: str, source: TransportSource, sink: TransportSink) -> Device:
    config = DeviceConfiguration(name=name, address=hci.Address(address))
    device = Device(config=config, host=Host(source, sink))
    device.smp_session_proxy = PairingSession
    device.pairing_config_factory = lambda _connection: PairingConfig(
        sc=True, mitm=False, bonding=True, delegate=PairingDelegate(PairingDelegate.NO_OUTPUT_NO_INPUT)
    )
    return device
