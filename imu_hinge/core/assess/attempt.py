"""One movement away from the stand and back: its holds, its peaks, how it ended."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess.params import AssessParams, rows_in
from imu_hinge.core.assess.peaks import Peaks
from imu_hinge.core.assess.poses import PELVIS, THORAX, Pose, measured, way
from imu_hinge.core.assess.stand import one_segment_off
from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A hold: the window of the test's length with the largest measure."""

    value_deg: float
    """Median of the measure over it, positive in the direction of the test."""
    angles: Array
    """(4,) medians of the changes of the angles."""
    lumbar_deg: float
    t_ns: int
    """Its middle, on the grid."""


class Attempt:
    """Fed one pose at a time, from where the movement was noticed."""

    def __init__(self, test: AssessTest, reference: Array, params: AssessParams) -> None:
        self.test, self.reference, self._p = test, reference, params
        self._window = rows_in(test.hold_s)
        self._longest = max(self._window, rows_in(params.stays_s))
        self._times: list[int] = []
        self._rows: list[Array] = []
        self._missing = 0
        self.gap_rows = 0
        """Longest stretch without data."""
        self.held: Held | None = None
        """None until an end was held, in whichever direction."""
        self.peaks = Peaks(params)
        self.least_deg = self.most_deg = 0.0
        """Of the measure."""
        self.returned: bool | None = None
        """None while it is under way; False when it ended elsewhere than at the start."""
        self._still = self._receded = 0

    @property
    def t_start_ns(self) -> int:
        """When it began, on the grid."""
        return self._times[0]

    @property
    def t_end_ns(self) -> int:
        """The last instant taken, on the grid."""
        return self._times[-1]

    @property
    def still_s(self) -> float:
        """For how long the wearer has hardly moved, up to the time that a hold asks for."""
        return self._still / rows_in(1.0)

    @property
    def at_end(self) -> bool:
        """Whether an end was held that counts."""
        return self.held is not None and self.held.value_deg >= self.test.least_deg

    @property
    def size_deg(self) -> float:
        """The largest change of any angle."""
        return max((float(np.abs(row).max()) for row in self._rows), default=0.0)

    def farthest(self) -> Array:
        """(4,) changes of the angles over the hold, without one where the way was longest."""
        if self.held is not None:
            return self.held.angles
        rows = np.array(self._rows)
        return np.asarray(rows[int(np.argmax(np.abs(rows).max(axis=1)))])

    def residual(self) -> Array:
        """(4,) changes of the angles that are left at the end."""
        return np.asarray(np.median(np.array(self._rows[-rows_in(self._p.back_s) :]), axis=0))

    def step(self, pose: Pose) -> None:
        """Take one pose; `returned` says when the movement is over."""
        self._missing = 0 if pose.known and pose.real else self._missing + 1
        self.gap_rows = max(self.gap_rows, self._missing)
        if not pose.known:
            self._still = 0
            self.returned = False if self._missing >= rows_in(1.0) else None
            return
        change = pose.angles - self.reference
        self._times.append(pose.t_ns)
        self._rows.append(change)
        value = float(measured(self.test, change))
        self.least_deg, self.most_deg = min(self.least_deg, value), max(self.most_deg, value)
        along = float(way(self.test, change))
        self.peaks.step(along)
        receded = abs(along) < self._p.receded_share * abs(self.peaks.farthest)
        self._receded = self._receded + 1 if receded else 0
        self._hold()
        self.returned = self._over()

    def _hold(self) -> None:
        """Note the hold that ends here, if it is the farthest."""
        self._still = self._rows_still()
        if self._still < self._window or self._receded:
            return
        rows = np.array(self._rows[-self._window :])
        value = float(np.median(measured(self.test, rows)))
        if abs(value) <= self.test.begin_deg or (self.held is not None and abs(value) <= abs(self.held.value_deg)):
            return
        lumbar = float(np.median(rows[:, THORAX] - rows[:, PELVIS]))
        self.held = Held(value, np.asarray(np.median(rows, axis=0)), lumbar, self._times[-self._window // 2])

    def _rows_still(self) -> int:
        """Rows up to here, at most one more than before, in which no angle changed by more than a hold may."""
        n, within = min(self._still + 1, self._longest), self._share_of_way(self._p.hold_share, self._p.hold_deg)
        recent = np.array(self._rows[-n:])
        if np.ptp(recent, axis=0).max() <= within:
            return n
        off = np.flatnonzero(np.abs(recent - recent[-1]).max(axis=1) > within)
        return n - (int(off[-1]) + 1 if len(off) else 1)

    def _share_of_way(self, share: float, limits_deg: tuple[float, float]) -> float:
        """A share of the farthest point, within limits."""
        low, high = limits_deg
        return min(max(share * abs(self.peaks.farthest), low), high)

    def _over(self) -> bool | None:
        """Whether it ended at the start, or elsewhere; None while it is under way."""
        p = self._p
        if self._back():
            return True
        stays = min(self._receded, self._still) >= rows_in(p.stays_s)
        return False if stays or len(self._rows) >= rows_in(p.most_s) else None

    def _back(self) -> bool:
        """Whether every angle is near the start, and the measure nearer."""
        p, n = self._p, rows_in(self._p.back_s)
        if len(self._rows) <= n:
            return False
        recent = np.array(self._rows[-n:])
        within = self._share_of_way(p.back_share, (p.back_begins * self.test.begin_deg, near_deg(self.test, p)))
        return bool(np.abs(recent).max() <= p.near_deg and np.abs(measured(self.test, recent)).max() <= within)


def slipped(attempt: Attempt, params: AssessParams) -> bool:
    """Whether at the end one segment alone is off, where no way back leads; a pelvis tilts by little on its own."""
    left, farthest = attempt.residual(), attempt.farthest()
    share = float(np.clip((left * farthest).sum() / max((farthest * farthest).sum(), 1.0), 0.0, 1.0))
    unexplained = float(np.abs(left - share * farthest).max()) > params.other_deg
    if attempt.test.measure == "pelvis_tilt" and not unexplained:
        return one_segment_off(attempt.reference + left, params.upright_deg, params.other_deg)
    return unexplained and one_segment_off(left, params.other_deg, params.other_deg)


def near_deg(test: AssessTest, params: AssessParams) -> float:
    """So near to where the wearer stood before the measure is the start again."""
    return min(params.near_begins * test.begin_deg, params.near_deg)
