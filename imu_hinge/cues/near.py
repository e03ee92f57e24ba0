"""Ticks near the limit, like a parking sensor: the closer the faster."""

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.motion import GRID_NS
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.dose import Dosing
from imu_hinge.cues.limits import GAUGE, Limits, lumbar_limits
from imu_hinge.cues.past import judged_anew
from imu_hinge.model.events import Calibrated, Event, FaultCleared, FaultRaised, Level, SetEnded, Step
from imu_hinge.model.inputs import Input

SLOWEST_HZ, FASTEST_HZ = 2.0, 10.0
"""Ticks per second at the early limit and at the limit; our choice."""
LATE_S = 0.5
"""A tick for an older angle would mislead."""


class Near:
    """Ticks while lumbar flexion is between its two limits; once it was past the second one, not until it is back."""

    def __init__(self, exercise: Exercise, dosing: Dosing) -> None:
        self._exercise, self._dosing = exercise, dosing
        self._limits: Limits | None = None
        self._since_ns: int | None = None
        self._past = False
        self._newest_ns = -1
        self._wound = 1.0
        """Share of the way to the next tick."""

    def step(self, item: Input, step: Step) -> list[Cue]:
        """At most one tick."""
        for event in step.events:
            self._take(event)
        if judged_anew(step):
            self._leave()
        ticked = self._due(step, item.t_ns)
        if len(step.frames):
            self._newest_ns = max(self._newest_ns, int(step.frames["t_ns"][-1]))
        return [Cue(t_ns=item.t_ns, sort=Sort.NEAR)] if ticked else []

    def _take(self, event: Event) -> None:
        match event:
            case Calibrated():
                self._limits = lumbar_limits(self._exercise, event)
            case FaultRaised(fault=fault, level=Level.FAULT) if fault == GAUGE:
                self._past, self._since_ns = True, None
            case FaultRaised(fault=fault, set_index=index) if fault == GAUGE and not self._past:
                self._since_ns = event.t_ns if self._dosing.policy(index).ticks else None
            case FaultCleared(fault=fault) if fault == GAUGE:
                self._leave()
            case SetEnded():
                self._leave()

    def _leave(self) -> None:
        self._past, self._since_ns, self._wound = False, None, 1.0

    def _due(self, step: Step, t_ns: int) -> bool:
        """Whether a tick is due at one of the new frames."""
        if self._since_ns is None or self._limits is None:
            return False
        frames = step.frames[step.frames["t_ns"] > max(self._newest_ns, self._since_ns, t_ns - LATE_S * 1e9)]
        return self._wind(np.degrees(frames["lumbar_flexion"]).tolist(), self._limits)

    def _wind(self, angles_deg: list[float], limits: Limits) -> bool:
        """Go on by one frame for each angle; whether a tick fell among them."""
        ticked = False
        for rate_hz in (tick_hz(limits, angle_deg) for angle_deg in angles_deg):
            self._wound += rate_hz * GRID_NS * 1e-9
            if rate_hz and self._wound >= 1.0:
                self._wound, ticked = self._wound % 1.0, True
        return ticked


def tick_hz(limits: Limits, angle_deg: float) -> float:
    """Ticks per second at an angle; 0 outside of the two limits and where it is not known."""
    share = (angle_deg - limits.caution_deg) / (limits.fault_deg - limits.caution_deg)
    return SLOWEST_HZ + share * (FASTEST_HZ - SLOWEST_HZ) if 0.0 <= share <= 1.0 else 0.0
