"""One capture, from the stand to the verdict."""

import numpy as np

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess.attempt import Attempt, near_deg
from imu_hinge.core.assess.params import AssessParams, rows_in
from imu_hinge.core.assess.poses import Pose, measured
from imu_hinge.core.assess.stand import Stand, one_segment_off
from imu_hinge.core.assess.verdict import verdict
from imu_hinge.model.arrays import Array


class Trial:
    """Fed one pose at a time until `reason` is there."""

    def __init__(self, test: AssessTest, base: Array, ready_ns: int, lost_s: float, params: AssessParams) -> None:
        """`base`: (4,) where the wearer stood last, deg; nothing is awaited before `ready_ns`.

        Standing still elsewhere for `lost_s` is told.
        """
        self.test, self.base, self._ready_ns, self._p = test, base, ready_ns, params
        self._lost = rows_in(lost_s)
        self._stand = Stand(params)
        self._reference: Array | None = None
        self._armed, self._elsewhere = False, 0
        self.attempt: Attempt | None = None
        """The movement under way."""
        self.stage = "stand"
        """`stand`, `move` or `back`."""
        self.reason: str | None = None
        """Empty when the movement counts; None while it is under way."""

    @property
    def still_s(self) -> float:
        """Of the stand."""
        return self._stand.still_s

    def value_deg(self, pose: Pose) -> float | None:
        """The measure at a pose, from where the wearer stood; None where it is not known."""
        origin = self.base if self._reference is None else self._reference
        return float(measured(self.test, pose.angles - origin)) if pose.known else None

    def step(self, pose: Pose) -> None:
        """Take one pose."""
        if self.attempt is None:
            self._wait(pose)
        else:
            self._follow(self.attempt, pose)

    def _wait(self, pose: Pose) -> None:
        self._stand.step(pose)
        if not pose.known:
            self.stage, self._armed = "stand", False
            return
        if self._stand.reference is not None:
            self._stood(self._stand.reference, pose)
        reference = self._reference if self.stage == "move" else None
        if reference is not None and self._begun(pose.angles - reference):
            self.attempt = Attempt(self.test, reference, self._p)
            self.attempt.step(pose)
        elif self.stage == "stand" and self._too_early(pose):
            self.reason = "moved_at_start"

    def _stood(self, reference: Array, pose: Pose) -> None:
        """Still at `reference`: the start, or somewhere else for too long."""
        p = self._p
        far = bool(np.abs(reference).max() > p.upright_deg)
        if not far and self._near(reference):
            self._elsewhere, self._reference = 0, reference
            self.stage = "move" if pose.t_ns >= self._ready_ns else self.stage
            return
        self._elsewhere += 1
        if self._elsewhere >= self._lost:
            slipped = far and one_segment_off(reference, p.upright_deg, p.other_deg)
            self.reason = "sensor_slipped" if slipped else "not_as_calibrated"
            self.base = self.base if far else reference

    def _near(self, reference: Array) -> bool:
        """Whether it is where the wearer stood last, as far as the measure can tell."""
        return bool(np.abs(measured(self.test, reference - self.base)) <= near_deg(self.test, self._p))

    def _too_early(self, pose: Pose) -> bool:
        """Whether the wearer leaves the place without having stood still."""
        change = abs(float(measured(self.test, pose.angles - self.base)))
        self._armed |= change <= self.test.begin_deg
        return self._armed and change > max(self._p.early_begins * self.test.begin_deg, self._p.early_deg)

    def _begun(self, change: Array) -> bool:
        begun = abs(float(measured(self.test, change))) > self.test.begin_deg
        return begun or bool(np.abs(change).max() > self._p.away_deg)

    def _follow(self, attempt: Attempt, pose: Pose) -> None:
        attempt.step(pose)
        if attempt.at_end and self.stage == "move":
            self.stage = "back"
        if attempt.returned is None:
            return
        if attempt.returned and attempt.size_deg <= self._p.stirred_begins * self.test.begin_deg:
            self.attempt = None
            self._stand.reset()
            return
        self.reason = verdict(attempt, self._p)
        self.base = self._reference if self._reference is not None else self.base
