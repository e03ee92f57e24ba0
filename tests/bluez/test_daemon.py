"""The adapter, the daemon or the memory of a device goes: what our links do, and what bleak does below them."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError, BleakError

from imu_hinge.virtual.air.radio import Air
from tests.ble.chip import chip_on, forget, switch
from tests.ble.receiver import BOTH, Receiver, receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played
from tests.bluez.listening import connected, found, heard_by, is_whole
from tests.bluez.metronome import metronome_on

NUMBERS = 20
LIMIT_S = 240.0
SILENCE_S = 5.0
DAEMON = "/usr/libexec/bluetooth/bluetoothd"
DAEMON_PID = Path("/run/bluetoothd.pid")


def with_a_metronome(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def play() -> None:
        air = Air()
        async with asyncio.timeout(LIMIT_S), chip_on(air), metronome_on(air):
            await scene()

    asyncio.run(play())


@played
async def test_a_radio_switched_off_is_told_and_streams_again_when_it_is_back(bed: Bed) -> None:
    async with sensors_on(bed), receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(BOTH[0], 1)
        await switch(on=False)
        for placement in BOTH:
            await receiver.state(placement, "no_bluetooth")
            assert "switched off" in receiver.links(placement)[-1].detail
        await switch(on=True)
        await both_go_on(receiver)


@played
async def test_a_daemon_that_dies_is_noticed_and_the_next_one_is_used(bed: Bed) -> None:
    async with sensors_on(bed), receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(BOTH[0], 1)
        kill_daemon()
        for placement in BOTH:
            await receiver.state(placement, "no_bluetooth")
        await start_daemon()
        await switch(on=True)
        await both_go_on(receiver)


async def both_go_on(receiver: Receiver) -> None:
    """Both stream, and what was measured meanwhile is filled in."""
    await receiver.streaming(*BOTH)
    for placement in BOTH:
        await receiver.data(placement, 1)
        await receiver.filled(placement)


def test_an_adapter_switched_off_ends_the_connection_and_comes_back() -> None:
    async def scene() -> None:
        ended = asyncio.Event()
        client = BleakClient(await found(), disconnected_callback=lambda _: ended.set())
        await client.connect()
        await heard_by(client, NUMBERS)
        await switch(on=False)
        await ended.wait()
        with pytest.raises(BleakBluetoothNotAvailableError) as refusal:
            await BleakScanner.discover(1.0)
        assert refusal.value.reason is BleakBluetoothNotAvailableReason.POWERED_OFF
        await client.disconnect()
        await switch(on=True)
        await streams_again()

    with_a_metronome(scene)


def test_a_killed_daemon_says_nothing_and_works_again_when_restarted() -> None:
    async def scene() -> None:
        ended = asyncio.Event()
        client = BleakClient(await found(), disconnected_callback=lambda _: ended.set())
        await client.connect()
        await heard_by(client, NUMBERS)
        kill_daemon()
        await asyncio.sleep(SILENCE_S)
        assert client.is_connected, "the age of the data is the only sign"
        assert not ended.is_set()
        with pytest.raises(BleakDBusError):
            await client.disconnect()
        with pytest.raises(BleakDBusError):
            await BleakScanner.discover(1.0)
        await start_daemon()
        await switch(on=True)
        await streams_again()

    with_a_metronome(scene)


def test_a_device_that_bluez_has_forgotten_is_told_as_not_found() -> None:
    async def scene() -> None:
        device = await found()
        assert await forget(device.details["path"])
        with pytest.raises(BleakError, match="not found"):
            await BleakClient(device).connect()
        await streams_again()

    with_a_metronome(scene)


async def streams_again() -> None:
    """A new client hears every number once."""
    client = await connected()
    assert is_whole(await heard_by(client, NUMBERS))
    await client.disconnect()


def kill_daemon() -> None:
    os.kill(int(DAEMON_PID.read_text()), signal.SIGKILL)


async def start_daemon() -> None:
    """As the machine's init does; it serves the tests that follow too."""
    shell = await asyncio.create_subprocess_shell(f"{DAEMON} -n 2>/run/bluetoothd.log & echo $! > {DAEMON_PID}")
    await shell.wait()
