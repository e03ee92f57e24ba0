"""The radio as a source of inputs: both links, ticks and spoken words in one stream."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from random import Random
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.inbox import Inbox
from imu_hinge.bluetooth.intervals import Intervals
from imu_hinge.bluetooth.link import SupervisedLink
from imu_hinge.bluetooth.waiting import background
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Tick
from imu_hinge.sensors.pace import TRAINING, Pace

TICK_NS = 100_000_000
CAPACITY = 4096
"""Inputs that may wait: a minute and a half of two sensors at 20.8 notifications a second."""
LATE_NS = 100_000_000
"""Where the machine keeps up nothing waits for so long: a step takes some milliseconds (docs/latency.md)."""
_TOO_SLOW = "the program is too slow: data of this sensor was left out"


class RadioSource:
    """An async iterator of inputs; times never fall and begin with the iteration. All calls belong to its loop.

    Must be closed. A bug in a link comes out of the iteration.
    """

    def __init__(
        self,
        adapter: Adapter,
        wanted: Sequence[Wanted],
        rng_seed: int = 0,
        pace: Pace = TRAINING,
        tick_ns: int = TICK_NS,
    ) -> None:
        """One link for each of `wanted`, which name different placements; sensors are asked for `pace`."""
        self._links = {
            one.placement: SupervisedLink(
                adapter, one, self._emit, self.now_ns, Random(f"{rng_seed} {one.placement}"), pace
            )
            for one in wanted
        }
        self._tick_ns = tick_ns
        self._inbox = Inbox(CAPACITY)
        self._intervals = Intervals(list(self._links.values()))
        self._began_s: float | None = None
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []
        self._flooded: set[Placement] = set()

    def now_ns(self) -> int:
        """Session time; 0 before the iteration."""
        if self._began_s is None:
            return 0
        return round((asyncio.get_running_loop().time() - self._began_s) * 1e9)

    @property
    def connected(self) -> Mapping[Placement, Link]:
        """The newest Link of each placement."""
        return {placement: link.told.link for placement, link in self._links.items()}

    def say(self, name: str, argument: str = "") -> None:
        """Puts a Command into the stream."""
        self._inbox.put(Command(self.now_ns(), name, argument))

    def late(self, item: Input) -> bool:
        """Whether this input came LATE_NS ago or longer."""
        return self.now_ns() - item.t_ns > LATE_NS

    async def identify(self, placement: Placement, seconds: int) -> None:
        """Makes a sensor show itself; LinkDownError or SensorRefusedError where it cannot."""
        await self._links[placement].identify(seconds)

    def __aiter__(self) -> "RadioSource":
        return self

    async def __anext__(self) -> Input:
        if self._began_s is None and not self._closing:
            self._begin()
        return await self._inbox.take()

    async def close(self) -> None:
        """Stops the links, tells them STOPPED, ends the iteration. May be called again, also after a cancellation."""
        if not self._closing:
            self._closing = True
            for task in self._tasks:
                task.cancel()
        if not self._tasks:
            self._inbox.end()
            return
        await asyncio.wait(list(self._tasks))

    def _begin(self) -> None:
        self._began_s = asyncio.get_running_loop().time()
        for work in (self._tick(), *(link.run() for link in self._links.values())):
            self._start(work)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = background(work)
        self._tasks.append(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        """A failure is a bug, and the reader's to see; the stream ends with the last link."""
        self._tasks.remove(task)
        bug = None if task.cancelled() else task.exception()
        if bug is not None or (self._closing and not self._tasks):
            self._inbox.end(bug)

    async def _tick(self) -> None:
        while True:
            due_ns = (self.now_ns() // self._tick_ns + 1) * self._tick_ns
            while (left_ns := due_ns - self.now_ns()) > 0:
                await asyncio.sleep(left_ns / 1e9)
            self._inbox.offer(Tick(self.now_ns()))
            self._equalise()

    def _equalise(self) -> None:
        asked = self._intervals.step(self.now_ns())
        if asked is not None:
            link, interval_ms = asked
            self._start(link.ask_interval(interval_ms))

    def _emit(self, item: Packet | Link) -> None:
        if isinstance(item, Link):
            self._inbox.put(item)
        elif self._inbox.offer(item):
            self._flooded -= self._flooded if self._inbox.roomy else set()
        elif item.placement not in self._flooded:
            self._flooded.add(item.placement)
            self._links[item.placement].told.again(_TOO_SLOW)
