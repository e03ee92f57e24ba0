"""How still each sensor is, and when it was last heard: for the bars of the set-up and the link bar."""

from collections.abc import Mapping

import numpy as np

from imu_hinge.model.arrays import Array, Records
from imu_hinge.model.inputs import Placement

_WINDOW_NS = 1_000_000_000


class Heard:
    """A tap for the samples of a session."""

    def __init__(self) -> None:
        self._newest_ns: dict[Placement, int] = {}
        self._rates: dict[Placement, tuple[Array, Array]] = {}

    def tap(self, placement: Placement, samples: Records) -> None:
        """Takes (n,) SAMPLE; blocks of the past, which fill a hole, change nothing."""
        if not len(samples) or samples["t_ns"][-1] <= self._newest_ns.get(placement, -1):
            return
        self._newest_ns[placement] = newest = int(samples["t_ns"][-1])
        times, rates = self._rates.get(placement, (np.empty(0), np.empty((0, 3))))
        times, rates = np.concatenate([times, samples["t_ns"]]), np.concatenate([rates, samples["gyr"]])
        first = int(np.searchsorted(times, newest - _WINDOW_NS))
        self._rates[placement] = times[first:], rates[first:]

    def ages_s(self, t_ns: int) -> Mapping[Placement, float]:
        """Since the newest sample of each sensor that was heard."""
        return {placement: max(t_ns - newest, 0) / 1e9 for placement, newest in self._newest_ns.items()}

    def turning_dps(self, placement: Placement) -> float | None:
        """Standard deviation of the turn rate over the last second, all axes together; None below ten samples."""
        _, rates = self._rates.get(placement, (None, np.empty((0, 3))))
        if len(rates) < 10:
            return None
        return float(np.degrees(np.sqrt(rates.var(axis=0).sum())))
