"""hbldh/bleak#2002: after a connection that dropped by itself, BlueZ delivers every notification twice and more."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from bleak import BleakClient

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.air.radio import Air
from tests.ble.chip import chip_on
from tests.ble.receiver import receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played
from tests.bluez.listening import Heard, connected, doubles, heard_by, is_whole
from tests.bluez.metronome import Metronome, metronome_on

SACRUM = Placement.SACRUM
DROPS = 3
NUMBERS = 40
LIMIT_S = 240.0

Reconnect = Callable[[BleakClient], Awaitable[BleakClient]]


@played
async def test_no_duplicate_notifications_after_unsolicited_drops(bed: Bed) -> None:
    async with sensors_on(bed, SACRUM) as sensors, receiving(bed, SACRUM) as receiver:
        await receiver.streaming(SACRUM)
        for drops in range(1, 1 + DROPS):
            await receiver.data(SACRUM, 2)
            await sensors[SACRUM].hang_up()
            await receiver.lost(SACRUM, times=drops)
            await receiver.streaming(SACRUM)
        await receiver.data(SACRUM, 2)
        await receiver.filled(SACRUM)


def test_the_rules_of_the_link_hold_for_plain_notifications_too() -> None:
    heard = heard_with(close_it_scan_and_take_a_new_one)
    assert [doubles(numbers) for numbers in heard] == [0] * (1 + DROPS)
    assert all(is_whole(numbers) for numbers in heard)


@pytest.mark.xfail(
    raises=AssertionError, reason="hbldh/bleak#2002. Passes once bleak is repaired: look at the client's rules"
)
def test_bleak_2002_is_still_there() -> None:
    heard = heard_with(connect_it_again)
    assert [doubles(numbers) for numbers in heard] == [0] * (1 + DROPS)


async def close_it_scan_and_take_a_new_one(dropped: BleakClient) -> BleakClient:
    await dropped.disconnect()
    return await connected()


async def connect_it_again(dropped: BleakClient) -> BleakClient:
    while dropped.is_connected:
        await asyncio.sleep(0.05)
    await dropped.connect()
    return dropped


def heard_with(reconnect: Reconnect) -> list[Heard]:
    """What each connection heard. In a process of its own: what leaked once doubles whatever follows in its process."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(_run, reconnect).result()


def _run(reconnect: Reconnect) -> list[Heard]:
    return asyncio.run(_over_the_air(reconnect))


async def _over_the_air(reconnect: Reconnect) -> list[Heard]:
    air = Air()
    async with asyncio.timeout(LIMIT_S), chip_on(air), metronome_on(air) as metronome:
        return await _through_drops(metronome, reconnect)


async def _through_drops(metronome: Metronome, reconnect: Reconnect) -> list[Heard]:
    client = await connected()
    heard = [await heard_by(client, NUMBERS)]
    for _ in range(DROPS):
        await metronome.hang_up()
        client = await reconnect(client)
        heard.append(await heard_by(client, NUMBERS))
    await client.disconnect()
    return heard
