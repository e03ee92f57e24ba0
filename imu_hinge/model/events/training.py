"""What the fold says of a training session: calibration, phases, repetitions, sets, faults."""

from dataclasses import dataclass
from enum import StrEnum

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


TrainingEvent = (
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
)
