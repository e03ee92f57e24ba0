"""From the IMU into the ring: index, device time, cumulative rotation, flags (PROTOCOL.md sections 6 and 7)."""

from collections.abc import Iterator

import numpy as np

from imu_hinge.sensors.hsp import ACC_CLIP, GYR_CLIP, MAX_SAMPLES, STILL
from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.ring import Flags, Ring
from imu_hinge.virtual.firmware.settings import Settings
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.firmware.turning import UNTURNED, RawQuaternions, rounded, turn
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, GYR_NDPS_PER_LSB

ACC_FS_MG, GYR_FS_DPS = 8000, 500
_CLIP = 0.99
_CLIP_LSB = np.array(
    [_CLIP * min(32767, ACC_FS_MG * 1e6 / ACC_NG_PER_LSB)] * 3
    + [_CLIP * min(32767, GYR_FS_DPS * 1e9 / GYR_NDPS_PER_LSB)] * 3
)
_STILL_LSB, _STILL_US = 85, 1_000_000
"""1.5 dps away from where the rate was: movement."""


class Sampler:
    """Reads the source in step with true time while a run lasts."""

    def __init__(self, source: Source, clock: Clock, ring: Ring, settings: Settings) -> None:
        self._source, self._clock, self._ring, self._settings = source, clock, ring, settings
        self.more_flags = 0
        """Flags that every sample gets from here on."""
        self._unread_until = 0.0
        self.begin(clock.boot_s)

    def begin(self, t_s: float) -> None:
        """A run: its index 0 is the next sample, its quaternion is one now (Q1)."""
        self._ring.clear()
        self._zero = self._number = self._source.until(t_s)
        self._turned = UNTURNED
        self._last_us: int | None = None
        self._broken = False
        self._calm_rate = np.zeros(3)
        self._calm_us = self._clock.us(t_s)

    def lose(self, count: float) -> None:
        """The next `count` samples are never read, as when the IMU's FIFO runs over (Q6); 0: all are read again."""
        self._unread_until = self._number + count

    def time_s(self, index: int) -> float:
        """True time of a sample of this run."""
        return self._source.time_s(self._zero + index)

    def advance(self, t_s: float) -> Iterator[bool]:
        """Takes every sample up to a true time, and says after each step whether its samples could be read."""
        end = self._source.until(t_s)
        while self._number < end:
            gap_begin, gap_end = self._gap(end)
            if gap_begin > self._number:
                self._read(min(gap_begin, self._number + MAX_SAMPLES))
                yield True
            else:
                self._miss(gap_end)
                yield False

    def _gap(self, end: int) -> tuple[int, int]:
        if self._unread_until > self._number:
            return self._number, int(min(self._unread_until, end))
        return self._source.missing(self._number, end) or (end, end)

    def _miss(self, end: int) -> None:
        self._ring.skip(end - self._number)
        self._number, self._broken, self._last_us = end, True, None

    def _read(self, end: int) -> None:
        if self._broken:
            self._settings.changed()
            self._broken = False
        raw = self._source.raw(self._number, end)
        t_us = [self._clock.us(self._source.time_s(number)) for number in range(self._number, end)]
        quaternions = self._integrate(raw[:, 3:], t_us)
        self._ring.store(raw, quaternions, t_us, self._flags(raw, t_us), self._settings.epoch)
        self._number, self._last_us = end, t_us[-1]

    def _integrate(self, gyr: RawSamples, t_us: list[int]) -> RawQuaternions:
        """(n, 4) cumulative rotation after each sample: raw rate, bias included, over the device's own time (Q1-Q4)."""
        first_us = round(1e6 / self._source.nominal_hz) if self._last_us is None else t_us[0] - self._last_us
        steps_us = [first_us, *np.diff(t_us).tolist()]
        rows = list(turn(self._turned, gyr, steps_us, GYR_NDPS_PER_LSB))
        self._turned = rows[-1]
        return rounded(rows)

    def _flags(self, raw: RawSamples, t_us: list[int]) -> Flags:
        """(n,) flags of each sample."""
        clipped = np.abs(raw.astype(np.float64)) >= _CLIP_LSB
        still = [self._still(rate, at) for rate, at in zip(raw[:, 3:], t_us, strict=True)]
        flags = np.full(len(raw), self.more_flags, np.uint8)
        flags[clipped[:, :3].any(axis=1)] |= ACC_CLIP
        flags[clipped[:, 3:].any(axis=1)] |= GYR_CLIP
        flags[still] |= STILL
        return flags

    def _still(self, rate: RawSamples, t_us: int) -> bool:
        if (np.abs(rate - self._calm_rate) > _STILL_LSB).any():
            self._calm_rate, self._calm_us = rate.astype(np.float64), t_us
        return t_us - self._calm_us >= _STILL_US
