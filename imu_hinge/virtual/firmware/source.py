"""Where a virtual sensor's samples come from: an IMU that is asked, never one that calls."""

from dataclasses import dataclass, field
from math import floor, inf
from typing import Protocol

import numpy as np

from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, NOMINAL_HZ, Reading

Span = tuple[int, int]
"""Numbers of samples, the end excluded."""


class Source(Protocol):
    """An IMU's output samples, numbered from 0, each at its true time. The same question has the same answer."""

    @property
    def nominal_hz(self) -> float:
        """The rate the data sheet promises."""
        ...

    @property
    def rates_hz(self) -> tuple[float, ...]:
        """Those it can be set to, nominal."""
        ...

    def set_rate(self, nominal_hz: float) -> None:
        """One of them, from the next run on: samples are numbered anew."""
        ...

    def until(self, t_s: float) -> int:
        """How many samples there have been up to this true time, one at this instant included."""
        ...

    def time_s(self, number: int) -> float:
        """True time of a sample; infinite for one that never comes."""
        ...

    def raw(self, first: int, end: int) -> RawSamples:
        """(n, 6) acc x y z, gyr x y z, LSB."""
        ...

    def missing(self, first: int, end: int) -> Span | None:
        """The first run of samples in this span that the IMU did not deliver; None when all are there."""
        ...


@dataclass(eq=False)
class TableSource:
    """Rows given over and over again, at any rate, for ever."""

    rows: RawSamples
    """(n, 6) LSB."""
    nominal_hz: float = NOMINAL_HZ
    rate_error: float = 0.0
    """True rate / nominal rate - 1."""
    begin_s: float = 0.0
    """True time of sample 0."""

    def __post_init__(self) -> None:
        self._rate_hz = self.nominal_hz * (1 + self.rate_error)

    @property
    def rates_hz(self) -> tuple[float, ...]:
        """As Source: the one it has."""
        return (self.nominal_hz,)

    def set_rate(self, nominal_hz: float) -> None:
        """As Source: there is no other."""

    def until(self, t_s: float) -> int:
        """As Source."""
        count = max(0, floor((t_s - self.begin_s) * self._rate_hz))
        while self.time_s(count) <= t_s:
            count += 1
        return count

    def time_s(self, number: int) -> float:
        """As Source."""
        return self.begin_s + number / self._rate_hz

    def raw(self, first: int, end: int) -> RawSamples:
        """As Source."""
        return self.rows[np.arange(first, end) % len(self.rows)]

    def missing(self, first: int, end: int) -> Span | None:
        """As Source: none."""
        return None


def quiet_source(seed: int, *, rate_error: float = 0.0, noise_lsb: float = 4.0, begin_s: float = 0.0) -> TableSource:
    """A sensor at rest with z up: noise and a gyroscope bias of about 20 LSB. Costs next to nothing."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(0.0, noise_lsb, (4093, 6))
    rows[:, 2] += 1e9 / ACC_NG_PER_LSB
    rows[:, 3:] += rng.normal(0.0, 20.0, 3)
    return TableSource(np.round(rows).astype(np.int16), rate_error=rate_error, begin_s=begin_s)


@dataclass(eq=False)
class ReadingSource:
    """What a worn sensor measured, from a true time on; after its end no more samples come."""

    reading: Reading
    begin_s: float = 0.0
    """True time of the reading's time 0."""
    nominal_hz: float = NOMINAL_HZ
    _rows: RawSamples = field(init=False)
    _gaps: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        self._times = self.reading.t_s + self.begin_s
        self._rows = self.reading.raw()
        edges = np.flatnonzero(np.diff(np.concatenate([[True], self.reading.present, [True]]))).tolist()
        self._gaps = list(zip(edges[::2], edges[1::2], strict=True))

    @property
    def rates_hz(self) -> tuple[float, ...]:
        """As Source: the one it has."""
        return (self.nominal_hz,)

    def set_rate(self, nominal_hz: float) -> None:
        """As Source: there is no other."""

    def until(self, t_s: float) -> int:
        """As Source."""
        return int(np.searchsorted(self._times, t_s, "right"))

    def time_s(self, number: int) -> float:
        """As Source."""
        return float(self._times[number]) if number < len(self._times) else inf

    def raw(self, first: int, end: int) -> RawSamples:
        """As Source."""
        return self._rows[first:end]

    def missing(self, first: int, end: int) -> Span | None:
        """As Source: spans in which the worn sensor was dead."""
        for begin, stop in self._gaps:
            if begin < end and first < stop:
                return max(begin, first), min(stop, end)
        return None
