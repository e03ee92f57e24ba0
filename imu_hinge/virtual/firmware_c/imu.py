"""A source of samples as the IMU that the C firmware asks: one sample at a time."""

from enum import IntEnum

from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.sampler import ACC_FS_MG, GYR_FS_DPS
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.firmware_c.layout import Rate
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, GYR_NDPS_PER_LSB


class SetUp(IntEnum):
    """What `imu_setup` returns."""

    DONE = 0
    CANNOT = 1
    BROKEN = -1


class Read(IntEnum):
    """What `imu_read` returns."""

    SAMPLE = 1
    NOTHING = 0
    LOST = -1
    FAULT = -2


class Imu:
    """Has one rate and one scale, and gives what there is up to the true time it was told last (`look`)."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self.answers = True
        odr_mhz = round(source.nominal_hz * 1000)
        self.rate = Rate(odr_mhz, ACC_FS_MG, GYR_FS_DPS, ACC_NG_PER_LSB, GYR_NDPS_PER_LSB)
        self.row, self.t_us = b"", 0
        """The sample read last: twelve bytes of int16, and its device time."""
        self._source, self._clock = source, clock
        self._next = self._end = 0
        self._unread_until = 0.0

    def look(self, t_s: float) -> None:
        """Samples up to this true time are there."""
        self._end = self._source.until(t_s)

    def lose(self, count: float) -> None:
        """The next `count` samples are lost, as when a FIFO runs over; 0: all are read again."""
        self._unread_until = self._next + count

    def setup(self, odr_hz: int, acc_fs_mg: int, gyr_fs_dps: int) -> SetUp:
        """Runs, or stops at 0 Hz: the next sample is the first that is not there yet."""
        if not self.answers:
            return SetUp.BROKEN
        if odr_hz * 1000 > self.rate.odr_mhz or acc_fs_mg > ACC_FS_MG or gyr_fs_dps > GYR_FS_DPS:
            return SetUp.CANNOT
        self._next = self._end
        self.lose(0)
        return SetUp.DONE

    def read(self) -> Read:
        """The next sample into `row` and `t_us`, if there is one."""
        if not self.answers:
            return Read.FAULT
        if self._next == self._end:
            return Read.NOTHING
        number, self._next = self._next, self._next + 1
        if number < self._unread_until or self._source.missing(number, number + 1):
            return Read.LOST
        self.row, self.t_us = (
            self._source.raw(number, number + 1).tobytes(),
            self._clock.us(self._source.time_s(number)),
        )
        return Read.SAMPLE

    def time_s(self, ahead: int) -> float:
        """True time of the sample that is read after `ahead` others; infinite when it never comes."""
        return self._source.time_s(self._next + ahead)
