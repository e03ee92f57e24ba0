"""What a guided calibration asks for, told from repetitions: the movements are alike, their number is not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imu_hinge.core.bends import Bends
from imu_hinge.core.directions import angle
from imu_hinge.core.motion import Pair
from imu_hinge.core.mount import Calibration
from imu_hinge.model.arrays import Array

MOVEMENTS = 4
"""Three hinges and a full bend: so many may be made because they were asked for."""
PAUSE_S = 5.0
"""Movements with a longer stand between them do not belong together; within a set it lasts 1 to 3 s (inferred)."""
AT_ONCE_S = 3.0
"""Whoever bends again so soon after the last movement asked for has not waited to be told (inferred)."""
AGAIN_S = 30.0
"""So long after a refusal the hinges may be tried again: a stand, and the time that hinges are given (inferred)."""
OPENS_RAD, CLOSES_RAD = float(np.radians(15.0)), float(np.radians(10.0))


@dataclass(frozen=True, slots=True)
class Asked:
    """Until when movements may be those that a guided calibration asks for; the defaults: nobody asked."""

    until_ns: int = 0
    """A repetition begun before is unsure."""
    again_ns: int = 0
    """Movements begun before are a set only when more of them come in a row than are asked for."""


NOBODY = Asked()


def away_rad(rows: Pair, calibration: Calibration) -> Array:
    """(n,) how far the thorax is from upright; 0 where it was not heard."""
    assert calibration.thoracic is not None
    return np.nan_to_num(angle(rows.thoracic.up_slow, calibration.thoracic.axes[2]))


def bends_in(past: Pair, calibration: Calibration) -> list[tuple[int, int]]:
    """First and last-plus-one row of every complete bend of the thorax."""
    return Bends(OPENS_RAD, CLOSES_RAD).step(away_rad(past, calibration))


def not_as_asked(bends: Sequence[object], calibration: Calibration) -> bool:
    """Whether more was done than was asked for, or the last movement was not the full bend that could be measured."""
    unlike = calibration.sacrum is not None and calibration.own_max_lumbar_rad is None
    return len(bends) > MOVEMENTS or (len(bends) == MOVEMENTS and unlike)
