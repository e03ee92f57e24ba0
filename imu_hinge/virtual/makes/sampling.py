"""When a sensor samples: at its own rate, which nobody but itself can tell."""

from collections.abc import Iterator
from math import floor, inf

from imu_hinge.model.arrays import Array
from imu_hinge.virtual.makes.motion import Motion


class Sampling:
    """One sample after the other from a true time on; stands still until `begin`."""

    def __init__(self, motion: Motion, rate_error: float) -> None:
        """`rate_error` is true rate / nominal rate - 1."""
        self._motion, self._rate_error = motion, rate_error
        self.next_s = inf
        """True time of the next sample."""
        self.period_s = inf

    def begin(self, nominal_hz: float, t_s: float) -> None:
        """The first sample comes a period later."""
        self.period_s = 1 / (nominal_hz * (1 + self._rate_error))
        self._begun_s, self._count = t_s, 0
        self._step()

    def end(self) -> None:
        """No more samples."""
        self.next_s = inf

    def until(self, t_s: float) -> Iterator[tuple[float, Array]]:
        """(true time, (6,) SI) of each sample up to a true time; where there is nothing to measure there is none."""
        while self.next_s <= t_s:
            at_s, measured = self.next_s, self._motion.at(self.next_s)
            self._step()
            if measured is not None:
                yield at_s, measured

    def skip(self, t_s: float) -> None:
        """The samples up to a true time are those that nobody wants."""
        if self.next_s <= t_s:
            self._count = floor((t_s - self._begun_s) / self.period_s)
            self._step()

    def _step(self) -> None:
        self._count += 1
        self.next_s = self._begun_s + self._count * self.period_s
