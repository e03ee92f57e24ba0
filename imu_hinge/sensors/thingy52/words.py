"""What a Thingy:52 says of itself, in words."""

from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.thingy52.codec import SERVICE

CANNOT = (
    "show lost samples",
    "tell the time of a sample",
    "keep samples while the link is lost",
    "tell rates below 0.03 degrees per second",
)
OTHER_RATE = "the sensor does not keep the sample rate it is told: switch it off and on"
MODEL = "Thingy:52"
_FACTORY_NAME = "Thingy"
_KNOWN = "2."
"""What the firmware begins with whose published source this driver was written from."""


def sight(advertised: Advertised) -> Sighting | None:
    """None for any other make."""
    return Sighting(None, hint=own_name(advertised.name)) if SERVICE in advertised.services else None


def own_name(name: str) -> str:
    """The name where somebody gave it one; all come with the same from the factory."""
    return "" if name == _FACTORY_NAME else name


def version(value: bytes) -> str:
    """Three numbers; empty where there are none."""
    return ".".join(map(str, value))


def remark(identity: Identity) -> str:
    """Empty for firmware of the kind this driver was written for."""
    if identity.firmware.startswith(_KNOWN):
        return ""
    said = f"firmware {identity.firmware}" if identity.firmware else "firmware of unknown version"
    return f"{said} was never tried, {_KNOWN}x is supported: update the sensor in the maker's app"
