"""Sensors as a live source: the world is opened, roles are asked for, links are kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import TICK_NS, RadioSource
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.pace import TRAINING, Pace
from imu_hinge.station.roles import with_roles
from imu_hinge.station.roster import Roster
from imu_hinge.station.worlds import OpenWorld, Voice


@asynccontextmanager
async def radio(
    open_world: OpenWorld,
    roster: Roster,
    keep: Callable[[Roster], None],
    ask: Callable[[str], None],
    pace: Pace = TRAINING,
    tick_ns: int = TICK_NS,
) -> AsyncIterator[RadioSource]:
    """Both sensors over Bluetooth; `keep` takes the roster when it was completed, `ask` shows words to the wearer.

    Sensors are asked for `pace`; a Tick comes every `tick_ns`.
    """
    async with open_world() as world:
        adapter = Adapter(world.backend)
        ask("looking for the sensors; Ctrl-C ends")
        known = await with_roles(adapter, roster, ask)
        for words in adapter.broken:
            ask(words)
        if known != roster:
            keep(known)
        async with spoken_to(RadioSource(adapter, wanted(known), pace=pace, tick_ns=tick_ns), world.voice) as source:
            yield source


@asynccontextmanager
async def spoken_to(source: RadioSource, voice: Voice) -> AsyncIterator[RadioSource]:
    """A source with a voice that speaks into it; both end with the block."""
    speaking = asyncio.create_task(voice(source))
    try:
        yield source
    finally:
        speaking.cancel()
        await source.close()
        with suppress(asyncio.CancelledError):
            await speaking


def wanted(roster: Roster) -> list[Wanted]:
    """For each placement the remembered sensor, or any that says it belongs there."""
    known = {place: (one.serial, one.name, one.driver) for place, one in roster.sensors.items()}
    return [Wanted(place, *known.get(place, ())) for place in Placement]
