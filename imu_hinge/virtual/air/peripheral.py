"""A virtual sensor on the virtual radio: a firmware, and everything that can happen to the thing it runs on."""

import asyncio

from imu_hinge.virtual.air.bonds import Bonds
from imu_hinge.virtual.air.conditions import Conditions
from imu_hinge.virtual.air.hosting import Hosting
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import Firmware, withhold


class VirtualSensor:
    """Begins switched off. True time is the loop's. Whoever made it closes it.

    Without `secure` everything is served unencrypted. `mtu` is the largest ATT MTU it agrees to (PROTOCOL.md N2).
    """

    def __init__(self, air: Air, firmware: Firmware, address: str, *, secure: bool = True, mtu: int = 247) -> None:
        self.firmware, self.address = firmware, address
        self.bonds = Bonds()
        self._air, self._secure, self._mtu = air, secure, mtu
        self._while_off = Conditions()
        self._hosting: Hosting | None = None

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
        """Switched on with its button, so that pairing is open; its clock stands at `up_s`."""
        await self._boot(up_s)
        self.press_button()

    async def power_off(self) -> None:
        """The battery is dead: no goodbye, never heard again; harmless when it is off."""
        if self._hosting is None:
            return
        self.conditions.copy_to(self._while_off)
        hosting, self._hosting = self._hosting, None
        await hosting.end()

    close = power_off

    async def restart(self) -> None:
        """A reset: nothing but role and bonds is kept, and the host learns of it by supervision."""
        await self.power_off()
        await self._boot(0.0)

    async def hang_up(self) -> None:
        """Ends the link with a goodbye and advertises again; harmless without a link."""
        if self._hosting:
            await self._hosting.hang_up()

    async def switch_off(self) -> None:
        """Says goodbye and is gone."""
        await self.hang_up()
        await self.power_off()

    def go_silent(self, on: bool = True) -> None:
        """Stuck firmware: connected and answering, and nothing else leaves it while this is on."""
        withhold(self.firmware, on)
        self._kick()

    def press_button(self) -> None:
        """A short press: it wakes, and pairing is open for 60 s."""
        self.firmware.press_button(asyncio.get_running_loop().time())
        self._kick()

    def set_battery(self, pct: int, charge: int = 1) -> None:
        """What the gauge says: percent and Status.charge."""
        self.firmware.set_battery(pct, asyncio.get_running_loop().time(), charge)
        self._kick()

    def forget_bonds(self) -> None:
        """The button held for 10 s (PROTOCOL.md X6)."""
        self.bonds.forget()

    async def _boot(self, up_s: float) -> None:
        if self._hosting:
            raise RuntimeError("it is on already")
        self.firmware.restart(asyncio.get_running_loop().time() - up_s)
        self._hosting = Hosting(self._air, self.address, self.firmware, self.bonds, secure=self._secure, mtu=self._mtu)
        self._while_off.copy_to(self.conditions)
        await self._hosting.begin()

    def _kick(self) -> None:
        if self._hosting:
            self._hosting.kick()
