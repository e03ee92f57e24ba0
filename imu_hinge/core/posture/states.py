"""What the wearer seems to do, second by second."""

import math
from dataclasses import dataclass

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.senses import Segment, Sensed
from imu_hinge.model.events import PostureState


@dataclass(frozen=True, slots=True)
class Position:
    """Tilts in degrees from the stance in force; NaN where they are not known."""

    pelvis_deg: float
    thorax_deg: float

    @property
    def lumbar_deg(self) -> float:
        """Thorax less pelvis."""
        return self.thorax_deg - self.pelvis_deg

    @property
    def known(self) -> bool:
        """Whether both are."""
        return not math.isnan(self.lumbar_deg)

    def off_deg(self, other: "Position") -> float:
        """The larger of the two changes; NaN where one of them is not known."""
        changes = (abs(self.pelvis_deg - other.pelvis_deg), abs(self.thorax_deg - other.thorax_deg))
        return math.nan if math.isnan(sum(changes)) else max(changes)


NOWHERE = Position(math.nan, math.nan)


class States:
    """Remembers a seat: leaning forward on a chair looks like standing in a hinge."""

    def __init__(self, params: PostureParams) -> None:
        self._p = params
        self.seated = False
        self.seat_left_s = -(10**9)
        """Second at which the last seat was left."""
        self._low = False
        """The trunk has sunk by the height of a chair, and neither risen nor walked since."""
        self._sits = self._stands = self._walks = self._lies = 0

    def step(self, sensed: Sensed, at: Position, missing: tuple[str, ...]) -> tuple[PostureState, tuple[str, ...]]:
        """The state, and why it is unknown; `missing` says what keeps the tilts from being known."""
        told = not set(missing) & UNTRUSTED
        self._count(sensed, at, told)
        if self._off(sensed, self._p.off_s):
            return PostureState.NOT_WORN, ()
        if self._off(sensed, self._p.still_s):
            return PostureState.UNKNOWN, ("still",)
        if self._lies >= self._p.lying_s:
            return PostureState.LYING, ()
        if sensed.walking and told:
            return PostureState.WALKING, ()
        if missing:
            return PostureState.UNKNOWN, missing
        return self._upright(at), ()

    def _upright(self, at: Position) -> PostureState:
        if self.seated:
            return PostureState.SITTING
        return PostureState.BENDING if at.thorax_deg > self._p.bent_deg else PostureState.STANDING

    def _count(self, sensed: Sensed, at: Position, told: bool) -> None:
        p = self._p
        sank = told and sensed.risen_m < 0.0
        self._walks = self._walks + 1 if sensed.walking and not sank else 0
        rises = sensed.risen_m > 0.0 or self._walks >= p.steps_s
        self._low = told and not rises and (self._low or sank)
        rolled = at.pelvis_deg < p.seat_pelvis_deg and at.lumbar_deg > p.seat_lumbar_deg
        tall = at.pelvis_deg > p.tall_pelvis_deg and at.lumbar_deg < p.tall_lumbar_deg and at.thorax_deg < p.lean_deg
        sits = (rolled or self._low) and not (tall or rises or sensed.walking)
        self._sits = self._sits + 1 if sits else 0
        self._stands = self._stands + 1 if tall else 0
        self._lies = self._lies + 1 if told and self._lying(sensed, at) else 0
        if self._sits >= p.seat_s:
            self.seated = True
        elif self.seated and (rises or self._stands >= p.seat_s or self._lies >= p.lying_s):
            self.seated, self.seat_left_s = False, sensed.second

    def _lying(self, sensed: Sensed, at: Position) -> bool:
        """Every segment of which something is known is far from upright."""
        pairs = ((sensed.pelvis, at.pelvis_deg), (sensed.thorax, at.thorax_deg))
        told = [(one, tilt) for one, tilt in pairs if one.sideways or not math.isnan(tilt)]
        return bool(told) and all(self._far(one, tilt) for one, tilt in told)

    def _far(self, one: Segment, tilt_deg: float) -> bool:
        return one.sideways or tilt_deg < self._p.lying_back_deg or tilt_deg > self._p.lying_front_deg

    def _off(self, sensed: Sensed, span_s: int) -> bool:
        """Whether each sensor that is heard has not moved for so long."""
        heard = [one for one in (sensed.pelvis, sensed.thorax) if one.present]
        return bool(heard) and all(one.still_s >= span_s for one in heard)


UNTRUSTED = frozenset({"not_calibrated", "check_stance", "no_data"})
"""What is missing before walking is told: sensors carried in a bag walk too."""
