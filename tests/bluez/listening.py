"""bleak, used as its documentation says, on a metronome."""

import asyncio
import struct

from bleak import BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.device import BLEDevice

from tests.bluez.metronome import COUNT, SERVICE

Heard = list[int]
_SCAN_S = 20.0


async def found() -> BLEDevice:
    """The metronome, seen just now; LookupError when it is not there."""
    device = await BleakScanner.find_device_by_filter(lambda _, advert: SERVICE in advert.service_uuids, _SCAN_S)
    if device is None:
        raise LookupError("the metronome was not seen")
    return device


async def connected() -> BleakClient:
    """A new client on a device that was seen just now."""
    client = BleakClient(await found())
    await client.connect()
    return client


async def heard_by(client: BleakClient, numbers: int) -> Heard:
    """Subscribes; what arrived until so many different numbers were among it. Goes on listening, unheeded."""
    heard: Heard = []
    enough = asyncio.Event()

    def hear(_: BleakGATTCharacteristic, payload: bytearray) -> None:
        heard.extend(struct.unpack("<I", payload))
        if len(set(heard)) >= numbers:
            enough.set()

    await client.start_notify(COUNT, hear, bluez={"use_start_notify": True})
    await enough.wait()
    return heard[:]


def doubles(heard: Heard) -> int:
    """How many notifications arrived in vain."""
    return len(heard) - len(set(heard))


def is_whole(heard: Heard) -> bool:
    """Every number once and in order."""
    return heard == list(range(heard[0], heard[0] + len(heard)))
