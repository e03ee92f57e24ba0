"""The limits of lumbar flexion in force, from what the fold said of the calibration."""

from dataclasses import dataclass, replace
from math import radians

from imu_hinge.catalogue import Exercise
from imu_hinge.core.faults import in_force
from imu_hinge.core.mount import UNCALIBRATED
from imu_hinge.model.events import Calibrated

GAUGE = "lumbar_flexion"
"""The fault whose measure a wearer can follow while it changes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Deg."""

    caution_deg: float
    fault_deg: float


def lumbar_limits(exercise: Exercise, calibrated: Calibrated) -> Limits | None:
    """The limits for this wearer; None for an exercise that is not judged on lumbar flexion."""
    fault = next((fault for fault in exercise.faults if fault.id == GAUGE), None)
    if fault is None:
        return None
    own = calibrated.own_max_lumbar_deg
    known = replace(UNCALIBRATED, status=calibrated.status, own_max_lumbar_rad=None if own is None else radians(own))
    rule = in_force(fault, known)
    return None if rule.limit is None else Limits(rule.caution, rule.limit)
