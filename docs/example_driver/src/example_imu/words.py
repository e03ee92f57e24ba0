"""What an Example IMU says of itself, in words."""

from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity

from example_imu.codec import SERVICE

CANNOT = ("fill in what was lost on the way",)
_KNOWN = "1."


def sight(advertised: Advertised) -> Sighting | None:
    """None for any other make."""
    return Sighting(None, hint=advertised.name) if SERVICE in advertised.services else None


def remark(identity: Identity) -> str:
    """Empty for firmware of the kind this driver was written for."""
    if identity.firmware.startswith(_KNOWN):
        return ""
    return f"firmware {identity.firmware or 'of unknown version'} was never tried, {_KNOWN}x is supported"
