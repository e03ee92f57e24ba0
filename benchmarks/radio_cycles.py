"""A hundred times from nothing to streaming and back: what is left over."""

import asyncio
import gc
import os
import threading
from collections import Counter
from pathlib import Path

from bleak import BleakClient

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.inputs import Link, LinkState, Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.station.worlds import bound
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import Firmware, Identity, quiet_source
from imu_hinge.virtual.loops import JumpingLoop

Sensors = dict[Placement, VirtualSensor]
Figure = tuple[str, str, str, bool]
_ENDS = ("we hang up", "the sensor hangs up", "out of reach")


async def _sensor(air: Air, placement: Placement, seed: int) -> VirtualSensor:
    role = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}[placement]
    firmware = Firmware(quiet_source(seed), Identity(serial=f"quiet-{placement}"), role)
    sensor = VirtualSensor(air, firmware, f"C0:00:00:00:01:{role:02X}")
    await sensor.power_on()
    return sensor


async def _cycle(adapter: Adapter, sensors: Sensors, number: int) -> None:
    """Both sensors to streaming; then the link ends in one of three ways, and we close."""
    source = RadioSource(adapter, [Wanted(placement) for placement in Placement], number)
    waiting = set(Placement)
    async for item in source:
        if isinstance(item, Link) and item.state == LinkState.STREAMING:
            waiting.discard(item.placement)
        if not waiting:
            break
    end = _ENDS[number % len(_ENDS)]
    if end == "the sensor hangs up":
        await sensors[Placement.SACRUM].hang_up()
    elif end == "out of reach":
        sensors[Placement.THORACIC].conditions.in_reach = False
        await asyncio.sleep(5.0)
        sensors[Placement.THORACIC].conditions.in_reach = True
    await source.close()
    async for _ in source:
        pass


def _left() -> Counter[str]:
    """What there is of each kind."""
    gc.collect()
    listeners = sum(isinstance(one, BleakClient) for one in gc.get_objects())
    files = len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))
    return Counter(tasks=len(asyncio.all_tasks()), threads=threading.active_count(), files=files, clients=listeners)


def cycles(seed: int, count: int) -> list[Figure]:
    """Connect and disconnect `count` times in virtual time."""
    complaints: list[str] = []

    async def main() -> tuple[Counter[str], Counter[str]]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(str(context)))
        air = Air(seed)
        sensors = {placement: await _sensor(air, placement, seed) for placement in Placement}
        adapter = Adapter(bound(*backends_for(await open_central(air))))
        for number in range(3):
            await _cycle(adapter, sensors, number)
        await asyncio.sleep(20.0)
        before = _left()
        for number in range(count):
            await _cycle(adapter, sensors, number)
        await asyncio.sleep(20.0)
        after = _left()
        for sensor in sensors.values():
            await sensor.close()
        return before, after

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        before, after = runner.run(main())
    more = after - before
    return [
        (
            f"left after {count} connections",
            "nothing",
            ", ".join(f"{n} {what}" for what, n in more.items()) or "nothing",
            not more,
        ),
        ("exceptions in the loop's handler", "0", str(len(complaints)), not complaints),
    ]
