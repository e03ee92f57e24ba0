"""Finds windows in which a sensor does not move at all: their mean rate is the gyroscope's bias."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import butter, sosfilt, sosfilt_zi

from imu_hinge.model.arrays import Array


@dataclass(frozen=True, slots=True)
class StillParams:
    """The threshold is on the low-passed gyroscope: on a noisy strap the raw one never passes."""

    bin_s: float = 0.25
    bins: int = 8
    cutoff_hz: float = 1.0
    spread_dps: float = 0.5
    """Largest standard deviation per axis."""
    excursion_dps: float = 2.0
    """Largest distance from the window's own mean."""
    gravity_mps2: float = 9.81
    gravity_within_mps2: float = 0.5
    direction_deg: float = 0.5
    """Largest distance of a bin's mean acceleration from the window's."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A still window that ends before sample `end` of the stream."""

    end: int
    rate: Array
    """(3,) mean raw rate, rad/s."""


# columns of a bin: low-passed rate (3), its squares (3), raw rate (3), acceleration (3); then extremes of the first
_MEANS = 12


class StillWindows:
    """Looks at bins of a quarter second, aligned to the stream's own sample count, so that cuts do not matter."""

    def __init__(self, period_s: float, params: StillParams | None = None) -> None:
        self._params = params or StillParams()
        self._length = max(1, round(self._params.bin_s / period_s))
        self._sections = butter(2, self._params.cutoff_hz, fs=1.0 / period_s, output="sos")
        self.reset(0)

    def reset(self, at: int) -> None:
        """Begin anew at sample `at` of the stream: nothing before it counts."""
        self._filter: Array | None = None
        self._rest = np.empty((0, 9))
        self._bins = np.empty((0, _MEANS + 6))
        self._end = at

    def step(self, gyr: Array, acc: Array) -> list[Still]:
        """The still windows that end in these rows (n, 3) of raw rate and acceleration."""
        rows = np.concatenate([self._rest, np.concatenate([self._smooth(gyr), gyr, acc], axis=1)])
        n = len(rows) // self._length
        self._rest = rows[n * self._length :]
        if not n:
            return []
        first = self._end
        self._end += n * self._length
        had = len(self._bins)
        bins = np.concatenate([self._bins, summarised(rows[: n * self._length].reshape(n, self._length, 9))])
        self._bins = bins[-(self._params.bins - 1) :]
        ends = [first + (i + self._params.bins - had) * self._length for i in range(len(bins) - self._params.bins + 1)]
        return [Still(ends[i], self._window(bins, i)[:, 6:9].mean(axis=0)) for i in self._still_at(bins)]

    def _smooth(self, gyr: Array) -> Array:
        if self._filter is None:
            self._filter = sosfilt_zi(self._sections)[:, :, None] * gyr[0]
        smooth, self._filter = sosfilt(self._sections, gyr, axis=0, zi=self._filter)
        return np.asarray(smooth)

    def _window(self, bins: Array, i: int) -> Array:
        return bins[i : i + self._params.bins]

    def _still_at(self, bins: Array) -> list[int]:
        """Windows that pass, by their first bin; the cheap test leaves few for the others."""
        if len(bins) < self._params.bins:
            return []
        windows = sliding_window_view(bins[:, :6], self._params.bins, axis=0)
        means = windows.sum(axis=2) / self._params.bins
        spread = means[:, 3:] - means[:, :3] ** 2
        calm = (spread <= np.radians(self._params.spread_dps) ** 2).all(axis=1)
        return [i for i in np.flatnonzero(calm).tolist() if self._rests(self._window(bins, i))]

    def _rests(self, window: Array) -> bool:
        p = self._params
        mean = window[:, :3].mean(axis=0)
        away = np.maximum(window[:, 15:18].max(axis=0) - mean, mean - window[:, 12:15].min(axis=0))
        acc = window[:, 9:12]
        whole = acc.mean(axis=0)
        size = float(np.sqrt((whole * whole).sum()))
        apart = np.sqrt((np.cross(acc, whole) ** 2).sum(axis=1)) / (np.sqrt((acc * acc).sum(axis=1)) * size + 1e-12)
        return bool(
            (away <= np.radians(p.excursion_dps)).all()
            and abs(size - p.gravity_mps2) <= p.gravity_within_mps2
            and (apart <= np.sin(np.radians(p.direction_deg))).all()
        )


def summarised(rows: Array) -> Array:
    """(n, 18) bins of (n, length, 9) rows: means, mean squares, and extremes of the low-passed rate."""
    mean = rows.sum(axis=1) / rows.shape[1]
    smooth = rows[:, :, :3]
    square = (smooth * smooth).sum(axis=1) / rows.shape[1]
    return np.concatenate([mean[:, :3], square, mean[:, 3:], smooth.min(axis=1), smooth.max(axis=1)], axis=1)
