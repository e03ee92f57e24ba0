"""A virtual day from any of its moments on: samples made when they are asked for, at the rate a sensor was set to."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from imu_hinge.model.arrays import Records
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.virtual.day import DayWearer
from imu_hinge.virtual.day_blocks import WINDOW_S, Feed, Windows
from imu_hinge.virtual.firmware.source import Span
from imu_hinge.virtual.script import Spoken
from imu_hinge.virtual.sensor import NOMINAL_HZ, Reading

LEAD_S = 7.0
"""Time to find and connect both sensors; the wearer stands meanwhile."""
RATES_HZ = (26.0, 52.0, NOMINAL_HZ)
_KEPT = 4
"""Windows that are remembered: what is measured looks a few seconds back."""


class DaySource:
    """One sensor of a day as a firmware asks for it. Sample 0 is that at the wearer's time `-LEAD_S`, at any rate."""

    def __init__(self, wearer: DayWearer, placement: Placement, begin_s: float) -> None:
        """`begin_s`: true time of the wearer's time 0."""
        self._wearer, self._placement, self._begin_s = wearer, placement, begin_s
        self._windows = Windows(wearer.day.script.channels)
        self.nominal_hz = NOMINAL_HZ
        self.set_rate(NOMINAL_HZ)

    @property
    def rates_hz(self) -> tuple[float, ...]:
        """As Source."""
        return RATES_HZ

    def set_rate(self, nominal_hz: float) -> None:
        """As Source."""
        error = self._wearer.cast.setups[self._placement].rate_error
        self.nominal_hz, self._rate_hz = nominal_hz, nominal_hz * (1 + error)
        self._feed: _FeedFrom | None = None
        self._made: deque[tuple[int, RawSamples]] = deque(maxlen=_KEPT)

    def until(self, t_s: float) -> int:
        """As Source."""
        count = max(0, int(np.floor((t_s - self._first_s) * self._rate_hz)))
        while self.time_s(count) <= t_s:
            count += 1
        return count

    def time_s(self, number: int) -> float:
        """As Source."""
        return self._first_s + number / self._rate_hz

    def raw(self, first: int, end: int) -> RawSamples:
        """As Source; what was given long ago is gone."""
        if self._feed is None or first > self._end:
            self._begin(first)
        while self._end < end:
            self._more()
        rows = np.concatenate([rows for _, rows in self._made])
        start = self._made[0][0]
        return np.asarray(rows[first - start : end - start])

    def missing(self, first: int, end: int) -> Span | None:
        """As Source: none."""
        return None

    @property
    def _first_s(self) -> float:
        return self._begin_s - LEAD_S

    @property
    def _end(self) -> int:
        """Number after the last one made."""
        return self._made[-1][0] + len(self._made[-1][1])

    def _begin(self, first: int) -> None:
        wearer = self._wearer
        t_s = first / self._rate_hz - LEAD_S
        self._feed = _FeedFrom(wearer, self._placement, self.nominal_hz, t_s)
        self._window_s = t_s
        self._made.clear()
        self._made.append((first, np.empty((0, 6), np.int16)))

    def _more(self) -> None:
        """One window of samples."""
        assert self._feed is not None
        start, stop = self._window_s, self._window_s + WINDOW_S
        body = self._wearer.cast.body(self._windows.at(start - 1.0, stop + 1.0))
        rows = self._feed.window(body, stop)
        self._window_s = stop
        self._made.append((self._end, _raw(rows)))


class _FeedFrom(Feed):
    """Samples of a day from a time on, numbered so that none is missing or doubled there."""

    def __init__(self, wearer: DayWearer, placement: Placement, rate_hz: float, from_s: float) -> None:
        super().__init__(wearer.cast, placement, rate_hz, wearer.day.off_s)
        self._start_s = from_s


def _raw(rows: Records) -> RawSamples:
    return Reading(rows["t_ns"] * 1e-9, rows["acc"], rows["gyr"], np.ones(len(rows), dtype=bool)).raw()


def commands_from(wearer: DayWearer, from_s: float) -> Sequence[Spoken]:
    """What the wearer says after this time of the day."""
    return [word for word in wearer.day.script.commands if word.t_s >= from_s]
