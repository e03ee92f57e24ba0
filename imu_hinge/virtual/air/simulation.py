"""Scenarios on the virtual radio: both sensors of each wearer, and what happens to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
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
from imu_hinge.virtual.firmware import hsp_serial, stall, worn_firmware
from imu_hinge.virtual.makes.worn import worn_device
from imu_hinge.virtual.scenarios import OWN, Act, Happening, Scenario
from imu_hinge.virtual.wearer import Wearer

_ADDRESSES = {Placement.SACRUM: "C0:00:00:00:{:02X}:0A", Placement.THORACIC: "C0:00:00:00:{:02X}:0B"}
"""By the number of the wearer."""
_BOTH = dict.fromkeys(Placement, OWN)


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
    """Running scenarios."""

    everybody: tuple[Worn, ...]
    """In the order in which they were given."""
    backends: tuple[type[BaseBleakScanner], type[BaseBleakClient]]
    """For bleak: a central on the same radio."""

    @property
    def worn(self) -> Worn:
        """Of the only wearer, or the first."""
        return self.everybody[0]


@asynccontextmanager
async def open_simulation(scenario: Scenario, wearer: Wearer) -> AsyncIterator[Simulation]:
    """Sensors switched on, time running; everything is closed at the end of the block."""
    async with open_crowd([(scenario, wearer)]) as simulation:
        yield simulation


@asynccontextmanager
async def open_crowd(parts: Sequence[tuple[Scenario, Wearer]]) -> AsyncIterator[Simulation]:
    """As `open_simulation`, with several wearers on one radio; each has sensors of its own."""
    async with AsyncExitStack() as closing:
        air = Air(parts[0][1].chance)
        everybody = [await closing.enter_async_context(_wearing(air, number, *one)) for number, one in enumerate(parts)]
        central = await open_central(air)
        closing.push_async_callback(central.power_off)
        for worn, (scenario, wearer) in zip(everybody, parts, strict=True):
            closing.push_async_callback(_ended, asyncio.create_task(worn.live(scenario.happenings(wearer))))
        yield Simulation(tuple(everybody), backends_for(central))


def _wearing(air: Air, number: int, scenario: Scenario, wearer: Wearer) -> AbstractAsyncContextManager[Worn]:
    return worn_by(wearer, scenario.makes, roles=scenario.roles, air=air, number=number)


async def _ended(life: asyncio.Task[None]) -> None:
    life.cancel()
    with suppress(asyncio.CancelledError):
        await life


@asynccontextmanager
async def worn_by(
    wearer: Wearer,
    makes: Mapping[Placement, str] = _BOTH,
    *,
    roles: bool = True,
    secure: bool = True,
    air: Air | None = None,
    number: int = 0,
) -> AsyncIterator[Worn]:
    """The wearer's two sensors, switched on; `makes`: driver id of each; `roles`: whether they say where they are worn.

    Wearers on one `air` differ in `number`, from 0 to 255.
    """
    air, began_s = air or Air(wearer.chance), asyncio.get_running_loop().time()
    async with AsyncExitStack() as closing:
        sensors: dict[Placement, Any] = {}
        for placement, make in makes.items():
            address = _ADDRESSES[placement].format(number)
            sensor: VirtualSensor | MadeSensor
            if make != OWN:
                sensor, up_s = MadeSensor(air, worn_device(make, wearer, placement, began_s, number), address), 0.0
            else:
                serial, seed = hsp_serial(placement, number), wearer.chance % 2**32
                firmware = worn_firmware(wearer, placement, began_s, serial=serial, tells_role=roles, seed=seed)
                sensor = VirtualSensor(air, firmware, address, secure=secure)
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
