"""The two-second stance: waited for, seen, and followed while the wearer goes on standing."""

import math
from itertools import pairwise

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.senses import Sensed
from imu_hinge.core.posture.states import Position
from imu_hinge.core.posture.walks import middle


class Stand:
    """The quiet seconds of a wearer who is about to stand still, or goes on doing so."""

    def __init__(self, params: PostureParams) -> None:
        self._p = params
        self._seconds: list[Position] = []

    def step(self, sensed: Sensed) -> bool:
        """Takes one second; whether the wearer stands quietly."""
        heard = [one for one in (sensed.pelvis, sensed.thorax) if one.present]
        quiet = bool(heard) and all(one.settled and one.turning_dps < self._p.stance_dps for one in heard)
        still = quiet and not sensed.walking
        self._seconds = [*self._seconds, Position(sensed.pelvis.tilt_deg, sensed.thorax.tilt_deg)] if still else []
        return still

    def stood(self) -> Position | None:
        """Where two seconds without drift were stood, or in the middle of some with sway; None before."""
        last = self._seconds[-3:]
        changes = [abs(b - a) for one, two in pairwise(last) for a, b in zip(both(one), both(two), strict=True)]
        if len(last) >= 2 and not any(change > self._p.stance_drift_deg for change in changes):
            return last[-1]
        swaying = self._seconds[-self._p.stance_sway_s :]
        if len(swaying) < self._p.stance_sway_s or self._spread(swaying) > self._p.stance_sway_deg:
            return None
        return median_of(swaying)

    def _spread(self, seconds: list[Position]) -> float:
        return max(span([one.pelvis_deg for one in seconds]), span([one.thorax_deg for one in seconds]))


class Stay:
    """A stance that was taken, while it lasts: what steps before it left in the tilts goes on leaving them."""

    def __init__(self, params: PostureParams, taken: Position, second: int) -> None:
        self._p = params
        self._taken, self._until_s = taken, second + params.stance_more_s
        self._stand, self._seconds = Stand(params), [taken]
        self.lasts = True

    def step(self, sensed: Sensed) -> Position | None:
        """The stance as this second has it; None when it is over."""
        at = Position(sensed.pelvis.tilt_deg, sensed.thorax.tilt_deg)
        near = span([self._taken.pelvis_deg, at.pelvis_deg]), span([self._taken.thorax_deg, at.thorax_deg])
        quiet = self._stand.step(sensed) and max(near) < self._p.stance_sway_deg
        self.lasts = quiet and sensed.second < self._until_s
        if not quiet:
            return None
        self._seconds = [*self._seconds, at][-self._p.stance_last_s :]
        return median_of(self._seconds)


def median_of(seconds: list[Position]) -> Position:
    """Of each segment on its own, where it is known."""
    return Position(middle([one.pelvis_deg for one in seconds]), middle([one.thorax_deg for one in seconds]))


def both(at: Position) -> tuple[float, float]:
    """Pelvis and thorax."""
    return at.pelvis_deg, at.thorax_deg


def span(values: list[float]) -> float:
    """Most less least of what is known."""
    known = [value for value in values if not math.isnan(value)]
    return max(known, default=0.0) - min(known, default=0.0)
