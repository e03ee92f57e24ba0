"""The running checks that look at whole bends: exchanged roles, a twisting strap, slip in a set, a slouched zero."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.core.bends import calm
from imu_hinge.core.directions import Runs, angle, dot, principal
from imu_hinge.core.lessons import tilt
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.core.swapped import SwapParams, liveliness, ranges
from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement

Remark = tuple[str, Placement | None, str]
"""Id, placement and detail of a finding."""


@dataclass(frozen=True, slots=True)
class BendCheckParams:
    """Limits of a bend; inferred unless said otherwise."""

    bend_deg: float = 25.0
    plane_deg: float = 40.0
    planarity: float = 0.88
    """Pelvis only: a healthy T10 sensor had 0.81 to 0.90 in one of four dev people."""
    planarity_bends: int = 2
    swap: SwapParams = field(default_factory=SwapParams)
    swap_bends: int = 3
    swap_looks: int = 12
    """Bends after a calibration in which roles are looked at: sensors do not change places later on (inferred)."""
    set_idle_s: float = 9.0
    top_deg: float = 20.0
    top_dps: float = 20.0
    tops: int = 3
    slip_deg: float = 6.0
    slouched_deg: float = -6.0


class BendChecks:
    """What the bends say, one after another. Each id is said once per set, `swapped` once."""

    def __init__(self, params: BendCheckParams) -> None:
        self.params = params
        self._verdicts: list[tuple[bool, bool]] = []
        self._crooked = self._looked = 0
        self._tops: list[Array] = []
        self._said: set[str] = set()

    def new_set(self) -> None:
        """Forget the tops of the set before."""
        self._tops = []
        self._said &= {"swapped"}

    def step(self, bend: Pair, between: Pair | None, calibration: Calibration, pelvis_moved: bool) -> list[Remark]:
        """Remarks on one excursion of the thorax; `between`: the rows since the last one, None after a long stand."""
        if between is None:
            self.new_set()
        if calibration.thoracic is None or not self._forward(bend, calibration.thoracic.axes):
            return []
        remarks = [*self._roles(bend, calibration, pelvis_moved)]
        if calibration.sacrum is not None and not pelvis_moved:
            remarks += self._strap(bend)
        if between is not None:
            remarks += self._top(between, calibration, pelvis_moved)
        news = [r for r in remarks if r[0] not in self._said]
        self._said |= {r[0] for r in news}
        return news

    def _forward(self, bend: Pair, axes: Array) -> bool:
        """Whether the excursion is deep enough and goes forward."""
        away = np.nan_to_num(angle(bend.thoracic.up_slow, axes[2]))
        up = bend.thoracic.up_slow[int(np.argmax(away))]
        plane = np.degrees(np.arctan2(dot(up, axes[1]), -dot(up, axes[0])))
        return bool(np.degrees(away.max()) >= self.params.bend_deg and abs(plane) <= self.params.plane_deg)

    def _roles(self, bend: Pair, calibration: Calibration, pelvis_moved: bool) -> list[Remark]:
        """Whether the latest bends look as if the sensors were exchanged."""
        if not _whole(bend):
            return []
        p, self._looked = self.params, self._looked + 1
        if self._looked > p.swap_looks:
            return []
        whole = Runs(np.array([0]), np.array([len(bend)]))
        ratio = liveliness(bend, whole, p.swap)
        further = False
        if calibration.sacrum is not None and not pelvis_moved:
            pelvis, thorax = (ranges(m, m.up_slow[0], whole)[0] for m in (bend.sacrum, bend.thoracic))
            further = bool(pelvis > thorax + np.radians(p.swap.range_deg))
        self._verdicts = [*self._verdicts, (ratio < p.swap.ratio, further)][-p.swap_bends :]
        slack, beyond = (sum(v) >= p.swap.share * p.swap_bends for v in zip(*self._verdicts, strict=True))
        if slack or beyond:
            return [("swapped", None, "the lower sensor moves more than the upper one")]
        return []

    def _strap(self, bend: Pair) -> list[Remark]:
        """Whether the pelvis twisted out of its plane in several bends running."""
        known = np.isfinite(bend.sacrum.gyr[:, 0])
        planarity = principal(bend.sacrum.gyr[known])[1] if known.any() else 1.0
        self._crooked = self._crooked + 1 if planarity < self.params.planarity else 0
        if self._crooked < self.params.planarity_bends:
            return []
        return [("stance_shift", Placement.SACRUM, f"its movement is {planarity:.2f} in one plane")]

    def _top(self, between: Pair, calibration: Calibration, pelvis_moved: bool) -> list[Remark]:
        """Whether one segment's top drifted within the set, or the zero was taken slouched."""
        p = self.params
        top = top_deg(between, calibration, p)
        if top is None:
            return []
        self._tops.append(top)
        latest, early = middle_of(np.array(self._tops[-p.tops :])), middle_of(np.array(self._tops[: p.tops]))
        drift = np.abs(latest - early) > p.slip_deg
        if pelvis_moved:
            drift[0] = False
        remarks: list[Remark] = []
        if len(self._tops) >= 2 * p.tops and drift.sum() == 1:
            remarks.append(
                ("stance_shift", tuple(Placement)[int(np.argmax(drift))], "its upright drifted within the set")
            )
        if len(self._tops) >= p.tops and calibration.status == "guided" and latest[1] < p.slouched_deg:
            remarks.append(("stance_slouched", None, f"thorax {-latest[1]:.0f} deg behind the calibrated stance"))
        return remarks


def _whole(bend: Pair) -> bool:
    """Whether nothing of a bend is missing that one sensor showed: half a bend has half its range."""
    heard = [motion.valid for motion in (bend.sacrum, bend.thoracic) if motion.valid.any()]
    return all(valid.all() for valid in heard)


def top_deg(between: Pair, calibration: Calibration, p: BendCheckParams) -> Array | None:
    """(2,) median pelvis and thorax tilt, deg, of the calm rows between two bends; the pelvis NaN without a mount."""
    thorax, pelvis = calibration.thoracic, calibration.sacrum
    if thorax is None:
        return None
    rows = angle(between.thoracic.up_slow, thorax.axes[2]) < np.radians(p.top_deg)
    rows &= calm(between.thoracic.gyr, np.radians(p.top_dps))
    if pelvis is not None:
        rows &= np.isfinite(between.sacrum.up_slow[:, 0])
    if not rows.any():
        return None
    mounts = ((between.sacrum, pelvis), (between.thoracic, thorax))
    tops = [np.nan if m is None else float(middle_of(tilt(motion.up_slow[rows], m))) for motion, m in mounts]
    return np.asarray(np.degrees(np.array(tops)))


def middle_of(values: Array) -> Array:
    """The median along the first axis, the upper one of an even number."""
    return np.asarray(np.sort(values, axis=0)[len(values) // 2])
