"""What a Polar sensor's name and answers mean, in words."""

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.driver import Advertised, Sighting
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.polar.codec import WANTED, Op, Setting, decode_answer, has_acc

NAME = "Polar H10"
CANNOT = (
    "measure rotation: fast movements show a wrong tilt",
    "tell how far the low back bends",
    "be worn on the sacrum",
    "keep samples while the link is lost",
)
_MAKER = "Polar "
_OTHER_MODEL = "this Polar model is not supported: use a Polar H10"
_NO_ACC = "the sensor offers no acceleration: update its firmware in the Polar app"
_SUPPORTED = "Polar H10 with firmware 3.x or later is supported"
_OLDEST = 3
_AGAIN = "take the sensor off its strap for a minute, then try again"
_STATUS = {
    6: f"the sensor is already measuring for another program: close that program, or {_AGAIN}",
    10: "this connection carries too little at a time for the sensor: use another Bluetooth adapter",
    12: f"the sensor does not measure in the state it is in: wet the strap and put it on, or {_AGAIN}",
    13: "the sensor is being charged: take it off the charger",
}
_UNITS = {Setting.RATE_HZ: "Hz", Setting.RESOLUTION_BITS: "bit", Setting.RANGE_G: "g"}


def sight(advertised: Advertised) -> Sighting | None:
    """By name, which ends in the number printed on the sensor; a chest strap has one place. None for any other make."""
    if not advertised.name.startswith(_MAKER):
        return None
    if not advertised.name.startswith(NAME):
        return Sighting(None, hint=advertised.name.removeprefix(_MAKER), obstacle=_OTHER_MODEL)
    return Sighting(Placement.THORACIC, hint=advertised.name.removeprefix(NAME).strip())


def remark(identity: Identity) -> str:
    """Empty for an H10 whose firmware can stream acceleration."""
    major = identity.firmware.split(".")[0]
    if "H10" in identity.model and major.isdigit() and int(major) >= _OLDEST:
        return ""
    said = f"{identity.model or 'a model without a name'} with firmware {identity.firmware or 'of unknown version'}"
    return f"{said} was never tried; {_SUPPORTED}"


def no_acceleration(features: bytes) -> str:
    """Why what CONTROL reads rules the sensor out; empty where it does not."""
    return "" if has_acc(features) else _NO_ACC


def not_offered(payload: bytes) -> str:
    """Why the settings there are rule the sensor out; empty where they do not."""
    try:
        answer = decode_answer(payload)
    except ProtocolError:
        return f"the sensor's settings cannot be read by this program: {_SUPPORTED}"
    if answer.status:
        return _refusal(Op.SETTINGS, answer.status)
    missing = [kind for kind, value in WANTED.items() if value not in answer.settings.get(kind, ())]
    wanted = ", ".join(f"{WANTED[kind]} {_UNITS[Setting(kind)]}" for kind in missing)
    return f"the sensor does not offer {wanted}: update its firmware in the Polar app" if missing else ""


def not_started(payload: bytes) -> str:
    """Why the answer to a start rules the sensor out; empty where it does not."""
    return _refusal(Op.START, payload[3]) if payload[3] else ""


def _refusal(op: Op, status: int) -> str:
    return _STATUS.get(status, f"the sensor refuses ({op.name.lower()}, status {status}): {_AGAIN}")
