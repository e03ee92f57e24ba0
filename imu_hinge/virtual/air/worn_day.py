"""Both sensors of a virtual day on the virtual radio, from any of its moments on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.day import DayWearer
from imu_hinge.virtual.day_resumed import LEAD_S, DaySource
from imu_hinge.virtual.firmware import Firmware, Identity, Make, hsp_serial

_SENSORS = {
    Placement.SACRUM: ("C0:00:00:00:00:0A", Role.SACRUM),
    Placement.THORACIC: ("C0:00:00:00:00:0B", Role.THORACIC),
}
"""Address and role."""


@dataclass(frozen=True, slots=True)
class WornDay:
    """A day under way."""

    backends: tuple[type[BaseBleakScanner], type[BaseBleakClient]]
    """For bleak: a central on the same radio."""
    now_s: Callable[[], float]
    """The wearer's time."""


@asynccontextmanager
async def open_day(wearer: DayWearer, from_s: float) -> AsyncIterator[WornDay]:
    """Sensors switched on at the wearer's time `from_s`, less what it takes to connect them."""
    loop = asyncio.get_running_loop()
    boot_s, begin_s = loop.time(), loop.time() - from_s + LEAD_S
    air = Air(wearer.cast.chance)
    async with AsyncExitStack() as closing:
        for placement, (address, role) in _SENSORS.items():
            setup = wearer.cast.setups[placement]
            source = DaySource(wearer, placement, begin_s)
            make = Make(drift_ppm=setup.clock_drift_ppm, seed=wearer.cast.chance % 2**32)
            firmware = Firmware(source, Identity(serial=hsp_serial(placement)), role, boot_s=boot_s, make=make)
            sensor = VirtualSensor(air, firmware, address)
            closing.push_async_callback(sensor.close)
            await sensor.power_on(setup.clock_offset_s)
        central = await open_central(air)
        closing.push_async_callback(central.power_off)
        yield WornDay(backends_for(central), lambda: loop.time() - begin_s)
