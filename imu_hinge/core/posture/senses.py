"""What a second is like, before anything is decided: tilts, steps, stillness."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from imu_hinge.core.context import Walking
from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.sinking import Sinking
from imu_hinge.model.arrays import Array, Records

MOST = 0.5
"""Share of a second's rows that has to be there."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One sensor in one second."""

    present: bool
    settled: bool
    """Its orientation is known."""
    tilt_deg: float
    """Median of two seconds, from the calibrated stance; NaN where unknown."""
    sideways: bool
    """It lies on its side: the tilt is undefined."""
    turning_dps: float
    """RMS rate, without movements quicker than 2 Hz; NaN where unknown."""
    still_s: int
    """For how long it has not moved at all, up to the time that tells a sensor off the body."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """Both sensors in one second."""

    second: int
    """Whole seconds of session time at its beginning."""
    pelvis: Segment
    thorax: Segment
    walking: bool
    risen_m: float = 0.0
    """How far both segments rose (sank: below 0) over the seconds before."""


class Senses:
    """Fed with whole seconds, in order."""

    def __init__(self, params: PostureParams) -> None:
        self._one = {name: _Sense(params) for name in ("pelvis", "thorax")}
        self._walking = Walking(float(np.radians(params.walk_bent_deg)))
        self._sinking = Sinking(params.chair_m)

    def step(self, second: int, rows: Records) -> Sensed:
        """Of the rows (n,) ROW of a second."""
        pelvis = self._one["pelvis"].step(rows["pelvis"], rows["sacrum"])
        thorax = self._one["thorax"].step(rows["thorax"], rows["thoracic"])
        lead = "sacrum" if pelvis.settled else "thoracic"
        heave = np.ascontiguousarray(rows[lead]["heave"])
        height = np.ascontiguousarray(rows["thorax"])
        walked = self._walking.step(int(rows["t_ns"][0]) // GRID_NS, heave, height)
        return Sensed(second, pelvis, thorax, bool(walked), self._sinking.step(rows))

    def forget(self) -> None:
        """How the sensors sit is to be learned anew."""
        for sense in self._one.values():
            sense.forget()


class _Sense:
    def __init__(self, params: PostureParams) -> None:
        self._off_dps, self._spans = params.off_dps, (params.still_s, params.off_s)
        self._before = np.empty(0)
        self._mounted = False
        self._sums: deque[Array] = deque(maxlen=params.off_s)

    def step(self, tilt: Array, sensor: Records) -> Segment:
        """One second of tilts (n,) rad and sensor rows."""
        present = bool(np.mean(sensor["present"]) > MOST)
        settled = bool(np.mean(sensor["settled"]) > MOST)
        tilts = np.degrees(tilt[sensor["settled"]])
        finite = tilts[np.isfinite(tilts)]
        known = settled and len(finite) > MOST * len(tilt)
        self._mounted |= known
        median = float(np.median(np.concatenate([self._before, finite]))) if known else float("nan")
        self._before = finite
        rates = np.ascontiguousarray(sensor["gyr"])
        turning = float(np.degrees(np.sqrt((rates * rates).sum(axis=1).mean()))) if present else float("nan")
        return Segment(present, settled, median, self._mounted and settled and not known, turning, self._still(rates))

    def forget(self) -> None:
        """How it sits is to be learned anew."""
        self._mounted = False

    def _still(self, rates: Array) -> int:
        """Longest of the spans over which each axis has spread by less than the limit."""
        if not np.isfinite(rates).all():
            self._sums.clear()
            return 0
        self._sums.append(np.concatenate([[len(rates)], rates.sum(axis=0), (rates * rates).sum(axis=0)]))
        if not self._spread_below(self._spans[0]):
            return 0
        return self._spans[1] if self._spread_below(self._spans[1]) else self._spans[0]

    def _spread_below(self, span_s: int) -> bool:
        if len(self._sums) < span_s:
            return False
        n, *sums = np.sum(list(self._sums)[-span_s:], axis=0).tolist()
        limit = float(np.radians(self._off_dps)) ** 2
        return all(square / n - (mean / n) ** 2 < limit for mean, square in zip(sums[:3], sums[3:], strict=True))
