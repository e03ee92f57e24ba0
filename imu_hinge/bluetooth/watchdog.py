"""Watches the age of the data: a link can be up and silent with no callback (bleak-retry-connector#228)."""

import asyncio
from collections.abc import Awaitable, Callable

from imu_hinge.bluetooth.errors import HungError, UnansweredError
from imu_hinge.bluetooth.limits import GIVE_UP_S, PROBE_PATIENCE_S, REVIVE_S, SILENT_PERIODS, SILENT_S
from imu_hinge.bluetooth.port import BlePort
from imu_hinge.bluetooth.waiting import background

_MEMORY = 1 / 16
"""Weight of the newest step in the notification period."""
_SHORTEST_SLEEP_S = 0.001
"""Below the resolution of a loop's clock a sleep may not move its time."""
_HELD_UP_S = 0.05


class Pulse:
    """When data last came, and how often it does."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._last_s = self._loop.time()
        self._period_s = 0.0
        self._next: asyncio.Future[None] | None = None
        self.beats = 0

    def beat(self) -> None:
        """Data came. Called for each notification: cheap."""
        now_s = self._loop.time()
        if self.beats:
            self._period_s += (min(now_s - self._last_s, SILENT_S) - self._period_s) * _MEMORY
        self._last_s = now_s
        self.beats += 1
        if self._next is not None and not self._next.done():
            self._next.set_result(None)

    def start(self) -> None:
        """Data was asked for: its age counts from here."""
        self._last_s = self._loop.time()

    @property
    def late_in_s(self) -> float:
        """Time until the newest data is too old; 0 and below when it is."""
        return self._last_s + max(SILENT_S, SILENT_PERIODS * self._period_s) - self._loop.time()

    async def comes_within(self, seconds: float, unless: asyncio.Task[None] | None = None) -> bool:
        """Whether data comes; returns early when `unless` is done."""
        self._next = self._loop.create_future()
        watched: set[asyncio.Future[None]] = {self._next} if unless is None else {self._next, unless}
        await asyncio.wait(watched, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return self._next.done()


class Watchdog:
    """Of one connection. Data that comes again is enough: no new connection is made for it."""

    def __init__(
        self,
        pulse: Pulse,
        port: BlePort,
        silent: Callable[[], None],
        revive: Callable[[], Awaitable[None]],
        probed: str | None,
    ) -> None:
        """`silent` tells the wearer, `revive` asks the sensor for the stream again; `probed` can always be read."""
        self._pulse, self._port, self._probed = pulse, port, probed
        self._silent, self._revive = silent, revive
        self._probe: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Raises LinkDownError when there is no hope left, and what the probe or the sensor raises."""
        try:
            while True:
                await self._until_late()
                self._silent()
                await self._find_out(self._pending_probe())
        finally:
            if self._probe is not None:
                self._probe.cancel()

    async def _until_late(self) -> None:
        """A program that was held up finds its data waiting: it gets a moment to take it before anybody worries."""
        while self._pulse.late_in_s > _SHORTEST_SLEEP_S:
            await asyncio.sleep(self._pulse.late_in_s)
            await asyncio.sleep(_HELD_UP_S)

    async def _find_out(self, probe: asyncio.Task[None]) -> None:
        """Returns when data flows again."""
        if await self._pulse.comes_within(PROBE_PATIENCE_S, unless=probe):
            return
        if not probe.done() and await self._comes_after_all(probe):
            return
        probe.result()
        await self._revive()
        if not await self._pulse.comes_within(REVIVE_S):
            raise HungError("connected and answering, but it sends no data")

    async def _comes_after_all(self, probe: asyncio.Task[None]) -> bool:
        """The radio is disturbed: the stack's own callback ends the link, or we do, or what was held up comes."""
        if await self._pulse.comes_within(GIVE_UP_S - PROBE_PATIENCE_S, unless=probe):
            return True
        if not probe.done():
            raise UnansweredError(f"no answer for {GIVE_UP_S:g} s")
        return await self._pulse.comes_within(REVIVE_S)

    def _pending_probe(self) -> asyncio.Task[None]:
        """An unanswered one blocks all requests behind it: it is looked at again, never repeated."""
        if self._probe is None or self._probe.done():
            self._probe = background(self._ask())
        return self._probe

    async def _ask(self) -> None:
        if self._probed is None:
            await self._port.sleep(GIVE_UP_S * 2)
        else:
            await self._port.probe(self._probed)
