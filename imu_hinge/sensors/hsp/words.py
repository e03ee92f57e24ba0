"""What a user reads when a sensor cannot be used as it is: why, and what to do."""

from imu_hinge.model.errors import ProtocolError, SensorRefusedError
from imu_hinge.sensors.driver import READY
from imu_hinge.sensors.hsp.control import ReplyStatus
from imu_hinge.sensors.hsp.structs import MAJOR, UNKNOWN_PERCENT, Config, State, Status, StatusFlag
from imu_hinge.sensors.hsp.uuids import CONFIG, CONTROL, DATA, STATUS, TIME_SYNC

LEAST_BATTERY_PCT = 5
"""Below it a device refuses START (P3)."""
LOW_BATTERY_PCT = 15
"""Below it a set may not come to its end (P2)."""
NO_LIGHT = "this sensor has no light to show itself with: tell it by its name"
NOT_SHOWN = "the sensor cannot show itself just now: try again in some seconds"
NO_MATCH = "the sensor's frames do not fit the scale it reports: stopped. Switch the sensor off and on"
NO_SENSE = "the sensor stops again and again, or its counters do not fit together: switch it off and on"

MANDATORY = {CONFIG: "Config", DATA: "Data", CONTROL: "Control", TIME_SYNC: "Time Sync", STATUS: "Status"}
_FAULT = (
    "sensor fault: its motion chip does not answer. Switch the sensor off and on; if that does not help, replace it"
)
_BUSY = "the sensor is busy with a test of its own: wait some seconds"
_START: dict[int, str] = {
    ReplyStatus.VALUE: (
        "this connection carries too little at a time for the sensor's sample rate: "
        "set the sensor to 104 Hz, or use another Bluetooth adapter"
    ),
    ReplyStatus.BUSY: _BUSY,
    ReplyStatus.WRONG_STATE: "the sensor does not start in the state it is in: switch it off and on",
    ReplyStatus.NOT_ENCRYPTED: "pairing needed: press the sensor's button, then try again within 60 s",
    ReplyStatus.HARDWARE: _FAULT,
}
_STATES: dict[int, str] = {
    State.IDLE: READY,
    State.STREAMING: "in use",
    State.BUFFERING: "in use, out of its receiver's reach",
    State.BUSY: "busy with a test of its own: wait some seconds",
    State.FAULT: _FAULT,
}
_VALUES = {
    "truncated": "the sensor's {name} arrives cut short: switch the sensor off and on, or update its firmware",
    "value": "sensor reports no scale: update its firmware",
    "version": "the sensor speaks protocol version {version}, this program version {known}: update the older one",
}


def advertised(state: int, battery_pct: int) -> str:
    """`Sighting.state` of an advertisement."""
    told = (_STATES.get(state, "state unknown"), _low(battery_pct))
    return "; ".join(words for words in told if words not in ("", READY)) or READY


def _low(battery_pct: int) -> str:
    if battery_pct < LEAST_BATTERY_PCT:
        return "battery empty: charge it"
    return "battery low: charge it soon" if battery_pct < LOW_BATTERY_PCT else ""


def missing_characteristics(missing: list[str]) -> SensorRefusedError:
    """A sensor without what every sensor must have (G1)."""
    names = ", ".join(MANDATORY[characteristic] for characteristic in missing)
    return SensorRefusedError(f"this sensor's firmware does not offer {names}: update it")


def value_refused(characteristic: str, payload: bytes, refusal: ProtocolError) -> SensorRefusedError:
    """A Config or Status that cannot be used (section 14)."""
    words = _VALUES.get(refusal.reason, "the sensor's {name} cannot be read by this program: update its firmware")
    version = payload[1] if len(payload) > 1 else "?"
    return SensorRefusedError(words.format(name=MANDATORY[characteristic], version=version, known=MAJOR))


def start_refused(status: int) -> SensorRefusedError:
    """A START that failed (section 9)."""
    return SensorRefusedError(_START.get(status, f"the sensor does not start (status {status}): update its firmware"))


def why_not(config: Config, status: Status) -> str:
    """What keeps a sensor from streaming, as far as Config and Status tell; empty when they tell nothing."""
    if status.has(StatusFlag.CRITICAL_BATTERY) or status.battery < LEAST_BATTERY_PCT:
        level = "" if status.battery == UNKNOWN_PERCENT else f" ({status.battery} %)"
        return f"battery empty{level}: charge the sensor"
    if config.state == State.FAULT or status.has(StatusFlag.IMU_FAULT):
        return _FAULT
    return _BUSY if config.state == State.BUSY else ""
