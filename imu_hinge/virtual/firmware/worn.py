"""The device a virtual wearer wears."""

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.virtual.firmware.firmware import Firmware
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import ReadingSource
from imu_hinge.virtual.wearer import Wearer

_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}


def hsp_serial(placement: Placement, number: int = 0) -> str:
    """Serial of the device at a placement of the wearer with this number, from 0."""
    return f"virtual-{number}-{placement}" if number else f"virtual-{placement}"


def worn_firmware(
    wearer: Wearer, placement: Placement, begin_s: float, *, serial: str = "", tells_role: bool = True, seed: int = 0
) -> Firmware:
    """The device recorded under a placement, whose session time 0 is the true time `begin_s`; it boots there.

    After the wearer's session it gives no more samples. `serial` is that of the first wearer unless given.
    """
    return Firmware(
        ReadingSource(wearer.readings[placement], begin_s),
        Identity(serial=serial or hsp_serial(placement)),
        _ROLES[placement] if tells_role else Role.NONE,
        boot_s=begin_s,
        make=Make(drift_ppm=wearer.recorded_setups[placement].clock_drift_ppm, seed=seed),
    )
