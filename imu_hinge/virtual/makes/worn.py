"""The sensors of other makes that a virtual wearer can wear: two of each, as different as two of a make are."""

from collections.abc import Callable
from dataclasses import replace

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.firmware.source import ReadingSource
from imu_hinge.virtual.makes.device import Device
from imu_hinge.virtual.makes.metamotion import MetaMotionDevice
from imu_hinge.virtual.makes.metamotion_make import MetaMotionMake
from imu_hinge.virtual.makes.motion import Motion, SourceMotion
from imu_hinge.virtual.makes.movella_dot import DotDevice, DotMake
from imu_hinge.virtual.makes.polar import PolarDevice
from imu_hinge.virtual.makes.polar_make import PolarMake
from imu_hinge.virtual.makes.thingy52 import Thingy52Device
from imu_hinge.virtual.makes.witmotion import WitmotionDevice
from imu_hinge.virtual.wearer import Wearer

Pair = tuple[Callable[[Motion], Device], Callable[[Motion], Device]]
"""The one that is found first, and the other."""

_DOT = DotMake()
_SOON_US = (1 << 32) - 30_000_000
"""Half a minute before the time stamp of a DOT begins anew."""

MAKES: dict[str, Pair] = {
    "witmotion": (
        lambda motion: WitmotionDevice(motion, address="FD:08:90:1A:11:47", rate_error=-0.007),
        lambda motion: WitmotionDevice(motion, address="FD:08:90:1A:11:48", rate_error=-0.011),
    ),
    "movella_dot": (
        lambda motion: DotDevice(motion, replace(_DOT, clock_us=_SOON_US, drift_ppm=18.0)),
        lambda motion: DotDevice(
            motion, DotMake(info=replace(_DOT.info, serial="000000800000010B"), rate_hz=30, drift_ppm=-12.0)
        ),
    ),
    "metamotion": (
        lambda motion: MetaMotionDevice(motion, MetaMotionMake(serial="04F1A2", rate_error=0.004, drift_ppm=15.0)),
        lambda motion: MetaMotionDevice(motion, MetaMotionMake(serial="04F1A3", rate_error=-0.006, drift_ppm=-20.0)),
    ),
    "thingy52": (
        lambda motion: Thingy52Device(motion, name="Left", rate_error=-0.006),
        lambda motion: Thingy52Device(motion, name="Right", rate_error=0.003),
    ),
    "polar": (
        lambda motion: PolarDevice(motion, PolarMake(rate_error=0.005, drift_ppm=10.0)),
        lambda motion: PolarDevice(motion, PolarMake(rate_error=0.005, drift_ppm=10.0)),
    ),
}
"""By driver id."""


def worn_device(make: str, wearer: Wearer, placement: Placement, begin_s: float) -> Device:
    """The sensor recorded under a placement, whose session time 0 is the true time `begin_s`."""
    made = MAKES[make][placement is Placement.THORACIC]
    return made(SourceMotion(ReadingSource(wearer.readings[placement], begin_s)))
