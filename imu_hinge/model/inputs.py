"""What enters the fold. Times are integer nanoseconds since the recording was opened."""

from dataclasses import dataclass
from enum import StrEnum

from imu_hinge.model.arrays import Records


class Placement(StrEnum):
    """Where a sensor sits."""

    SACRUM = "sacrum"
    THORACIC = "thoracic"


@dataclass(frozen=True, slots=True)
class Packet:
    """One notification, or one value read from a characteristic, as it came: nothing is parsed yet."""

    t_ns: int
    placement: Placement
    driver: str
    payload: bytes
    characteristic: str = ""
    """UUID of the characteristic the bytes came from; empty means the driver's data characteristic."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Decoded samples that already share the session's clock (imports)."""

    placement: Placement
    samples: Records
    """(n,) SAMPLE, times strictly rising."""
    nominal_period_ns: int
    """The importer's median step, the same for every block of one placement."""

    @property
    def t_ns(self) -> int:
        """Time of the last sample: when the block is complete."""
        return int(self.samples["t_ns"][-1])


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes. A dropout is noticed through ticks."""

    t_ns: int


class LinkState(StrEnum):
    """Where the supervised link to one sensor stands; which follows which: `imu_hinge.bluetooth.states`."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    STREAMING = "streaming"
    SILENT = "silent"
    LOST = "lost"
    NO_BLUETOOTH = "no_bluetooth"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Link:
    """The link to one sensor changed its state, or what is known of the sensor changed."""

    t_ns: int
    placement: Placement
    state: str
    """A LinkState; a recording of a later version may hold others."""
    battery_pct: int | None = None
    rssi_dbm: int | None = None
    driver: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = ""
    detail: str = ""
    """Why, and what to do about it, in words; empty where the state says it all."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word from the wearer, the trainer or the plan; COMMANDS lists the names the fold acts on."""

    t_ns: int
    name: str
    argument: str = ""


COMMANDS = {
    "calibrate": "begin the guided calibration",
    "skip": "leave out the full bend of the guided calibration",
    "start_set": "the set begins: each repetition counts at once",
    "end_set": "the set is over",
    "side": "the working, rear leg from here on: left, right or nothing",
    "stance": "stand tall and still: checked against the calibration; in a day of posture both tilts are zeroed anew",
    "undo": "take the last counted repetition back",
    "add": "count one repetition the program did not see",
    "pain": "a pain score from 0 to 10; the set is over",
    "assess": "the tests of the assessment begin, as soon as there is a guided calibration",
    "next": "leave out the rest of this test",
    "again": "take the last capture back and make it again",
    "snooze": "no reminders of staying for 1, 5 or 30 minutes; they are recorded",
    "mute": "reminders of staying are recorded only: on or off",
    "delay": "a reminder's id and its delay in seconds",
    "pause": "the posture is not looked at: on or off; the recording goes on",
    "restore": "go on with the calibration of an earlier part of the day, which the argument carries",
    "reminded": "go on with the snooze and the spacing of reminders of the part before, which the argument carries",
    "end": "the session is over: judge what is still open",
}
"""What each command asks for. Other names are recorded and have no effect on the fold."""

Input = Packet | Samples | Tick | Link | Command
