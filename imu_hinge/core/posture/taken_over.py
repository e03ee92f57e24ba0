"""A calibration from an earlier part of the day: whether it may be used at once, or a walk has to bear it out."""

import math

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.states import Position
from imu_hinge.core.posture.walks import middle

WALK_DEG = 10.0
"""Without a walk to compare with, one this close to the stance bears it out: people lean a few degrees (inferred)."""
SOON_S = 600.0
"""After a gap no longer than this, with nothing against it, a calibration is used at once: sensors are not taken off
and put on again within a restart (inferred)."""


class BorneOut:
    """Waits for a walk on which the trunk is where it was on earlier walks, or close to the stance."""

    def __init__(self, params: PostureParams, walked: Position) -> None:
        self._p, self._walked = params, walked
        self._walk: list[Position] = []

    def step(self, walking: bool, at: Position) -> bool:
        """Takes a second; whether it bears the calibration out."""
        self._walk = [*self._walk, at] if walking else []
        if len(self._walk) < self._p.walk_s:
            return False
        walk, self._walk = self._walk, []
        pairs = (
            (middle([one.pelvis_deg for one in walk]), self._walked.pelvis_deg),
            (middle([one.thorax_deg for one in walk]), self._walked.thorax_deg),
        )
        told = [self._near(now_deg, before_deg) for now_deg, before_deg in pairs if not math.isnan(now_deg)]
        return bool(told) and all(told)

    def _near(self, now_deg: float, before_deg: float) -> bool:
        if math.isnan(before_deg):
            return abs(now_deg) <= WALK_DEG
        return abs(now_deg - before_deg) <= self._p.walk_shift_deg
