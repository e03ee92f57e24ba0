"""A scenario on the virtual radio: both sensors of a wearer, and what happens to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.made import MadeSensor
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import stall, worn_firmware
from imu_hinge.virtual.makes.worn import worn_device
from imu_hinge.virtual.scenarios import Act, Happening, Scenario
from imu_hinge.virtual.wearer import Wearer

_ADDRESSES = {Placement.SACRUM: "C0:00:00:00:00:0A", Placement.THORACIC: "C0:00:00:00:00:0B"}


@dataclass(frozen=True, slots=True)
class Worn:
    """The sensors of one wearer on one radio. Wearer's time 0 is when it was opened."""

    air: Air
    sensors: dict[Placement, Any]
    began_s: float

    def now_s(self) -> float:
        """The wearer's time."""
        return asyncio.get_running_loop().time() - self.began_s

    async def live(self, happenings: tuple[Happening, ...]) -> None:
        """Lets things happen at their times."""
        for one in sorted(happenings, key=lambda happening: happening.t_s):
            await asyncio.sleep(max(0.0, one.t_s - self.now_s()))
            await _ACTS[one.act](self.sensors[one.placement], one.value)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A running scenario."""

    worn: Worn
    backends: tuple[type[BaseBleakScanner], type[BaseBleakClient]]
    """For bleak: a central on the same radio."""


@asynccontextmanager
async def open_simulation(scenario: Scenario, wearer: Wearer) -> AsyncIterator[Simulation]:
    """Sensors switched on, time running; everything is closed at the end of the block."""
    async with worn_by(wearer, scenario.placements, roles=scenario.roles, make=scenario.make) as worn:
        central = await open_central(worn.air)
        life = asyncio.create_task(worn.live(scenario.happenings(wearer)))
        try:
            yield Simulation(worn, backends_for(central))
        finally:
            life.cancel()
            with suppress(asyncio.CancelledError):
                await life
            await central.power_off()


@asynccontextmanager
async def worn_by(
    wearer: Wearer,
    placements: Sequence[Placement] = tuple(Placement),
    *,
    roles: bool = True,
    secure: bool = True,
    make: str = "",
) -> AsyncIterator[Worn]:
    """The wearer's two sensors, switched on; `roles`: whether they say where they are worn; `make`: not our own."""
    air, began_s = Air(wearer.chance), asyncio.get_running_loop().time()
    async with AsyncExitStack() as closing:
        sensors: dict[Placement, Any] = {}
        for placement in placements:
            sensor: VirtualSensor | MadeSensor
            if make:
                device = worn_device(make, wearer, placement, began_s)
                sensor, up_s = MadeSensor(air, device, _ADDRESSES[placement]), 0.0
            else:
                firmware = worn_firmware(wearer, placement, began_s, tells_role=roles, seed=wearer.chance % 2**32)
                sensor = VirtualSensor(air, firmware, _ADDRESSES[placement], secure=secure)
                up_s = wearer.recorded_setups[placement].clock_offset_s
            closing.push_async_callback(sensor.close)
            await sensor.power_on(up_s)
            sensors[placement] = sensor
        yield Worn(air, sensors, began_s)


async def _switch_on(sensor: VirtualSensor, _: float) -> None:
    await sensor.power_on()


async def _die(sensor: VirtualSensor, _: float) -> None:
    await sensor.power_off()


async def _in_reach(sensor: VirtualSensor, reach: bool) -> None:
    sensor.conditions.in_reach = reach


async def _fall_silent(sensor: VirtualSensor, _: float) -> None:
    stall(sensor.firmware, asyncio.get_running_loop().time())


async def _battery(sensor: VirtualSensor, pct: float) -> None:
    sensor.set_battery(round(pct))


async def _loss(sensor: VirtualSensor, share: float) -> None:
    sensor.conditions.loss = share


async def _doubles(sensor: VirtualSensor, share: float) -> None:
    sensor.conditions.doubles = share


async def _interval(sensor: VirtualSensor, interval_s: float) -> None:
    sensor.conditions.interval_s = interval_s


_ACTS: dict[Act, Callable[[VirtualSensor, float], Awaitable[None]]] = {
    Act.SWITCH_ON: _switch_on,
    Act.DIE: _die,
    Act.LEAVE: lambda sensor, _: _in_reach(sensor, False),
    Act.RETURN: lambda sensor, _: _in_reach(sensor, True),
    Act.FALL_SILENT: _fall_silent,
    Act.BATTERY: _battery,
    Act.LOSS: _loss,
    Act.DOUBLES: _doubles,
    Act.INTERVAL: _interval,
}
