"""Moves what a firmware says onto the radio, at the moments the firmware names: no task, one timer."""

import asyncio
from math import inf
from typing import Protocol

from imu_hinge.virtual.air.alarm import Alarm
from imu_hinge.virtual.firmware import Outgoing, Wish

_LOOK_AGAIN_S = 0.0075
"""The shortest connection interval: a full radio cannot have room before."""


class Outlet(Protocol):
    """The radio, as a firmware sees it."""

    def room(self) -> int:
        """How many values it takes now."""
        ...

    def send(self, value: Outgoing) -> None:
        """Takes a value."""
        ...

    def obey(self, wish: Wish) -> None:
        """Does what the firmware wants of the link."""
        ...

    def rested(self) -> None:
        """Nothing is left to be sent."""
        ...


class Speaker(Protocol):
    """A firmware, as the pump sees it. Times are the loop's."""

    def take(self, t_s: float, room: int) -> Outgoing | None:
        """The next value for the radio, which has room for so many; None when there is none now."""
        ...

    def take_wish(self, t_s: float) -> Wish | None:
        """What it wants of the link itself, once each."""
        ...

    @property
    def next_wake_s(self) -> float:
        """When it has something new if nobody calls before: infinite when never."""
        ...


class Pump:
    """Wakes once per frame, not once per sample. `kick` after everything that the firmware was told."""

    def __init__(self, firmware: Speaker, outlet: Outlet) -> None:
        self._firmware, self._outlet = firmware, outlet
        self._loop = asyncio.get_running_loop()
        self._alarm = Alarm(self._turn)

    def kick(self) -> None:
        """Looks at once, after what is running is done."""
        self._alarm.set(self._loop.time())

    def stop(self) -> None:
        """Wakes no more."""
        self._alarm.clear()

    def _turn(self) -> None:
        firmware, outlet, now_s = self._firmware, self._outlet, self._loop.time()
        while value := firmware.take(now_s, outlet.room()):
            outlet.send(value)
            if value.indicated:  # leaves in a task: what comes after it must not overtake it
                self._loop.call_soon(self.kick)
                return
        while wish := firmware.take_wish(now_s):
            outlet.obey(wish)
        outlet.rested()
        wake_s = firmware.next_wake_s
        if wake_s <= now_s or not outlet.room():
            wake_s = now_s + _LOOK_AGAIN_S
        if wake_s < inf:
            self._alarm.set(wake_s)
