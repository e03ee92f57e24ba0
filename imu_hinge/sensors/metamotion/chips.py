"""The two motion chips of MetaMotion boards: how they are set, and what their numbers mean then."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

from imu_hinge.sensors.metamotion.codec import Found, Module, Register, refused

_G_MPS2 = 9.80665
_DPS = pi / 180
_LSB = 32768
_LSB_PER_DPS = 16.4
"""At ±2000 deg/s; twice as many for each range below."""
_RATES_HZ: Mapping[int, float] = {5: 12.5, 6: 25, 7: 50, 8: 100, 9: 200, 10: 400}
"""By the lower half of a setting's first byte."""
_GYR_RATE = 0x20
_GYR_RANGES_DPS: Mapping[int, int] = {0: 2000, 1: 1000, 2: 500, 3: 250, 4: 125}


@dataclass(frozen=True, slots=True)
class Chip:
    """One kind. It is told apart by what the accelerometer module answers when it is discovered."""

    name: str
    implementation: int
    acc_rate: int
    """Upper half of an accelerometer setting's first byte."""
    acc_ranges_g: Mapping[int, int]
    gyr_data: int
    """Register of the gyroscope's samples."""


BMI160 = Chip("BMI160", 1, 0x20, {3: 2, 5: 4, 8: 8, 12: 16}, 5)
"""MetaMotion R."""
BMI270 = Chip("BMI270", 4, 0xA0, {0: 2, 1: 4, 2: 8, 3: 16}, 4)
"""MetaMotion S."""
_CHIPS = {chip.implementation: chip for chip in (BMI160, BMI270)}


def chip_of(found: Found | None) -> Chip | None:
    """The chip of an accelerometer module; None for one that is not known."""
    return _CHIPS.get(found.implementation) if found else None


@dataclass(frozen=True, slots=True)
class Scale:
    """What a setting means."""

    rate_hz: float
    si_per_lsb: float
    """m/s2 or rad/s."""


def acc_config(chip: Chip, rate_hz: float, range_g: int) -> bytes:
    """Sets the accelerometer; KeyError for what it cannot."""
    rate = _inverse(_RATES_HZ)[rate_hz]
    return bytes((Module.ACC, Register.CONFIG, chip.acc_rate | rate, _inverse(chip.acc_ranges_g)[range_g]))


def gyr_config(rate_hz: float, range_dps: int) -> bytes:
    """Sets the gyroscope, of either kind; KeyError for what it cannot."""
    rate = _inverse(_RATES_HZ)[rate_hz]
    return bytes((Module.GYR, Register.CONFIG, _GYR_RATE | rate, _inverse(_GYR_RANGES_DPS)[range_dps]))


def acc_scale(chip: Chip, setting: bytes) -> Scale:
    """Of the two bytes of a setting; refused: setting."""
    rate_hz, range_g = _looked_up(setting, chip.acc_ranges_g)
    return Scale(rate_hz, range_g * _G_MPS2 / _LSB)


def gyr_scale(setting: bytes) -> Scale:
    """Of the two bytes of a setting; refused: setting."""
    rate_hz, range_dps = _looked_up(setting, _GYR_RANGES_DPS)
    return Scale(rate_hz, range_dps / 2000 / _LSB_PER_DPS * _DPS)


def _looked_up(setting: bytes, ranges: Mapping[int, int]) -> tuple[float, int]:
    try:
        rate, size = setting
        return _RATES_HZ[rate & 0x0F], ranges[size]
    except (KeyError, ValueError):
        raise refused(2, "setting") from None


def _inverse(table: Mapping[int, float]) -> dict[float, int]:
    return {value: code for code, value in table.items()}
