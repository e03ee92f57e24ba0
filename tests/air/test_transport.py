"""A host on a controller outside of the process: real sockets on the loopback, real time."""

import asyncio
import socket
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError
from bumble import hci
from bumble.device import Device
from bumble.transport.tcp_server import open_tcp_server_transport_with_socket

from imu_hinge.model.errors import UsageError
from imu_hinge.virtual.air import central, reopening
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_transport
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.air.reopening import open_lasting
from tests.air.bed import VALUE, open_peripheral


async def serve(air: Air) -> tuple[str, Any]:
    """A controller on the air behind a TCP port: the name under which it is reached, and the transport."""
    listener = socket.create_server(("127.0.0.1", 0))
    served: Any = await open_tcp_server_transport_with_socket(listener)
    controller = AirController("served", air)
    served.source.set_packet_sink(controller)
    controller.host = served.sink
    return f"tcp-client:127.0.0.1:{listener.getsockname()[1]}", served


async def connected(host: Device, address: str, gone: asyncio.Event) -> BleakClient:
    scanner, client_class = backends_for(host)
    device = await BleakScanner.find_device_by_address(address, 5, backend=scanner)
    assert device is not None
    client = BleakClient(device, lambda _client: gone.set(), backend=client_class)
    await client.connect()
    return client


def test_a_controller_served_over_tcp_is_found_connected_and_its_loss_noticed() -> None:
    async def scenario() -> None:
        air, gone = Air(), asyncio.Event()
        peripheral = await open_peripheral(air)
        air.conditions(peripheral.controller).interval_s = 0.0075
        name, served = await serve(air)
        async with open_transport(name) as opened:
            client = await connected(opened.device, peripheral.address, gone)
            assert await client.read_gatt_char(VALUE) == b"calm"
            assert not opened.terminated.done()
            served.sink.transport.close()
            await asyncio.wait_for(opened.terminated, 5)
            await asyncio.wait_for(gone.wait(), 5)
            await client.disconnect()
        served.server.close()

    asyncio.run(scenario())


def test_leaving_a_transport_frees_the_sensors_that_are_still_connected() -> None:
    async def scenario() -> None:
        air = Air()
        peripheral = await open_peripheral(air)
        air.conditions(peripheral.controller).interval_s = 0.0075
        name, served = await serve(air)
        for _ in range(2):
            async with open_transport(name) as opened:
                await connected(opened.device, peripheral.address, asyncio.Event())
            while served.sink.transport:  # Bumble's server takes a late farewell for that of the next client
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert peripheral.ends == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR] * 2
        served.server.close()

    asyncio.run(scenario())


def test_a_controller_that_comes_back_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reopening, "_PAUSE_S", 0.2)

    async def found(scanner: type[BaseBleakScanner], address: str) -> bool:
        return await BleakScanner.find_device_by_address(address, 5, backend=scanner) is not None

    async def scenario() -> None:
        air = Air()
        peripheral = await open_peripheral(air)
        name, served = await serve(air)
        async with open_lasting(name) as (scanner, _):
            assert await found(scanner, peripheral.address)
            served.sink.transport.close()
            await asyncio.sleep(0.1)
            with pytest.raises(BleakBluetoothNotAvailableError, match="controller is gone"):
                await found(scanner, peripheral.address)
            await asyncio.sleep(0.5)
            assert await found(scanner, peripheral.address)
        served.server.close()

    asyncio.run(scenario())


def refused(name: str) -> str:
    """The one line with which a transport is refused."""

    async def scenario() -> str:
        with pytest.raises(UsageError) as refusal:
            async with open_transport(name):
                pass
        return str(refusal.value)

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tcp-client:127.0.0.1:1", "nobody listens there. Start the controller there"),
        ("tcp-client:", "no such kind of transport"),
        ("tcp-client:nowhere", "the name is incomplete"),
        ("carrier-pigeon:7", "no such kind of transport. Use usb:0"),
        ("usb:9999:9999", "Plug the adapter in"),
        ("serial:/dev/no-such-port", "Check the name of the port"),
        ("vhci:/dev/no-such-device", "Load the kernel module"),
    ],
)
def test_a_transport_that_cannot_be_opened_is_refused_in_one_line_with_a_remedy(name: str, words: str) -> None:
    line = refused(name)
    assert line.startswith(f"--hci {name}: ")
    assert words in line
    assert "\n" not in line


def test_who_listens_and_never_answers_is_refused_after_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(central, "_OPENING_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert "no controller answers within" in refused(f"tcp-client:127.0.0.1:{listener.getsockname()[1]}")
