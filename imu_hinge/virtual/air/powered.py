"""What every virtual sensor on the radio has: an address, a battery, and the air around it."""

import asyncio
from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from bumble.device import Connection

from imu_hinge.virtual.air.conditions import Conditions
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.radio import Air


class Host(Protocol):
    """A sensor that is switched on."""

    controller: AirController

    @property
    def connection(self) -> Connection | None:
        """Its link, as far as it knows."""
        ...

    async def begin(self) -> None:
        """Powers on and advertises."""
        ...

    async def end(self) -> None:
        """Falls silent at once."""
        ...


H = TypeVar("H", bound=Host)


class Powered(ABC, Generic[H]):
    """Begins switched off. True time is the loop's. Whoever made it closes it."""

    def __init__(self, air: Air, address: str, mtu: int) -> None:
        self.address = address
        self._air, self._mtu = air, mtu
        self._while_off = Conditions()
        self._hosting: H | None = None

    @property
    def conditions(self) -> Conditions:
        """The air around it; what is set holds over battery changes."""
        return self._air.conditions(self._hosting.controller) if self._hosting else self._while_off

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._hosting is not None

    @property
    def is_connected(self) -> bool:
        """Whether it has a link, as far as it knows."""
        return self._hosting is not None and self._hosting.connection is not None

    async def power_on(self, up_s: float = 0.0) -> None:
        """Switched on `up_s` ago."""
        if self._hosting:
            raise RuntimeError("it is on already")
        self._hosting = self._started(asyncio.get_running_loop().time() - up_s)
        self._while_off.copy_to(self.conditions)
        await self._hosting.begin()

    async def power_off(self) -> None:
        """The battery is dead: no goodbye, never heard again; harmless when it is off."""
        if self._hosting is None:
            return
        self.conditions.copy_to(self._while_off)
        hosting, self._hosting = self._hosting, None
        await hosting.end()

    close = power_off

    @abstractmethod
    def _started(self, t_s: float) -> H:
        """The sensor, begun anew at a true time, as it is on the radio."""
