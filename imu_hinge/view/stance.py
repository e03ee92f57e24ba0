"""The answer to the command `stance`, for the screen: how the next stand compares with the calibrated one."""

import numpy as np

from imu_hinge.core.watch import WatchParams
from imu_hinge.cues.standing import Standing
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Placement

STAND_S = 2.5
"""A little longer than the fold needs for its own look at a stand: where it warns, it speaks first."""
PATIENCE_S = 10.0
"""So long the wearer is waited for; our choice."""
ALIKE_DEG = WatchParams().stance_note_deg
ASKED = "stance: stand tall and still"
AS_CALIBRATED = "standing as calibrated"
NOT_JUDGED = "stance not judged: no tall, still stand was seen; z looks again"
_TILTS = {Placement.SACRUM: "pelvis_tilt", Placement.THORACIC: "thorax_tilt"}
_WARNINGS = frozenset({"stance_note", "stance_shift", "sensor_moved"})


class Stance:
    """Looks at forward and backward tilts; the fold looks all around, and where it warns its words are the answer."""

    def __init__(self) -> None:
        self._asked_ns: int | None = None
        self._standing = Standing()
        self._frames = np.empty(0, FRAME)

    def step(self, item: Input, step: Step) -> str:
        """What is to be told at this step; mostly nothing."""
        if isinstance(item, Command) and item.name == "stance":
            self._asked_ns, self._standing, self._frames = item.t_ns, Standing(), np.empty(0, FRAME)
            return ASKED
        if self._asked_ns is None:
            return ""
        words = self._judged(step.frames) or (NOT_JUDGED if item.t_ns - self._asked_ns > PATIENCE_S * 1e9 else "")
        warned = any(isinstance(event, SensorWarning) and event.id in _WARNINGS for event in step.events)
        if words or warned:
            self._asked_ns = None
        return "" if warned else words

    def _judged(self, frames: Records) -> str:
        """The result once there was a stand."""
        self._standing.step(frames)
        self._frames = np.concatenate([self._frames, frames])
        since_ns = self._standing.since_ns
        if since_ns is None or self._standing.newest_ns - since_ns < STAND_S * 1e9:
            return ""
        return compared(self._frames[self._frames["t_ns"] >= since_ns])


def compared(stand: Records) -> str:
    """(n,) FRAME of one stand in words: `stance differs by 4 deg at the sacrum sensor`."""
    tilts = {place: np.degrees(stand[name]) for place, name in _TILTS.items()}
    off_deg = {place: abs(float(np.nanmedian(deg))) for place, deg in tilts.items() if np.isfinite(deg).any()}
    most = max(off_deg, key=lambda place: off_deg[place])
    if off_deg[most] <= ALIKE_DEG:
        return AS_CALIBRATED
    return f"stance differs by {off_deg[most]:.0f} deg at the {most} sensor"
