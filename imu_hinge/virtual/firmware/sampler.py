"""From the IMU into the ring: index, device time, cumulative rotation, flags (PROTOCOL.md sections 6 and 7)."""

from collections.abc import Iterator

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.driver import Quaternion
from imu_hinge.sensors.hsp import ACC_CLIP, GYR_CLIP, MAX_SAMPLES, STILL
from imu_hinge.sensors.hsp.frame import RawSamples
from imu_hinge.sensors.hsp.rotation import exponential, multiply, normalised
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.ring import Ring
from imu_hinge.virtual.firmware.settings import Settings
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, GYR_LSB_RADPS, GYR_NDPS_PER_LSB

ACC_FS_MG, GYR_FS_DPS = 8000, 500
_CLIP = 0.99
_CLIP_LSB = np.array(
    [_CLIP * min(32767, ACC_FS_MG * 1e6 / ACC_NG_PER_LSB)] * 3
    + [_CLIP * min(32767, GYR_FS_DPS * 1e9 / GYR_NDPS_PER_LSB)] * 3
)
_STILL_LSB, _STILL_S = 85, 1.0
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
        self._quaternion: Quaternion = (1.0, 0.0, 0.0, 0.0)
        self._last_s: float | None = None
        self._broken = False
        self._calm_rate = np.zeros(3)
        self._calm_s = t_s

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
        self._number, self._broken, self._last_s = end, True, None

    def _read(self, end: int) -> None:
        if self._broken:
            self._settings.changed()
            self._broken = False
        raw = self._source.raw(self._number, end)
        times_s = [self._source.time_s(number) for number in range(self._number, end)]
        quaternions = self._integrate((raw[:, 3:] * GYR_LSB_RADPS).tolist(), times_s)
        t_us = [self._clock.us(t) for t in times_s]
        self._ring.store(raw, quaternions, t_us, self._flags(raw, times_s[-1]), self._settings.epoch)
        self._number, self._last_s = end, times_s[-1]

    def _integrate(self, rates: list[list[float]], times_s: list[float]) -> Array:
        """(n, 4) cumulative rotation after each sample: raw rate, bias included, over the device's own time (Q1-Q4)."""
        rows, q, last_s = [], self._quaternion, self._last_s
        for (x, y, z), t_s in zip(rates, times_s, strict=True):
            step_s = 1 / self._source.nominal_hz if last_s is None else (t_s - last_s) * self._clock.pace
            q, last_s = normalised(multiply(q, exponential(x * step_s, y * step_s, z * step_s))), t_s
            rows.append(q)
        self._quaternion = q
        return np.array(rows)

    def _flags(self, raw: RawSamples, t_s: float) -> int:
        clipped = np.abs(raw.astype(np.float64)) >= _CLIP_LSB
        seen = {
            ACC_CLIP: bool(clipped[:, :3].any()),
            GYR_CLIP: bool(clipped[:, 3:].any()),
            STILL: self._still(raw[:, 3:], t_s),
        }
        return sum(flag for flag, on in seen.items() if on) | self.more_flags

    def _still(self, rates: RawSamples, t_s: float) -> bool:
        if (np.abs(rates - self._calm_rate) > _STILL_LSB).any():
            self._calm_rate, self._calm_s = rates[-1].astype(np.float64), t_s
        return t_s - self._calm_s >= _STILL_S
