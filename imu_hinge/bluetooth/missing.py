"""Who is missing among the sensors that a scan heard, and what to look at."""

from collections.abc import Sequence

from imu_hinge.bluetooth.errors import NotInReachError, trouble_of
from imu_hinge.model.inputs import Placement


def missing_words(worn_at: Sequence[Placement | None]) -> str:
    """A sentence about the sensor that a session still needs; empty when nobody is missing.

    `worn_at`: the placement of each sensor heard; one without a placement may be for any.
    """
    free = [placement for placement in Placement if placement not in worn_at]
    if len(free) <= worn_at.count(None):
        return ""
    trouble = trouble_of(NotInReachError(), _who(worn_at, free[0]))
    assert trouble is not None, "a row of the table"
    return trouble.words


def _who(worn_at: Sequence[Placement | None], free: Placement) -> str:
    if not worn_at:
        return "A sensor is"
    return "A second sensor is" if None in worn_at else f"{free.capitalize()} sensor"
