"""A virtual sensor of another make on the virtual radio."""

import asyncio

from imu_hinge.virtual.air.conditions import Conditions
from imu_hinge.virtual.air.made_hosting import MadeHosting
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.makes.device import Device


class MadeSensor:
    """A sensor of another make, begins switched off. True time is the loop's. Whoever made it closes it."""

    def __init__(self, air: Air, device: Device, address: str, *, mtu: int = 247) -> None:
        self.device, self.address = device, address
        self._air, self._mtu = air, mtu
        self._while_off = Conditions()
        self._hosting: MadeHosting | None = None

    @property
    def conditions(self) -> Conditions:
        """The air around it; what is set holds over battery changes."""
        return self._air.conditions(self._hosting.controller) if self._hosting else self._while_off

    @property
    def is_connected(self) -> bool:
        """Whether it has a link, as far as it knows."""
        return self._hosting is not None and self._hosting.connection is not None

    async def power_on(self, up_s: float = 0.0) -> None:
        """Switched on `up_s` ago."""
        if self._hosting:
            raise RuntimeError("it is on already")
        self.device.restart(asyncio.get_running_loop().time() - up_s)
        self._hosting = MadeHosting(self._air, self.address, self.device, mtu=self._mtu)
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
