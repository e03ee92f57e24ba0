"""Two Bluetooth worlds with one virtual radio: Bumble's host in this process, or the kernel and bluetoothd."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from imu_hinge.bluetooth.adapter import BleBackend
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.loops import run_jumping

REAL_LIMIT_S = 240.0
_SETTLE_S = 1.0
"""What a link's end sets off in the hosts is over after this time."""


@dataclass(frozen=True)
class Bed:
    """What a scene has at hand."""

    air: Air
    backend: BleBackend
    stretch_s: float
    """How long a stream is looked at; an emulated machine pays several seconds for each."""


Scene = Callable[[Bed], Coroutine[Any, Any, None]]
OpenBed = Callable[[], AbstractAsyncContextManager[Bed]]


@dataclass(frozen=True)
class World:
    """Where a scene plays."""

    run: Callable[[Coroutine[Any, Any, None]], None]
    open_bed: OpenBed

    def play(self, scene: Scene) -> None:
        """Plays a scene on a fresh radio; fails for a task or a failure that it leaves behind."""
        self.run(_played(self.open_bed, scene))


def played(scene: Scene) -> Callable[[World], None]:
    """Makes a test of a scene."""

    def test(world: World) -> None:
        world.play(scene)

    test.__name__, test.__doc__, test.__module__ = scene.__name__, scene.__doc__, scene.__module__
    return test


async def _played(open_bed: OpenBed, scene: Scene) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failures.append(context))
    async with open_bed() as bed:
        before = asyncio.all_tasks()
        await scene(bed)
        await asyncio.sleep(_SETTLE_S)
        left = asyncio.all_tasks() - before
    assert not left, f"left behind: {left}"
    assert not failures, f"reached the loop's handler: {failures}"


@asynccontextmanager
async def _bumble_bed() -> AsyncIterator[Bed]:
    air = Air()
    scanner, client = backends_for(await open_central(air))
    yield Bed(air, BleBackend({"backend": scanner}, {"backend": client}), stretch_s=60.0)


@asynccontextmanager
async def _bluez_bed() -> AsyncIterator[Bed]:
    from tests.ble.chip import chip_on  # its imports are Linux' own

    air = Air()
    async with chip_on(air):
        yield Bed(air, BleBackend(), stretch_s=10.0)


def _run_real(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(main, REAL_LIMIT_S))


WORLDS = {"bumble": World(run_jumping, _bumble_bed), "bluez": World(_run_real, _bluez_bed)}
