"""What a DOT's name and values mean, in words."""

from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.movella_dot.codec import RATE_HZ, RATE_QUANTITIES, START, rate_of

COMPANY = 0x0886
NAMES = ("Xsens DOT", "Movella DOT")
CANNOT = (
    f"measure more than {RATE_HZ} times a second",
    "keep samples while the link is lost",
    "tell that a movement was beyond its range",
)
NO_INFO = "the sensor does not tell which one it is: switch it off and on, or update its firmware"
_MODELS = ("XS-T01", "XS-T02")
_FIRMWARE = ("1.", "2.")
_SUPPORTED = "models XS-T01 and XS-T02 with firmware 1.x and 2.x are supported"


def sight(advertised: Advertised) -> Sighting | None:
    """By name or maker; all carry the same name until somebody gives them another. None for any other make."""
    named = next((name for name in NAMES if advertised.name.startswith(name)), None)
    if named is None and COMPANY not in advertised.manufacturer:
        return None
    return Sighting(None, hint=advertised.name.removeprefix(named or "").strip(" -_"))


def remark(identity: Identity) -> str:
    """Empty for a model and firmware of the specification that this driver follows."""
    unknown = []
    if identity.model not in _MODELS:
        unknown.append(f"model {identity.model or 'unknown'}")
    if not identity.firmware.startswith(_FIRMWARE):
        unknown.append(f"firmware {identity.firmware or 'unknown'}")
    if not unknown:
        return ""
    return f"{' with '.join(unknown)} was never tried; {_SUPPORTED}: compare the angles with what you see"


def other_rate(control: bytes) -> str:
    """Why a value of CONTROL rules the sensor out; empty where it does not."""
    told = rate_of(control)
    if told == RATE_HZ:
        return ""
    return (
        f"the sensor keeps {told or 'an unknown number of'} Hz: set its output rate to {RATE_HZ} Hz in the maker's app"
    )


def not_started(run: bytes) -> str:
    """Why a value of RUN rules the sensor out; empty where it does not."""
    if run[:3] == START:
        return ""
    if run[1:2] == START[1:2]:
        return f"the sensor streams another payload than {RATE_QUANTITIES}: switch it off and on"
    return "the sensor does not start: end its recording or synchronisation in the maker's app, or switch it off and on"
