"""Faults that are looked at in every frame: a measure past its limit, in these phases, for this long."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imu_hinge.catalogue import Fault
from imu_hinge.core.cycles import RATE_LAG
from imu_hinge.core.measures import frames
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.mount import Calibration
from imu_hinge.core.sampler import DELAY_NS
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.events import Level, Phase

AUTOMATIC_WIDER_DEG = 6.0
"""Limits on absolute angles under automatic calibration: the zero is that uncertain."""
LATERAL_TO_DEG = 50.0
"""Thorax tilt up to which a lean can be told from a twist; a split-stance hinge reaches 40 to 45 deg (inferred)."""
HOLLOW_DEG = -26.0
"""Lumbar flexion below which a sensor is loose, before the watch can know it (it needs 1.5 s): no back does that."""
QUALITY_LEAST = 0.5
"""Below this calibration quality nothing is judged."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A measure went past a limit for long enough, or came back (`raised` false)."""

    frame: int
    fault: Fault
    level: Level
    raised: bool
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault with the limits in force for this wearer."""

    fault: Fault
    caution: float
    limit: float | None
    caution_thorax: float | None
    limit_thorax: float | None

    def levels(self) -> list[tuple[Level, float]]:
        """The levels there are, the higher first."""
        high = [] if self.limit is None else [(Level.FAULT, self.limit)]
        return [*high, (Level.CAUTION, self.caution)]

    def level_of(self, value: float, thorax: float | None = None) -> tuple[Level, float] | None:
        """The highest level a value is past, with its limit; `thorax` beside the pelvis where both have one."""
        pairs = ((Level.FAULT, self.limit, self.limit_thorax), (Level.CAUTION, self.caution, self.caution_thorax))
        for level, limit, limit_thorax in pairs:
            if limit is not None and self.fault.beyond(value, limit):
                return level, limit
            if thorax is not None and limit_thorax is not None and self.fault.beyond(thorax, limit_thorax):
                return level, limit_thorax
        return None


def rules_for(faults: Sequence[Fault], calibration: Calibration) -> list[Rule]:
    """The faults that can be judged under this calibration, with the limits in force."""
    return [in_force(fault, calibration) for fault in faults if judgeable(fault, calibration)]


def judgeable(fault: Fault, calibration: Calibration) -> bool:
    """Whether what the fault needs is known."""
    known = {
        "pelvis": calibration.sacrum is not None and calibration.thoracic is not None,
        "upright": calibration.upright_known,
        "plan": False,
    }
    if fault.measure == "speed_loss" and not calibration.movement_timed:
        return False
    return calibration.quality >= QUALITY_LEAST and all(known[need] for need in fault.needs)


def in_force(fault: Fault, calibration: Calibration) -> Rule:
    """The fault's limits for this wearer."""
    own = calibration.own_max_lumbar_rad
    maximum = None if own is None else float(np.degrees(own))
    wider = AUTOMATIC_WIDER_DEG if fault.absolute and calibration.status == "automatic" else 0.0
    sign = wider if fault.direction == "above" else -wider
    high = fault.fault
    return Rule(
        fault,
        fault.caution.at(maximum) + sign,
        None if high is None else high.at(maximum) + sign,
        None if fault.caution.limit_thorax is None else fault.caution.limit_thorax + sign,
        None if high is None or high.limit_thorax is None else high.limit_thorax + sign,
    )


