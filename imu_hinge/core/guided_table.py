"""The steps of the guided calibration, as a table."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from imu_hinge.core.lessons import LessonParams
from imu_hinge.core.mount import Calibration
from imu_hinge.core.refusals import Refusal


class GuidedStep(StrEnum):
    """What is being waited for or measured."""

    HOLD = "hold"
    STANCE = "stance"
    HINGES = "hinges"
    FULL_BEND = "full_bend"
    STANCE_AGAIN = "stance_again"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Row:
    """One step: what follows it, how long it may take, and what it means when it takes longer."""

    then: GuidedStep
    most_s: float = np.inf
    late: str = ""
    """Reason of the refusal; empty means: go on without."""
    refuses: tuple[str, ...] = ()
    """Reasons for which the step itself may refuse."""
    again: tuple[str, ...] = ()
    """Of these the ones after which the wearer is asked to hold still again."""


LOST = ("sensor_lost",)
HINGE_REASONS = (
    *LOST,
    "hinge_too_small",
    "not_planar",
    "axis_not_level",
    "segments_disagree",
    "hinges_differ",
    "swapped",
)
TABLE = {
    GuidedStep.HOLD: Row(GuidedStep.STANCE, most_s=30.0, late="moved_in_stance", refuses=LOST),
    GuidedStep.STANCE: Row(GuidedStep.HINGES, refuses=(*LOST, "moved_in_stance", "not_gravity"), again=LOST),
    GuidedStep.HINGES: Row(GuidedStep.FULL_BEND, most_s=20.0, late="too_few_hinges", refuses=HINGE_REASONS, again=LOST),
    GuidedStep.FULL_BEND: Row(GuidedStep.STANCE_AGAIN, most_s=20.0, refuses=LOST, again=LOST),
    GuidedStep.STANCE_AGAIN: Row(
        GuidedStep.DONE, most_s=10.0, late="moved_in_stance", refuses=(*LOST, "stance_moved"), again=LOST
    ),
}
"""The automaton. A refusal ends it; a new Guided starts again. Times are inferred."""


@dataclass(frozen=True, slots=True)
class GuidedParams:
    """Times and sizes; inferred unless said otherwise."""

    hold_s: float = 3.0
    stance_s: float = 4.0
    again_s: float = 1.0
    hinges: int = 3
    hold_dps: float = 2.0
    """Spread of the 1 Hz low-passed rate that still is holding still: the limit of the stand itself."""
    still_hz: float = 1.0
    away_s: float = 1.0
    """A sensor that is away so long after the stand has left (inferred)."""
    opens_deg: float = 15.0
    closes_deg: float = 10.0
    lesson: LessonParams = field(default_factory=LessonParams)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A step begins at `t_ns`; `done` carries the result."""

    t_ns: int
    step: GuidedStep
    result: Calibration | Refusal | None = None
