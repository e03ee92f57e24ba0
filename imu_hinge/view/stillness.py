"""How still each sensor is, and when it was last heard: for the bars of the set-up and the link bar."""

from collections.abc import Mapping

import numpy as np

from imu_hinge.core.smooth import WIDTH
from imu_hinge.model.arrays import Array, Records
from imu_hinge.model.inputs import Placement

_WINDOW_S = 1.0
_CUTOFF_HZ = 1.0
"""As the guided calibration looks at stillness: a tremble is no sway."""
_KEPT_NS = round((_WINDOW_S + WIDTH / _CUTOFF_HZ) * 1e9)


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
        first = int(np.searchsorted(times, newest - _KEPT_NS))
        self._rates[placement] = times[first:], rates[first:]

    def ages_s(self, t_ns: int) -> Mapping[Placement, float]:
        """Since the newest sample of each sensor that was heard."""
        return {placement: max(t_ns - newest, 0) / 1e9 for placement, newest in self._newest_ns.items()}

    def turning_dps(self, placement: Placement) -> float | None:
        """Spread of the turn rate below 1 Hz over the last second, all axes together; None before there is a second."""
        times, rates = self._rates.get(placement, (np.empty(0), np.empty((0, 3))))
        if not len(times) or times[-1] - times[0] < 0.9 * _KEPT_NS:
            return None
        window = np.hanning(round(len(times) * WIDTH / _CUTOFF_HZ * 1e9 / _KEPT_NS) + 2)
        slow = np.stack([np.convolve(axis, window / window.sum(), "valid") for axis in rates.T])
        return float(np.degrees(np.sqrt(slow.var(axis=1).sum())))
