"""A controller on a transport that may go and come back: an unplugged dongle, a restarted server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from imu_hinge.model.errors import UsageError
from imu_hinge.virtual.air.adapter import Adapter
from imu_hinge.virtual.air.backend import Backends, bound_to
from imu_hinge.virtual.air.central import Opened, open_transport

_PAUSE_S = 2.0
"""Between two attempts to open a transport again."""


@asynccontextmanager
async def open_lasting(name: str) -> AsyncIterator[Backends]:
    """bleak's backend classes on the controller that a transport reaches.

    While it is gone they say that there is no Bluetooth. UsageError when it cannot be opened the first time.
    """
    async with AsyncExitStack() as first:
        opened = await first.enter_async_context(open_transport(name))
        adapter = Adapter(opened.device)
        keeper = asyncio.create_task(_keep(name, adapter, first.pop_all(), opened))
        try:
            yield bound_to(adapter)
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


async def _keep(name: str, adapter: Adapter, held: AsyncExitStack, opened: Opened) -> None:
    while True:
        async with held:
            await asyncio.wait({opened.terminated})
        held, opened = await _again(name)
        adapter.renew(opened.device)


async def _again(name: str) -> tuple[AsyncExitStack, Opened]:
    """Opens the transport as soon as it can be opened; not before the one before is out of the way."""
    while True:
        await asyncio.sleep(_PAUSE_S)
        async with AsyncExitStack() as attempt:
            with suppress(UsageError):
                opened = await attempt.enter_async_context(open_transport(name))
                return attempt.pop_all(), opened
