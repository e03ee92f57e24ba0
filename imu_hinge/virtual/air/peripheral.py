"""A virtual sensor on the virtual radio: a firmware, and everything that can happen to the thing it runs on."""

import asyncio

from imu_hinge.virtual.air.bonds import Bonds
from imu_hinge.virtual.air.hosting import Hosting
from imu_hinge.virtual.air.powered import Powered
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import Firmware, withhold


class VirtualSensor(Powered[Hosting]):
    """As Powered: a sensor of our own.

    Without `secure` everything is served unencrypted. `mtu` is the largest ATT MTU it agrees to (PROTOCOL.md N2).
    """

    def __init__(self, air: Air, firmware: Firmware, address: str, *, secure: bool = True, mtu: int = 247) -> None:
        super().__init__(air, address, mtu)
        self.firmware, self._secure = firmware, secure
        self.bonds = Bonds()

    async def power_on(self, up_s: float = 0.0) -> None:
        """Switched on with its button, so that pairing is open; its clock stands at `up_s`."""
        await super().power_on(up_s)
        self.press_button()

    async def restart(self) -> None:
        """A reset: nothing but role and bonds is kept, and the host learns of it by supervision."""
        await self.power_off()
        await super().power_on()

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

    def _started(self, t_s: float) -> Hosting:
        self.firmware.restart(t_s)
        return Hosting(self._air, self.address, self.firmware, self.bonds, secure=self._secure, mtu=self._mtu)

    def _kick(self) -> None:
        if self._hosting:
            self._hosting.kick()
