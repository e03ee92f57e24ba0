"""A board that makes no joint packets: accelerations and rates come each for itself, without time or number."""

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.driver import Decoded


class Pairing:
    """An acceleration and a rate that come next to each other are one sample; one that comes alone is left out."""

    def __init__(self, period_ns: int) -> None:
        self._period_ns = period_ns
        self._run, self._index = 0, 0
        self._acc: Array | None = None
        self._gyr: Array | None = None

    def begin(self) -> None:
        """Another set-up: nothing is known about the time between."""
        self._acc = self._gyr = None
        if self._index:
            self._run, self._index = self._run + 1, 0

    def acc(self, acc: Array) -> Decoded | None:
        """Takes (1, 3) m/s2; the sample that is whole with it."""
        self._acc = acc
        return self._joined()

    def gyr(self, gyr: Array) -> Decoded | None:
        """Takes (1, 3) rad/s; the sample that is whole with it."""
        self._gyr = gyr
        return self._joined()

    def _joined(self) -> Decoded | None:
        acc, gyr, first = self._acc, self._gyr, self._index
        if acc is None or gyr is None:
            return None
        self._acc, self._gyr, self._index = None, None, first + len(acc)
        return Decoded(
            stream=(1, self._run),
            origin=(),
            index=first,
            device_ns=first * self._period_ns,
            nominal_period_ns=self._period_ns,
            acc=acc,
            gyr=gyr,
            rotation=None,
            counted=True,
        )
