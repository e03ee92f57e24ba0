"""What a MetaMotion board's name and answers mean, in words."""

from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.metamotion.chips import chip_of
from imu_hinge.sensors.metamotion.codec import SERVICE, decode_found

NAMES = ("MetaWear", "MetaMotion")
"""What boards are called until somebody gives them another name."""
CANNOT = ("keep samples while the link is lost", "say by itself that its battery is low")
_MODELS = {"5": "MetaMotion R", "8": "MetaMotion S"}
"""By model number of Device Information."""
_FIRMWARE = "1."
_SUPPORTED = "MetaMotion R and MetaMotion S with firmware 1.x are supported"


def sight(advertised: Advertised) -> Sighting | None:
    """By service or name; a name that somebody gave it tells it from others. None for any other make."""
    if SERVICE not in advertised.services and not advertised.name.startswith(NAMES):
        return None
    return Sighting(None, hint="" if advertised.name in NAMES else advertised.name)


def remark(identity: Identity) -> str:
    """Empty for a model and firmware whose bytes are known."""
    if identity.model in _MODELS and identity.firmware.startswith(_FIRMWARE):
        return ""
    model = _MODELS.get(identity.model, f"model number {identity.model or 'unknown'}")
    said = f"{model} with firmware {identity.firmware or 'unknown'}"
    return f"{said} was never tried; {_SUPPORTED}: compare the angles with what you see before you train"


def unknown_chip(payload: bytes) -> str:
    """Why the answer of the accelerometer module rules the board out; empty where it does not."""
    return "" if chip_of(decode_found(payload)) else f"this board has a motion chip that is not known: {_SUPPORTED}"


def no_gyroscope(payload: bytes) -> str:
    """Why the answer of the gyroscope module rules the board out; empty where it does not."""
    return "" if decode_found(payload) else f"this board has no gyroscope: {_SUPPORTED}"


def other_setting(payload: bytes, wanted: bytes) -> str:
    """Why a setting that was read back rules the board out; empty where it is the one that was written."""
    if payload[2:] == wanted[2:]:
        return ""
    return "the board keeps another setting than it was given: switch it off and on, or update its firmware"
