"""The tilts of a recording as they were shown live: what the wearer did at a moment. Nothing is computed from them."""

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import PostureChanged
from imu_hinge.recording.glance import glance, glance_postures
from imu_hinge.review.angles import cut
from imu_hinge.review.day_opening import changed_in
from imu_hinge.view.posture_words import STATES, reason_words

_NEAR_NS = 2_000_000_000
"""A tilt that is older says nothing of a moment."""


@dataclass(frozen=True, eq=False)
class Tilts:
    """Session time; degrees are told, radians are kept."""

    rows: Records
    """(n,) FRAME by time."""
    changed: tuple[PostureChanged, ...] = ()

    def between(self, start_ns: int, end_ns: int) -> Records:
        """(n,) FRAME with start <= t <= end."""
        return cut(self.rows, start_ns, end_ns)

    def words(self, t_ns: int) -> str:
        """`standing, trunk 14 deg forward, low back 2 deg round`; empty where nothing is known of the moment."""
        return ", ".join(filter(None, (self._state(t_ns), *self._angles(t_ns))))

    def _state(self, t_ns: int) -> str:
        before = bisect_right(self.changed, t_ns, key=lambda one: one.t_ns - 1_000_000_000)
        if not before:
            return ""
        event = self.changed[before - 1]
        slumped = ("slumped",) if event.slumped else ()
        return ", ".join((STATES[event.state], *slumped, *map(reason_words, event.reasons)))

    def _angles(self, t_ns: int) -> tuple[str, ...]:
        near = self.between(t_ns - _NEAR_NS, t_ns)
        if not len(near):
            return ()
        last = near[-1]
        trunk = _angle("trunk", float(last["thorax_tilt"]), "forward", "back")
        return (trunk, _angle("low back", float(last["lumbar_flexion"]), "round", "arched"))


def tilts_of(path: Path) -> Tilts:
    """Of a whole recording; nothing of one that is not whole. Raises OSError, RecordingError."""
    seen = glance(path)
    if seen is None:
        return NO_TILTS
    rows = [block for block in glance_postures(path) if len(block)]
    return Tilts(np.concatenate(rows) if rows else np.empty(0, FRAME), changed_in(seen))


NO_TILTS = Tilts(np.empty(0, FRAME))


def _angle(name: str, value: float, more: str, less: str) -> str:
    if np.isnan(value):
        return ""
    whole = round(float(np.degrees(value)))
    return f"{name} {abs(whole)} deg {more if whole > 0 else less}" if whole else f"{name} 0 deg"
