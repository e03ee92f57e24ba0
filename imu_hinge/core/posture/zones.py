"""Zones of the trunk and slumping, with a margin so that a tilt at a limit does not flicker."""

import math

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.model.events import Zone


class Zones:
    """The zone of one second after another."""

    def __init__(self, params: PostureParams) -> None:
        self._margin_deg = params.margin_deg
        self._limits = (
            (params.back_deg, Zone.BACK),
            (params.lean_deg, Zone.TALL),
            (params.bent_deg, Zone.LEAN),
            (params.deep_deg, Zone.BENT),
            (math.inf, Zone.DEEP),
        )
        self._zone: Zone | None = None

    def step(self, thorax_deg: float) -> Zone | None:
        """The zone of a tilt in degrees; None for NaN."""
        if math.isnan(thorax_deg):
            self._zone = None
        elif self._zone is None or not self._holds(self._zone, thorax_deg):
            self._zone = self._of(thorax_deg)
        return self._zone

    def _holds(self, zone: Zone, thorax_deg: float) -> bool:
        """Whether the tilt is in the zone or past its limits by less than the margin."""
        return zone in (self._of(thorax_deg - self._margin_deg), self._of(thorax_deg + self._margin_deg))

    def _of(self, thorax_deg: float) -> Zone:
        return next(zone for limit, zone in self._limits if thorax_deg < limit)


class Slumping:
    """Told from the angle between the segments: neither sensor alone shows it."""

    def __init__(self, params: PostureParams) -> None:
        self._p = params
        self._slumped: bool | None = None
        self._other_s = 0

    def step(self, seated: bool, pelvis_deg: float, lumbar_deg: float) -> bool | None:
        """Whether the wearer sits slumped; None where the low back is not known."""
        if math.isnan(lumbar_deg):
            return self._begin(None)
        if not seated:
            return self._begin(False)
        slumped = pelvis_deg < self._p.seat_pelvis_deg and lumbar_deg > self._p.slumped_deg
        self._other_s = self._other_s + 1 if slumped is not self._slumped else 0
        return self._begin(slumped) if self._other_s >= self._p.slumped_s else self._slumped

    def _begin(self, slumped: bool | None) -> bool | None:
        self._slumped, self._other_s = slumped, 0
        return slumped
