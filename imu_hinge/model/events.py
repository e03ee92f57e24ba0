"""Everything the fold can say. An event holds facts and units, and nothing about how they are shown.

`t_ns` is the session time at which the fold knew it; the times of what happened stand in the fields.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from imu_hinge.model.arrays import Records
from imu_hinge.model.inputs import Placement


class Phase(StrEnum):
    """Where in a repetition the wearer is."""

    STANDING = "standing"
    HINGING = "hinging"
    BOTTOM = "bottom"
    ROWING = "rowing"
    DRIVING = "driving"
    WAITING = "waiting"


class RepStatus(StrEnum):
    """How sure the fold is of a repetition."""

    PROVISIONAL = "provisional"
    COUNTED = "counted"
    UNSURE = "unsure"


class Level(StrEnum):
    """Past the early limit, or past the limit."""

    CAUTION = "caution"
    FAULT = "fault"


class PostureState(StrEnum):
    """What the wearer seems to do; `sitting` is a guess."""

    STANDING = "standing"
    SITTING = "sitting"
    WALKING = "walking"
    BENDING = "bending"
    LYING = "lying"
    NOT_WORN = "not_worn"
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """Where the trunk is, by its tilt from the calibrated stance."""

    TALL = "tall"
    LEAN = "lean"
    BENT = "bent"
    DEEP = "deep"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One repetition, measured. Angles are None where they cannot be judged; `reasons` says why.

    Definitions of the measures: docs/measures.md.
    """

    id: int
    """Running number in the session; never reused, also for repetitions that were rejected later."""
    set_index: int
    index: int
    status: RepStatus
    side: str | None
    t_start_ns: int
    t_bottom_ns: int
    t_end_ns: int
    pelvis_rom_deg: float | None
    thorax_rom_deg: float | None
    lumbar_flexion_peak_deg: float | None
    lumbar_flexion_peak_pct: float | None
    hinge_share: float | None
    lockout_pelvis_deg: float | None
    lockout_thorax_deg: float | None
    eccentric_s: float | None
    pause_s: float | None
    concentric_s: float | None
    concentric_peak_dps: float | None
    """Largest thorax rate on the way up, deg/s. Never a bar speed: the bar is not measured."""
    rows: int
    faults: tuple[str, ...]
    cautions: tuple[str, ...]
    not_judged: tuple[str, ...]
    """Faults of the exercise that this repetition neither passed nor failed."""
    valid: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """Sensors are mapped to segments."""

    t_ns: int
    status: str
    """`guided` or `automatic`."""
    quality: float
    reasons: tuple[str, ...]
    upright_known: bool
    thorax_rom_deg: float | None
    own_max_lumbar_deg: float | None
    """None when no full bend was measured; percentages then refer to the population's 52 deg (Laird 2019)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRefused:
    """A calibration did not succeed."""

    t_ns: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationStep:
    """The guided calibration asks for the next thing."""

    t_ns: int
    step: str
    """`stance`, `hinges`, `full_bend`, `stance_again` or `done`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged:
    """The wearer entered another phase."""

    t_ns: int
    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStarted:
    """A set has begun; said when its first repetition is counted, or on command."""

    t_ns: int
    set_index: int
    exercise: str
    side: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnded:
    """A set is over; its repetitions do not change any more."""

    t_ns: int
    set_index: int
    t_start_ns: int
    t_end_ns: int
    side: str | None
    reason: str
    counted: int
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepCompleted:
    """A repetition ended; the number to show and to say is `rep.index`."""

    t_ns: int
    rep: Rep


@dataclass(frozen=True, slots=True, kw_only=True)
class RepRevised:
    """A repetition said earlier is now known better; `rep` replaces the one with the same id."""

    t_ns: int
    rep: Rep
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepRejected:
    """A movement that looked like a repetition is none; `rep_id` is None when it was never said to be one."""

    t_ns: int
    rep_id: int | None
    t_start_ns: int
    t_bottom_ns: int
    t_end_ns: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRaised:
    """A measure stayed past its limit for the hold time."""

    t_ns: int
    fault: str
    level: Level
    set_index: int
    rep_index: int | None
    value: float
    """The measure, in the unit of the fault's catalogue row."""
    limit: float
    cue: str
    """The word for the wearer; empty when the coach keeps silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCleared:
    """The measure came back inside its limit."""

    t_ns: int
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorWarning:
    """Something about the sensors limits what can be judged."""

    t_ns: int
    id: str
    placement: Placement | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureChanged:
    """The posture of the second that ends at `t_ns` differs from the one before it; definitions: docs/posture.md."""

    t_ns: int
    state: PostureState
    zone: Zone | None
    """None where the tilt of the thorax is not known, or says nothing (lying, not worn)."""
    slumped: bool | None
    """None where it cannot be told: it needs both sensors."""
    reasons: tuple[str, ...]
    """Why the state is unknown, or what is not known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureReminder:
    """The wearer has stayed for as long as a row of the posture catalogue allows."""

    t_ns: int
    reminder: str
    """Id of the row."""
    fate: str
    """`given`, or why it is recorded only: `snoozed`, `muted`, `quiet_hours`."""
    since_ns: int
    held_s: float
    cue: str
    """The words for the wearer; empty unless given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentStep:
    """The assessment asks for the next thing."""

    t_ns: int
    test: str
    """Id of the row in the catalogue; empty once all is over."""
    stage: str
    """`stand` (at the start, still), `move` (to the end, and stay there), `back` (held long enough), or `done`."""
    capture: int
    """Number of the capture under way in this test, from 1; 0 with `done`."""
    of: int
    """How many the test asks for; 0 with `done`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A movement to the end range and back was measured; angles are changes from the stand right before it.

    None where a segment is not measured. Definitions: docs/assess.md.
    """

    t_ns: int
    test: str
    capture: int
    """Number in the test, from 1; the number of one that was taken back is given again."""
    t_start_ns: int
    t_peak_ns: int
    """Middle of the hold that was measured."""
    t_end_ns: int
    value_deg: float
    """The measure of the row over the hold, positive in the direction of the test."""
    pelvis_deg: float | None
    thorax_deg: float | None
    lumbar_deg: float | None
    """Thorax less pelvis: + round, - arched."""
    lateral_deg: float | None
    """Of the thorax: + to the right."""
    hinge_share: float | None
    """Pelvis / thorax; None below 15 deg of thorax, and in other tests than bends forward."""
    pain: int | None
    """0 to 10. Told later it comes with the same event again: the last one with this test and number holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRefused:
    """A movement was not measured, or a test cannot be."""

    t_ns: int
    test: str
    """Empty where the reason concerns all of them."""
    reason: str
    """Id of the table in docs/assess.md; `left_out` after the command `next`."""
    remedy: str
    pain: int | None
    """0 to 10, told while the movement was under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureDropped:
    """The last capture was taken back."""

    t_ns: int
    test: str
    capture: int


Event = (
    Calibrated
    | CalibrationRefused
    | CalibrationStep
    | PhaseChanged
    | SetStarted
    | SetEnded
    | RepCompleted
    | RepRevised
    | RepRejected
    | FaultRaised
    | FaultCleared
    | SensorWarning
    | PostureChanged
    | PostureReminder
    | AssessmentStep
    | Captured
    | CaptureRefused
    | CaptureDropped
)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one feed returns: new frames (FRAME rows) and what is to be said, in order of decision."""

    frames: Records
    events: tuple[Event, ...] = field(default=())
