"""What a virtual MetaMotion board is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from imu_hinge.sensors.identity import BATTERY, FIRMWARE, MODEL, SERIAL, standard
from imu_hinge.sensors.metamotion.chips import BMI160, BMI270, Chip
from imu_hinge.sensors.metamotion.codec import COMMAND, NOTIFY, SERVICE, Module
from imu_hinge.sensors.metamotion.words import NAMES
from imu_hinge.virtual.makes.device import Can, Characteristic
from imu_hinge.virtual.makes.server import Services

_GYR_IMPLEMENTATION = {BMI160.name: 0, BMI270.name: 1}
_MODELS = {BMI160.name: b"5", BMI270.name: b"8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaMotionMake:
    """One board."""

    chip: Chip = BMI270
    name: str = NAMES[0]
    serial: str = "04F1A2"
    firmware: str = "1.7.3"
    battery_pct: int = 92
    creates: bool = True
    """Whether the making of processors is answered; one that does not makes none either."""
    other_processors: int = 0
    """How many another program has made before."""
    tick: int = 0
    """The board's time at its boot, of which 32 bit are told."""
    rate_error: float = 0.0
    """True sample rate / nominal rate - 1."""
    drift_ppm: float = 0.0
    keeps: Mapping[bytes, bytes] = field(default_factory=dict)
    """Settings, by their first two bytes, that it does not let itself be told otherwise."""


def modules_of(make: MetaMotionMake) -> Mapping[int, tuple[int, int]]:
    """Implementation and revision of each module that is there."""
    return {
        Module.ACC: (make.chip.implementation, 1),
        Module.GYR: (_GYR_IMPLEMENTATION[make.chip.name], 0),
        Module.PROCESSOR: (0, 3),
        Module.SETTINGS: (0, 6),
        Module.LED: (0, 1),
        Module.HAPTIC: (0, 0),
    }


def services_of(make: MetaMotionMake) -> Services:
    """Its GATT table."""
    told = {MODEL: _MODELS[make.chip.name], SERIAL: make.serial.encode(), FIRMWARE: make.firmware.encode()}
    return {
        SERVICE: (
            Characteristic(COMMAND, (Can.WRITE, Can.WRITE_WITHOUT_RESPONSE)),
            Characteristic(NOTIFY, (Can.READ, Can.NOTIFY)),
        ),
        standard(0x180A): tuple(Characteristic(uuid, (Can.READ,), value) for uuid, value in told.items()),
        standard(0x180F): (Characteristic(BATTERY, (Can.READ,), bytes((make.battery_pct,))),),
    }
