"""The Bluetooth worlds a session can run in: the system's, a controller of its own, or a virtual one."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from imu_hinge.bluetooth.adapter import BleBackend
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import LinkState
from imu_hinge.virtual.scenarios import Scenario
from imu_hinge.virtual.wearer import Wearer

if TYPE_CHECKING:
    from imu_hinge.virtual.crowds import Member

_LOOK_S = 0.1


Voice = Callable[[RadioSource], Coroutine[Any, Any, None]]
"""Says words into a session until it is done, or is cancelled."""


@dataclass(frozen=True, slots=True)
class World:
    """Where sensors are looked for, and who speaks beside the person at the keyboard."""

    backend: BleBackend
    voice: Voice
    voices: Mapping[str, Voice] = field(default_factory=dict)
    """By client, in place of `voice`."""

    def voice_of(self, client: str) -> Voice:
        """Who speaks for this wearer of several."""
        return self.voices.get(client, self.voice)


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
        yield World(bound(*simulated.backends), Speaker(wearer, simulated.worn.now_s))


@asynccontextmanager
async def crowded(members: "Sequence[Member]", clients: Sequence[str]) -> AsyncIterator[World]:
    """Several virtual wearers on one virtual radio; each speaks for the client of the same place in the list."""
    require_sim("--simulate")
    from imu_hinge.virtual.air.simulation import open_crowd

    async with open_crowd([(one.scenario, one.wearer) for one in members]) as simulated:
        speakers = [Speaker(one.wearer, worn.now_s) for one, worn in zip(members, simulated.everybody, strict=True)]
        yield World(bound(*simulated.backends), calibrate_first, dict(zip(clients, speakers, strict=True)))


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


class Speaker:
    """A Voice: says a wearer's words at their times, and no word twice where sessions follow one another."""

    def __init__(self, wearer: Wearer, now_s: Callable[[], float]) -> None:
        self._words, self._now_s = deque(wearer.commands), now_s

    async def __call__(self, source: RadioSource) -> None:
        """Until all is said, or it is cancelled."""
        while self._words:
            await asyncio.sleep(max(0.0, self._words[0].t_s - self._now_s()))
            spoken = self._words.popleft()
            source.say(spoken.name, spoken.argument)
