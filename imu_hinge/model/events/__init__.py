"""Everything the fold can say. An event holds facts and units, and nothing about how they are shown.

`t_ns` is the session time at which the fold knew it; the times of what happened stand in the fields.
"""

from dataclasses import dataclass, field

from imu_hinge.model.arrays import Records
from imu_hinge.model.events.assessment import (
    AssessmentEvent,
    AssessmentStep,
    Captured,
    CaptureDropped,
    CaptureRefused,
)
from imu_hinge.model.events.posture import (
    PostureChanged,
    PostureEvent,
    PostureReminder,
    PostureState,
    Zone,
)
from imu_hinge.model.events.training import (
    Calibrated,
    CalibrationRefused,
    CalibrationStep,
    FaultCleared,
    FaultRaised,
    Level,
    Phase,
    PhaseChanged,
    Rep,
    RepCompleted,
    RepRejected,
    RepRevised,
    RepStatus,
    SensorWarning,
    SetEnded,
    SetStarted,
    TrainingEvent,
)

__all__ = [
    "AssessmentStep",
    "Calibrated",
    "CalibrationRefused",
    "CalibrationStep",
    "CaptureDropped",
    "CaptureRefused",
    "Captured",
    "Event",
    "FaultCleared",
    "FaultRaised",
    "Level",
    "Phase",
    "PhaseChanged",
    "PostureChanged",
    "PostureReminder",
    "PostureState",
    "Rep",
    "RepCompleted",
    "RepRejected",
    "RepRevised",
    "RepStatus",
    "SensorWarning",
    "SetEnded",
    "SetStarted",
    "Step",
    "Zone",
]

Event = TrainingEvent | PostureEvent | AssessmentEvent


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one feed returns: new frames (FRAME rows) and what is to be said, in order of decision."""

    frames: Records
    events: tuple[Event, ...] = field(default=())
