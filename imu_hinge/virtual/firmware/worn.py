"""The device a virtual wearer wears."""

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.virtual.firmware.firmware import Firmware
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import ReadingSource
from imu_hinge.virtual.wearer import Wearer

_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}


def worn_firmware(
    wearer: Wearer, placement: Placement, begin_s: float, *, serial: str = "", tells_role: bool = True, seed: int = 0
) -> Firmware:
    """The device recorded under a placement, whose session time 0 is the true time `begin_s`; it boots there.

    After the wearer's session it gives no more samples. `serial` is `virtual-` and the placement unless given.
    """
    return Firmware(
        ReadingSource(wearer.readings[placement], begin_s),
        Identity(serial=serial or f"virtual-{placement}"),
        _ROLES[placement] if tells_role else Role.NONE,
        boot_s=begin_s,
        make=Make(drift_ppm=wearer.recorded_setups[placement].clock_drift_ppm, seed=seed),
    )
