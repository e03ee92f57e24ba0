"""Whether a movement that is over counts, and why not: a table, its first row that holds is told."""

from collections.abc import Callable

import numpy as np

from imu_hinge.core.assess.attempt import Attempt, slipped
from imu_hinge.core.assess.params import AssessParams, rows_in
from imu_hinge.core.assess.poses import LATERAL, THORAX, way

Check = Callable[[Attempt, AssessParams], bool]


def _gap(attempt: Attempt, p: AssessParams) -> bool:
    return attempt.gap_rows > rows_in(p.gap_s)


def _slipped(attempt: Attempt, p: AssessParams) -> bool:
    return attempt.returned is False and slipped(attempt, p)


def _off_plane(attempt: Attempt, p: AssessParams) -> bool:
    column = THORAX if attempt.test.measure == "lateral" else LATERAL
    return bool(np.abs(attempt.farthest()[column]) > attempt.test.off_plane_deg)


def _trunk_moved(attempt: Attempt, p: AssessParams) -> bool:
    within = attempt.test.thorax_within_deg
    return within is not None and bool(np.abs(attempt.farthest()[THORAX]) > within)


def _other_direction(attempt: Attempt, p: AssessParams) -> bool:
    return -attempt.least_deg > max(attempt.most_deg, attempt.test.begin_deg)


def _too_small(attempt: Attempt, p: AssessParams) -> bool:
    held = attempt.held
    return (attempt.most_deg if held is None else held.value_deg) < attempt.test.least_deg


def _no_hold(attempt: Attempt, p: AssessParams) -> bool:
    """No hold, or one that was not at the end."""
    if attempt.held is None:
        return True
    farthest = abs(attempt.peaks.farthest)
    at = float(way(attempt.test, attempt.held.angles))
    return farthest - at > max(p.beyond_deg, p.beyond_share * farthest)


VERDICTS: dict[str, Check] = {
    "sensor_gap": _gap,
    "sensor_slipped": _slipped,
    "out_of_plane": _off_plane,
    "trunk_moved": _trunk_moved,
    "other_direction": _other_direction,
    "bounced": lambda attempt, p: attempt.peaks.count > 1,
    "too_small": _too_small,
    "no_hold": _no_hold,
    "not_back": lambda attempt, p: attempt.returned is False,
}
"""In order: data first, then what was moved, then how."""


def verdict(attempt: Attempt, params: AssessParams) -> str:
    """Reason of the refusal; empty for a movement that counts."""
    return next((reason for reason, holds in VERDICTS.items() if holds(attempt, params)), "")
