"""What a virtual Polar H10 is."""

from collections.abc import Mapping
from dataclasses import dataclass

from imu_hinge.sensors.identity import BATTERY, FIRMWARE, MODEL, SERIAL, standard
from imu_hinge.sensors.polar.codec import ACC, CONTROL, DATA, FEATURES, RAW, SERVICE, Setting
from imu_hinge.virtual.makes.device import Can, Characteristic
from imu_hinge.virtual.makes.server import Services

HEART_RATE, HEART_RATE_VALUE = standard(0x180D), standard(0x2A37)
OFFERED: Mapping[int, tuple[int, ...]] = {
    Setting.RATE_HZ: (25, 50, 100, 200),
    Setting.RESOLUTION_BITS: (16,),
    Setting.RANGE_G: (2, 4, 8),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarMake:
    """One device."""

    number: str = "A1B2C3D4"
    firmware: str = "3.1.1"
    battery_pct: int = 70
    kind: int = RAW
    """Frame type."""
    factor: float | None = None
    """Of compressed frames, told in the answer to a start."""
    samples: int = 36
    """In one notification."""
    rate_error: float = 0.0
    """True sample rate / nominal rate - 1."""
    drift_ppm: float = 0.0
    offered: Mapping[int, tuple[int, ...]] | None = None
    """Settings, where they are not OFFERED."""
    left_running: bool = False
    """Another program forgot to stop it."""


def services_of(make: PolarMake) -> Services:
    """Its GATT table."""
    told = {MODEL: b"H10", SERIAL: make.number.encode(), FIRMWARE: make.firmware.encode()}
    return {
        HEART_RATE: (Characteristic(HEART_RATE_VALUE, (Can.NOTIFY,)),),
        standard(0x180A): tuple(Characteristic(uuid, (Can.READ,), value) for uuid, value in told.items()),
        standard(0x180F): (Characteristic(BATTERY, (Can.READ, Can.NOTIFY), bytes((make.battery_pct,))),),
        SERVICE: (
            Characteristic(
                CONTROL, (Can.READ, Can.WRITE, Can.NOTIFY), bytes((FEATURES, 1 << ACC | 1)).ljust(17, b"\0")
            ),
            Characteristic(DATA, (Can.NOTIFY,)),
        ),
    }
