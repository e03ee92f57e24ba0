"""The stages of one sensor that know its sample period: rate, gaps, orientation, grid."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from imu_hinge.core.gaps import Gaps, Run, joined
from imu_hinge.core.inclination import Inclination
from imu_hinge.core.orientation import Orientation
from imu_hinge.core.rate import RateMeter
from imu_hinge.core.sampler import Sampler
from imu_hinge.model.arrays import Array, Times

Filter = type[Orientation] | type[Inclination]
"""How a sensor's orientation is found: with its gyroscope, or without one."""


class Line:
    """The stages, and what they have in common."""

    def __init__(self, period_ns: int, filter_: Filter = Orientation, declared_ns: int | None = None) -> None:
        """`declared_ns`: what the sensor says of its period, where `period_ns` is measured."""
        self._period_ns, self._declared_ns, self._filter = period_ns, declared_ns or period_ns, filter_
        self.meter = RateMeter(period_ns)
        self.gaps = Gaps(period_ns)
        self.orientation = filter_(period_ns)
        self.sampler = Sampler()
        self._steps = self._span_ns = 0

    def until_renewal(self, t_ns: Times) -> int:
        """How many of these samples may be taken before the measured rate changes."""
        return min(len(t_ns), self.meter.until_renewal())

    def split(self, t_ns: Times, acc: Array, gyr: Array) -> list[Run]:
        """Runs of imported samples; measures the rate from their ordinary steps."""
        before = self.gaps.last_ns
        steps = np.diff(t_ns, prepend=t_ns[0] if before is None else before)
        ordinary = steps[(steps > 0) & (steps <= 1.75 * self._period_ns)]
        runs = self.gaps.split(t_ns, acc, gyr)
        self._steps, self._span_ns = self._steps + len(ordinary), self._span_ns + int(ordinary.sum())
        self.meter.add(len(ordinary), int(ordinary.sum()))
        return runs

    def after_last(self, t_ns: Times) -> Times:
        """The times, pushed behind the last sample where the clock map moved back."""
        last = self.gaps.last_ns
        if last is None or t_ns[0] > last:
            return t_ns
        return np.maximum(t_ns, last + 1 + np.arange(len(t_ns)))

    def restart(self) -> None:
        """Join nothing to what came before."""
        self.gaps.forget()

    def measured_rate_hz(self) -> float | None:
        """The measured rate, None below two samples."""
        if self._steps:
            return 1e9 * self._steps / self._span_ns
        return 1e9 / self.meter.period_ns if self.gaps.samples > 1 else None

    @property
    def can_be_measured(self) -> bool:
        """Whether the measured period can be one of this sensor, and not the doing of a clock that is off."""
        return RateMeter.LEAST <= self.meter.period_ns / self._declared_ns <= RateMeter.MOST

    def at_measured_rate(self) -> "Line":
        """The stages anew for the measured period, with the counts so far."""
        renewed = Line(round(self.meter.period_ns), self._filter, self._declared_ns)
        renewed.gaps.continue_from(self.gaps)
        renewed.sampler.continue_from(self.sampler)
        return renewed


class Waiting(NamedTuple):
    """A run that was not worked on yet."""

    line: Line
    run: Run
    ratio: float
    """Measured / nominal period when it was taken."""

    def goes_on_with(self, other: "Waiting") -> bool:
        """Whether the two can be worked on as one run, this one first."""
        alike = self.line is other.line and self.ratio == other.ratio and self.run.measured == other.run.measured
        return alike and not other.run.restart


def gathered(waiting: Iterable[Waiting]) -> Iterator[Waiting]:
    """The same samples in as few runs as they fit in."""
    parts: list[Waiting] = []
    for one in waiting:
        if parts and not parts[-1].goes_on_with(one):
            yield parts[0]._replace(run=joined([part.run for part in parts]))
            parts = []
        parts.append(one)
    if parts:
        yield parts[0]._replace(run=joined([part.run for part in parts]))
