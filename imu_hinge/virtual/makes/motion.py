"""What a sensor of any rate would measure at any time, from the samples of a Source."""

from typing import Protocol

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.sensor import ACC_LSB_MPS2, GYR_LSB_RADPS

_SI = np.repeat([ACC_LSB_MPS2, GYR_LSB_RADPS], 3)


class Motion(Protocol):
    """What there is to be measured. The same question has the same answer."""

    def at(self, t_s: float) -> Array | None:
        """(6,) specific force in m/s2 and angular rate in rad/s at a true time, sensor axes; None: not worn or dead."""
        ...


class SourceMotion:
    """Between two samples of a Source a straight line."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def at(self, t_s: float) -> Array | None:
        """As Motion."""
        source = self._source
        after = source.until(t_s)
        if after == 0 or source.time_s(after) == np.inf or source.missing(after - 1, after + 1):
            return None
        before_s, after_s = source.time_s(after - 1), source.time_s(after)
        before, behind = source.raw(after - 1, after + 1) * _SI
        part = (t_s - before_s) / (after_s - before_s)
        return np.asarray(before + part * (behind - before))
