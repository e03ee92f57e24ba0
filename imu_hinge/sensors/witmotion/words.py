"""What a WitMotion sensor's name and registers mean, in words."""

from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.witmotion.codec import ADDRESS_BYTES, Registers

CANNOT = (
    "show lost samples",
    "tell the time of a sample",
    "keep samples while the link is lost",
    "show itself with a light",
)
OTHER_OUTPUT = (
    "the sensor keeps sending something else than acceleration and rate: "
    "reset its output content in the maker's app, or switch it off and on"
)
_VIBRATION = "measures vibration only: use a WitMotion motion sensor, such as WT901BLE"
_TRIED = "10080"
"""Main number of the firmware whose rates and answers were measured on sensors (WT901BLE67)."""
_STEPS_PCT = (
    (396, 100),
    (393, 90),
    (387, 75),
    (382, 60),
    (379, 50),
    (377, 40),
    (373, 30),
    (370, 20),
    (368, 15),
    (350, 10),
    (340, 5),
)
"""The maker's table: from so many 1/100 V on."""


def sight(advertised: Advertised) -> Sighting | None:
    """By the name alone, which all of a batch share: nothing else is advertised. None for any other make."""
    if "WT" not in advertised.name:
        return None
    return Sighting(None, obstacle=_VIBRATION if advertised.name.startswith("WTVB") else "")


def battery_pct(registers: Registers | None) -> int | None:
    """From the answer to BATTERY; None for 0, which a sensor says while it is busy."""
    if not registers or not registers[0]:
        return None
    return next((pct for least, pct in _STEPS_PCT if registers[0] >= least), 0)


def address(registers: Registers | None) -> str:
    """The sensor's own Bluetooth address; empty where it keeps it to itself."""
    if not registers or not any(registers[:3]):
        return ""
    raw = b"".join(value.to_bytes(2, "little") for value in registers)[:ADDRESS_BYTES]
    return raw[::-1].hex(":").upper()


def version(registers: Registers | None) -> str:
    """17, 6 and 8 bits below the highest where that is set, else a plain number; empty where there is none."""
    if not registers:
        return ""
    number = registers[1] << 16 | registers[0]
    if number >> 31:
        return f"{number >> 14 & 0x1FFFF}.{number >> 8 & 0x3F}.{number & 0xFF}"
    return str(number) if number else ""


def remark(identity: Identity) -> str:
    """Empty for firmware of the kind that was measured."""
    if identity.firmware.startswith(f"{_TRIED}."):
        return ""
    said = f"firmware {identity.firmware}" if identity.firmware else "firmware of unknown version"
    return f"{said} was never tried, {_TRIED}.x is supported: compare the angles with what you see before you train"
