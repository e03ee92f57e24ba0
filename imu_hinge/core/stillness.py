"""Finds windows in which a sensor does not move at all: their mean rate is the gyroscope's bias."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import Rows, across, norm, total, unit
from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True)
class StillParams:
    """The thresholds are on rates smoothed over three bins: on a noisy strap the raw ones never pass."""

    bin_s: float = 0.25
    bins: int = 8
    spread_dps: float = 0.7
    """Largest standard deviation, all axes together: 0.5 deg/s per axis would depend on how the sensor is mounted."""
    excursion_dps: float = 2.0
    """Largest distance from the window's own mean."""
    gravity_mps2: float = 9.81
    gravity_within_mps2: float = 0.5
    direction_deg: float = 0.5
    """Largest distance of a bin's mean acceleration from the window's."""


@dataclass(frozen=True, slots=True, eq=False)
class Calm:
    """Windows in which the low-passed rate hardly varies: the cheap half of being still."""

    ends: Rows
    """(k,) the sample of the stream each window ends before."""
    rate: Array
    """(k, 3) mean raw rate less what the wearer swayed, rad/s: the bias, if the window is still."""
    up: Array
    """(k, 3) mean direction of the acceleration; turning about it looks like bias."""
    first: Rows
    """(k,) the first bin of each."""
    bins: Array
    """(m, 6) the bins they are made of."""


# columns of a bin, means: rate (3), acceleration (3)
_COLUMNS = 6


class StillWindows:
    """Looks at bins of a quarter second, aligned to the stream's own sample count, so that cuts do not matter."""

    def __init__(self, period_s: float, params: StillParams | None = None) -> None:
        self._params = params or StillParams()
        self._period_s = period_s
        self._length = max(1, round(self._params.bin_s / period_s))
        self.reset(0)

    def reset(self, at: int) -> None:
        """Begin anew at sample `at` of the stream: nothing before it counts."""
        self._rest = np.empty((0, _COLUMNS))
        self._bins = np.empty((0, _COLUMNS))
        self._end = at

    def step(self, gyr: Array, acc: Array) -> Calm | None:
        """The calm windows that end in these rows (n, 3) of raw rate and acceleration; None without one."""
        rows = np.concatenate([self._rest, np.concatenate([gyr, acc], axis=1)])
        n = len(rows) // self._length
        self._rest = rows[n * self._length :]
        if not n:
            return None
        had, first = len(self._bins), self._end
        self._end += n * self._length
        bins = np.concatenate([self._bins, means(rows[: n * self._length], self._length)])
        self._bins = bins[-(self._params.bins - 1) :]
        return self._calm(bins, first - had * self._length)

    def _calm(self, bins: Array, start: int) -> Calm | None:
        """The windows that pass the cheap test; the first bin begins at sample `start`."""
        n = self._params.bins
        if len(bins) < n:
            return None
        count = len(bins) - n + 1
        mean = total([bins[i : i + count] for i in range(n)]) / n
        smooth = smoothed_bins(bins[:, :3])
        parts = [smooth[i : i + count] for i in range(n - 2)]
        middle = total(parts) / len(parts)
        spread = total([norm(part - middle) ** 2 for part in parts]) / len(parts)
        calm = np.flatnonzero(spread <= np.radians(self._params.spread_dps) ** 2)
        if not len(calm):
            return None
        first, last = bins[calm, 3:], bins[calm + n - 1, 3:]
        up = unit(mean[calm, 3:])
        swayed = sway(first, up, last, (n - 1) * self._length * self._period_s)
        return Calm(start + (calm + n) * self._length, mean[calm, :3] - swayed, up, calm, bins)

    def rests(self, calm: Calm, i: int) -> bool:
        """Whether the calm window number `i` is still: no excursion, gravity alone, and that in one direction."""
        p, first = self._params, int(calm.first[i])
        window = calm.bins[first : first + p.bins]
        smooth = smoothed_bins(window[:, :3])
        away = norm(smooth - smooth.mean(axis=0))
        acc = window[:, 3:]
        whole = acc.mean(axis=0)
        size = float(norm(whole))
        apart = norm(across(acc, whole / (size + 1e-12)))
        return bool(
            (away <= np.radians(p.excursion_dps)).all()
            and abs(size - p.gravity_mps2) <= p.gravity_within_mps2
            and (apart <= np.sin(np.radians(p.direction_deg)) * norm(acc)).all()
        )


def sway(first: Array, up: Array, last: Array, seconds: float) -> Array:
    """(k, 3) mean rate, rad/s, of the tilting that the accelerations (k, 3) of a window's bins show.

    Up turns against the sensor: what tilted while standing is no bias. Turning about the vertical stays unseen.
    """
    return np.asarray(np.cross(up, unit(first) - unit(last)) / seconds)


def smoothed_bins(bins: Array) -> Array:
    """(n - 2, k) the bins (n, k) weighted 1, 2, 1: with the mean inside a bin, nothing of 4 Hz and above is left."""
    return np.asarray((bins[:-2] + 2.0 * bins[1:-1] + bins[2:]) / 4.0)


def means(rows: Array, length: int) -> Array:
    """(n, k) means of every `length` rows of (n * length, k)."""
    parts = rows.reshape(-1, length, rows.shape[1])
    return total([parts[:, i] for i in range(length)]) / length
