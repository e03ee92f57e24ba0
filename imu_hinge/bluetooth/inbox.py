"""The queue between the radio and the fold: bounded, so that a flood cannot grow memory."""

import asyncio
from collections import deque

from imu_hinge.model.inputs import Input


class Inbox:
    """One reader, one loop."""

    def __init__(self, capacity: int) -> None:
        """`capacity`: items beyond which `offer` refuses."""
        self._items: deque[Input] = deque()
        self._capacity = capacity
        self._news = asyncio.Event()
        self._ended = False
        self._bug: BaseException | None = None

    def put(self, item: Input) -> None:
        """Takes what must not be lost: links and commands, of which there are few."""
        self._items.append(item)
        self._news.set()

    def offer(self, item: Input) -> bool:
        """Takes a packet or tick; False when full."""
        if len(self._items) >= self._capacity:
            return False
        self.put(item)
        return True

    @property
    def roomy(self) -> bool:
        """At most half full: a flood is over."""
        return len(self._items) * 2 <= self._capacity

    def end(self, bug: BaseException | None = None) -> None:
        """After what is in it, `take` raises the bug, or StopAsyncIteration. The first bug holds."""
        self._ended, self._bug = True, self._bug or bug
        self._news.set()

    async def take(self) -> Input:
        """The oldest item."""
        while not self._items:
            if self._ended:
                raise self._bug or StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._items.popleft()