def seen_frames(hold_s: float) -> int:
    """Frames past a limit that show a hold: part of it has passed when the first one is seen, DELAY_NS late."""
    return max(frames(hold_s) - DELAY_NS // GRID_NS, 1)


class Hold:
    """One level of one fault: raised after the hold time past the limit, cleared a margin back inside.

    A hold that begins where the trunk comes to rest began RATE_LAG frames before that is noticed.
    """

    def __init__(self, rule: Rule, level: Level, limit: float) -> None:
        self.rule, self.level, self.limit = rule, level, limit
        fault = rule.fault
        self._sign = 1.0 if fault.direction == "above" else -1.0
        self._hold = seen_frames(fault.hold_s)
        self._clear = max(frames(fault.clear_hold_s), 1)
        self._beyond = self._inside = 0
        self._judged = self.raised = False

    def step(self, first: int, values: Array, worst: float, rests: Bools) -> list[Crossing]:
        """Go through the values (n,) in the unit of the measure, from grid index `first`; NaN is not judged.

        `worst`: the one furthest out; `rests` (n,): where it is noticed that the trunk has come to rest.
        """
        if not (self.raised or self.rule.fault.beyond(worst, self.limit)):
            self._beyond, self._judged = 0, bool(values[-1] == values[-1])
            return []
        over = self._sign * (values - self.limit)
        found = []
        for i, (amount, rest) in enumerate(zip(over.tolist(), rests.tolist(), strict=True)):
            begun = RATE_LAG if rest and not self._judged else 0
            self._judged = amount == amount
            self._beyond = self._beyond + begun + 1 if amount > 0.0 else 0
            self._inside = self._inside + 1 if amount < -self.rule.fault.clear_margin else 0
            if not self.raised and self._beyond >= self._hold:
                self.raised, self._inside = True, 0
                found.append(self._crossing(first + i, float(values[i])))
            elif self.raised and self._inside >= self._clear:
                self.raised = False
                found.append(self._crossing(first + i, float(values[i])))
        return found

    def leave(self, frame: int) -> list[Crossing]:
        """The phases of the fault are over."""
        was, self.raised = self.raised, False
        self._beyond = self._inside = 0
        self._judged = False
        return [self._crossing(frame, float("nan"))] if was else []

    def _crossing(self, frame: int, value: float) -> Crossing:
        return Crossing(frame, self.rule.fault, self.level, self.raised, value, self.limit)


@dataclass(slots=True)
class Segment:
    """A stretch of frames in one phase, deg; NaN where not to be judged."""

    phase: Phase
    first: int
    lumbar: Array
    pelvis: Array
    thorax: Array
    lateral: Array
    lumbar_at_bottom: float
    lumbar_at_row: float
    lateral_at_start: float
    slow: Bools
    """(n,) hardly moving: a fault of the top may be looked at before the top is reached, once the trunk rests."""
    rests: Bools
    """(n,) the first frames of being slow."""
    above_third: Bools
    """(n,) not yet a third of the way up."""


def rise_in_drive(s: Segment) -> Array:
    """Rise of lumbar flexion since the start of the bottom, through the first third of the way up."""
    return np.where(s.above_third, s.lumbar - s.lumbar_at_bottom, np.nan)


def lateral_change(s: Segment) -> Array:
    """Sideways lean since the start; deeper down it is mostly twist."""
    return np.where(np.abs(s.thorax) < LATERAL_TO_DEG, np.abs(s.lateral - s.lateral_at_start), np.nan)


MEASURES = {
    "lumbar_flexion": lambda s: s.lumbar,
    "lumbar_rise_drive": rise_in_drive,
    "lumbar_rise_row": lambda s: s.lumbar - s.lumbar_at_row,
    "thorax_tilt": lambda s: s.thorax,
    "lateral_change": lateral_change,
}
"""How each frame measure of the catalogue is computed."""


class FrameFaults:
    """Every frame fault of an exercise."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        frame_rules = [rule for rule in rules if not rule.fault.per_rep]
        self._holds = [(rule.fault, [Hold(rule, *level) for level in rule.levels()]) for rule in frame_rules]

    def step(self, segment: Segment) -> list[Crossing]:
        """What happens in a segment."""
        found = []
        for fault, holds in self._holds:
            if segment.phase in fault.phases:
                values = judged(fault, segment)
                worst = float((np.fmax if fault.direction == "above" else np.fmin).reduce(values))
                steps = [hold.step(segment.first, values, worst, segment.rests) for hold in holds]
            else:
                steps = [hold.leave(segment.first) for hold in holds]
            found += [crossing for step in steps for crossing in step]
        return found


def judged(fault: Fault, segment: Segment) -> Array:
    """(n,) the fault's measure, NaN where it is not to be judged."""
    values: Array = MEASURES[fault.measure](segment)
    if segment.phase is Phase.DRIVING and Phase.STANDING in fault.phases:
        values = np.where(segment.slow, values, np.nan)
    values = np.where(segment.lumbar < HOLLOW_DEG, np.nan, values)
    if fault.pelvis_within_deg is not None:
        values = np.where(np.abs(segment.pelvis) <= fault.pelvis_within_deg, values, np.nan)
    return values
