"""The sensors of other makes that virtual wearers can wear: two of each, as different as two of a make are."""

from collections.abc import Callable
from dataclasses import dataclass, replace

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

Built = Callable[[Motion, str], Device]
"""By what moves it and its serial."""


@dataclass(frozen=True, slots=True)
class _Worn:
    """How the sensors of a make differ."""

    serial: Callable[[int], str]
    """As its driver tells it, by the number of the sensor, from 0."""
    pair: tuple[Built, Built]
    """The sensors of one wearer: the one that is found first, and the other."""


_DOT = DotMake()
_SOON_US = (1 << 32) - 30_000_000
"""Half a minute before the time stamp of a DOT begins anew."""

MAKES: dict[str, _Worn] = {
    "witmotion": _Worn(
        lambda number: f"FD:08:90:1A:11:{0x47 + number:02X}",
        (
            lambda motion, serial: WitmotionDevice(motion, address=serial, rate_error=-0.007),
            lambda motion, serial: WitmotionDevice(motion, address=serial, rate_error=-0.011),
        ),
    ),
    "movella_dot": _Worn(
        lambda number: f"{0x800000010A + number:016X}",
        (
            lambda motion, serial: DotDevice(motion, _dot(serial, clock_us=_SOON_US, drift_ppm=18.0)),
            lambda motion, serial: DotDevice(motion, _dot(serial, rate_hz=30, drift_ppm=-12.0)),
        ),
    ),
    "metamotion": _Worn(
        lambda number: f"{0x04F1A2 + number:06X}",
        (
            lambda motion, serial: MetaMotionDevice(motion, _board(serial, rate_error=0.004, drift_ppm=15.0)),
            lambda motion, serial: MetaMotionDevice(motion, _board(serial, rate_error=-0.006, drift_ppm=-20.0)),
        ),
    ),
    "thingy52": _Worn(
        lambda number: ("Left", "Right")[number % 2] + (str(number // 2) if number > 1 else ""),
        (
            lambda motion, serial: Thingy52Device(motion, name=serial, rate_error=-0.006),
            lambda motion, serial: Thingy52Device(motion, name=serial, rate_error=0.003),
        ),
    ),
    "polar": _Worn(
        lambda number: f"{0xA1B2C3D4 + number // 2:08X}",
        (lambda motion, serial: _strap(motion, serial), lambda motion, serial: _strap(motion, serial)),
    ),
}
"""By driver id."""


def worn_serial(make: str, placement: Placement, number: int = 0) -> str:
    """Serial of the sensor at a placement of the wearer with this number, from 0, as its driver tells it."""
    return MAKES[make].serial(2 * number + _which(placement))


def worn_device(make: str, wearer: Wearer, placement: Placement, begin_s: float, number: int = 0) -> Device:
    """The sensor recorded under a placement, whose session time 0 is the true time `begin_s`.

    Wearers of different `number` wear different ones.
    """
    built = MAKES[make].pair[_which(placement)]
    motion = SourceMotion(ReadingSource(wearer.readings[placement], begin_s))
    return built(motion, worn_serial(make, placement, number))


def _which(placement: Placement) -> int:
    return list(Placement).index(placement)


def _dot(serial: str, **changes: float) -> DotMake:
    return replace(_DOT, info=replace(_DOT.info, serial=serial), **changes)  # type: ignore[arg-type]  # its fields


def _board(serial: str, rate_error: float, drift_ppm: float) -> MetaMotionMake:
    return MetaMotionMake(serial=serial, rate_error=rate_error, drift_ppm=drift_ppm)


def _strap(motion: Motion, serial: str) -> PolarDevice:
    return PolarDevice(motion, PolarMake(number=serial, rate_error=0.005, drift_ppm=10.0))
