"""A virtual sensor of another make on the virtual radio."""

from imu_hinge.virtual.air.made_hosting import MadeHosting
from imu_hinge.virtual.air.powered import Powered
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.makes.device import Device


class MadeSensor(Powered[MadeHosting]):
    """As Powered: a sensor of another make."""

    def __init__(self, air: Air, device: Device, address: str, *, mtu: int = 247) -> None:
        super().__init__(air, address, mtu)
        self.device = device

    def _started(self, t_s: float) -> MadeHosting:
        self.device.restart(t_s)
        return MadeHosting(self._air, self.address, self.device, mtu=self._mtu)
