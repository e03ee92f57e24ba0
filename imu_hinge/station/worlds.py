"""The Bluetooth worlds a session can run in: the system's, a controller of its own, or a virtual one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from imu_hinge.bluetooth.adapter import BleBackend
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import LinkState
from imu_hinge.virtual.scenarios import Scenario
from imu_hinge.virtual.wearer import Wearer

_LOOK_S = 0.1


Voice = Callable[[RadioSource], Coroutine[Any, Any, None]]
"""Says words into a session until it is done, or is cancelled."""


@dataclass(frozen=True, slots=True)
class World:
    """Where sensors are looked for, and who speaks beside the person at the keyboard."""

    backend: BleBackend
    voice: Voice


OpenWorld = Callable[[], AbstractAsyncContextManager[World]]


@asynccontextmanager
async def system() -> AsyncIterator[World]:
    """The operating system's Bluetooth."""
    yield World(BleBackend(), calibrate_first)


@asynccontextmanager
async def controller(transport: str) -> AsyncIterator[World]:
    """A controller that a transport of Bumble reaches, without the system's stack."""
    require_sim("--hci")
    from imu_hinge.virtual.air.reopening import open_lasting

    async with open_lasting(transport) as backends:
        yield World(bound(*backends), calibrate_first)


@asynccontextmanager
async def simulation(scenario: Scenario, wearer: Wearer) -> AsyncIterator[World]:
    """Virtual sensors on a virtual radio."""
    require_sim("--simulate")
    from imu_hinge.virtual.air.simulation import open_simulation

    async with open_simulation(scenario, wearer) as simulated:
        yield World(bound(*simulated.backends), partial(speak, wearer, simulated.worn.now_s))


def bound(scanner: type[Any], client: type[Any]) -> BleBackend:
    """bleak with these backend classes."""
    return BleBackend({"backend": scanner}, {"backend": client})


def require_sim(option: str) -> None:
    """Raises UsageError where the extra is missing."""
    if find_spec("bumble") is None:
        raise UsageError(f"{option}: needs more packages; install them: pip install 'imu-hinge[sim]'")


async def calibrate_first(source: RadioSource) -> None:
    """Asks for the guided calibration as soon as all sensors stream."""
    while any(link.state != LinkState.STREAMING for link in source.connected.values()):
        await asyncio.sleep(_LOOK_S)
    source.say("calibrate")


async def speak(wearer: Wearer, now_s: Callable[[], float], source: RadioSource) -> None:
    """Says the wearer's words at their times."""
    for spoken in wearer.commands:
        await asyncio.sleep(max(0.0, spoken.t_s - now_s()))
        source.say(spoken.name, spoken.argument)
