"""How long a position has been held: one clock for each row of the posture catalogue."""

import math
from dataclasses import dataclass

from imu_hinge.catalogue.posture import Stay
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.states import NOWHERE, Position
from imu_hinge.model.events import PostureState, Zone


@dataclass(frozen=True, slots=True)
class Posed:
    """What one second came to."""

    second: int
    at: Position
    state: PostureState
    zone: Zone | None
    slumped: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """An unbroken stay."""

    since_s: int
    """Second of session time at which it began."""
    held_s: int


NO_HOLD = Hold(0, 0)


class Clock:
    """Runs while the wearer stays; short interruptions do not stop it, a change of position does."""

    def __init__(self, stay: Stay, params: PostureParams) -> None:
        self.stay = stay
        self._p = params
        self._pause_s = min(params.pause_s, round(params.pause_share * stay.delay_s))
        self._anchor = self._low = self._high = NOWHERE
        self._missing = 0
        self._told_s = 0
        self.now = NO_HOLD
        """The stay under way."""
        self.longest = NO_HOLD

    def step(self, posed: Posed) -> None:
        """Take one second."""
        if self.now.held_s and posed.at.off_deg(self._anchor) > self._p.reset_deg:
            self._stop()
        fits = self._fits(posed)
        self._missing = 0 if fits else self._missing + 1
        if self._missing >= self._pause_s:
            self._stop()
        if fits:
            self._hold(posed)

    def due(self, delay_s: float) -> bool:
        """Whether it is held right now, and for another delay since it was last told."""
        return self._missing == 0 and self.left_s(delay_s) <= 0

    def left_s(self, delay_s: float) -> int:
        """Whole seconds until the stay under way is due."""
        return math.ceil(delay_s) - (self.now.held_s - self._told_s)

    def told(self) -> None:
        """It was spoken of, or recorded."""
        self._told_s = self.now.held_s

    def _fits(self, posed: Posed) -> bool:
        stay = self.stay
        if posed.state not in stay.states or (stay.zones and posed.zone not in stay.zones):
            return False
        if stay.slumped and not posed.slumped:
            return False
        if stay.within_deg is None or not self.now.held_s:
            return True
        low, high = self._range_with(posed.at)
        return high.off_deg(low) <= stay.within_deg

    def _range_with(self, at: Position) -> tuple[Position, Position]:
        """Least and most of each segment in this stay, with one more second."""
        low = Position(min(at.pelvis_deg, self._low.pelvis_deg), min(at.thorax_deg, self._low.thorax_deg))
        high = Position(max(at.pelvis_deg, self._high.pelvis_deg), max(at.thorax_deg, self._high.thorax_deg))
        return low, high

    def _hold(self, posed: Posed) -> None:
        if not self.now.held_s:
            self._anchor, self.now = posed.at, Hold(posed.second, 0)
            self._low = self._high = posed.at
        self._low, self._high = self._range_with(posed.at)
        self.now = Hold(self.now.since_s, posed.second + 1 - self.now.since_s)
        if self.now.held_s > self.longest.held_s:
            self.longest = self.now

    def _stop(self) -> None:
        self.now, self._told_s = NO_HOLD, 0
