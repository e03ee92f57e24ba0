"""The worlds of a day: a virtual one, or any other without a voice of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.station.worlds import OpenWorld, World, bound, require_sim
from imu_hinge.virtual.day import DayWearer
from imu_hinge.virtual.day_resumed import commands_from


@asynccontextmanager
async def day_world(wearer: DayWearer, from_s: float) -> AsyncIterator[World]:
    """The wearer's day from second `from_s` of it on; what was said before is not said again."""
    require_sim("--simulate")
    from imu_hinge.virtual.air.worn_day import open_day

    async with open_day(wearer, from_s) as day:

        async def speak(source: RadioSource) -> None:
            for word in commands_from(wearer, from_s):
                await asyncio.sleep(max(0.0, word.t_s - day.now_s()))
                source.say(word.name, word.argument)

        yield World(bound(*day.backends), speak)


@asynccontextmanager
async def unspoken(open_world: OpenWorld) -> AsyncIterator[World]:
    """Another world in which nobody asks for a calibration: a day may go on with one it has."""

    async def silent(source: RadioSource) -> None:
        return

    async with open_world() as world:
        yield World(world.backend, silent)
