"""Orientation of one sensor: VQF (6D). The still-stance bias is taken out first; finding it restarts the filter."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from vqf import VQF

from imu_hinge.core.directions import across, norm
from imu_hinge.core.gaps import Run
from imu_hinge.core.stillness import Calm, StillWindows
from imu_hinge.model.arrays import Array, Bools


@dataclass(frozen=True, slots=True)
class OrientationParams:
    """VQF itself runs with its own defaults (Laidig and Seel 2023, doi 10.1016/j.inffus.2022.10.014)."""

    bias_change_dps: float = 1.0
    """A smaller change of a known bias is left to the filter, which clips at 2 deg/s: a stand between repetitions
    tells it to some 0.5 deg/s only, measured on the virtual wearer."""
    warn_bias_dps: float = 1.8
    settle_s: float = 1.0
    settle_moving_s: float = 2.0
    moving_dps: float = 100.0
    bias_same_dps: float = 0.4
    """Two still windows running that differ by less say the same; one alone may be an unusual sway."""
    window_s: float = 2.0
    """Length of a still window: the next one to look at begins behind it."""
    look_again_s: float = 10.0
    """Time between two still windows that may change the bias: stands sway, and so do their means (inferred)."""
    check_s: float = 4.0
    """How often the filter's own bias is looked at while no still window was seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Oriented:
    """A run with its orientation."""

    run: Run
    quat: Array
    """(n, 4) w, x, y, z, sensor to earth, z up."""
    rate: Array
    """(n, 3) bias-free rate, rad/s."""
    settled: Bools
    """(n,)."""
    bias_unknown: int | None
    """Row from which the filter's own bias estimate is known to near its limit, once."""


Window = tuple[Array, Array]
"""Mean rate (3,) of a still window, and the direction of up (3,) in it."""


class Orientation:
    """The filter of one sensor."""

    def __init__(self, period_ns: int, params: OrientationParams | None = None) -> None:
        self._params = p = params or OrientationParams()
        self._period_s = period_ns * 1e-9
        self._settle = (round(p.settle_s / self._period_s), round(p.settle_moving_s / self._period_s))
        self._bias = np.zeros(3)
        self._accepted = self._bias
        self._filter = VQF(self._period_s)
        self._still = StillWindows(self._period_s)
        self._heading: float | None = 0.0
        self._last: Array | None = None
        self._count = self._since = self._fast = 0
        self._rested = False
        self._claim: Array | None = None
        self._look_from = 0
        self._pause, self._window = round(p.look_again_s / self._period_s), round(p.window_s / self._period_s)

    def step(self, run: Run, ratio: float) -> Oriented:
        """Orientation of a run; `ratio` = measured / nominal period scales the rate, the filter keeps its period."""
        if run.restart and self._count:
            self._restart_after_gap()
        gyr = run.gyr * ratio
        parts, done, unknown = [], 0, None
        for end, still in self._looks(gyr, run.acc):
            parts.append(self._piece(gyr[done:end], run.acc[done:end]))
            if self._learn(still) and unknown is None:
                unknown = end - 1
            done = end
        if done < len(gyr):
            parts.append(self._piece(gyr[done:], run.acc[done:]))
        quat, rate, settled = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Oriented(run, quat, rate, settled, unknown)

    def _looks(self, gyr: Array, acc: Array) -> Iterator[tuple[int, Window | None]]:
        """Where, within the run, there is something to learn: a still window, or None without one."""
        start, calm, done = self._count, self._still.step(gyr, acc), 0
        every = round(self._params.check_s / self._period_s)
        while True:
            news = None if calm is None else self._next_news(calm, start + done)
            end = len(gyr) + 1 if news is None else news[0] - start
            check = done + every - (start + done) % every
            if not self._rested and check < end and check <= len(gyr):
                done = check
                yield check, None
            elif news is not None:
                done = end
                yield end, news[1]
            else:
                return

    def _next_news(self, calm: Calm, after: int) -> tuple[int, Window] | None:
        """End and mean of the first still window past sample `after` that tells another bias than the last one."""
        later = calm.ends > (max(after, self._look_from) if self._rested else after)
        if self._rested:
            later &= norm(across(calm.rate - self._accepted, calm.up)) > np.radians(self._params.bias_change_dps)
        still = (i for i in np.flatnonzero(later).tolist() if self._still.rests(calm, i))
        found = next(still, None)
        return None if found is None else (int(calm.ends[found]), (calm.rate[found], calm.up[found]))

    def _piece(self, gyr: Array, acc: Array) -> tuple[Array, Array, Bools]:
        rate = np.ascontiguousarray(gyr - self._bias)
        quat = np.asarray(self._filter.updateBatch(rate, np.ascontiguousarray(acc))["quat6D"])
        if self._heading is None:
            self._heading = heading(self._last) - heading(quat[0]) if self._last is not None else 0.0
        quat = turned(quat, self._heading)
        self._last = quat[-1]
        settled = self._settled(rate)
        self._count += len(rate)
        return quat, rate, settled

    def _settled(self, rate: Array) -> Bools:
        """Whether the filter has run long enough since it began; longer where the wearer began in fast motion."""
        slow, fast = self._settle
        early = rate[: max(slow - self._since, 0)]
        if len(early):
            self._fast += int(((early * early).sum(axis=1) > np.radians(self._params.moving_dps) ** 2).sum())
        needed = fast if 2 * self._fast > slow else slow
        age = self._since + np.arange(len(rate))
        self._since += len(rate)
        return age >= needed

    def _learn(self, still: Window | None) -> bool:
        """Take what a still window says of the bias; without one, whether the filter's own estimate is beyond it."""
        own, _ = self._filter.getBiasEstimate()
        p = self._params
        if still is None:
            return not self._rested and bool(np.abs(own).max() > np.radians(p.warn_bias_dps))
        if self._agreed(still, self._bias + own):
            self._rested = True
            self._accepted = self._bias = still[0]
            self._renew(VQF(self._period_s))
            self._since = self._settle[1]
        return False

    def _agreed(self, still: Window, known: Array) -> bool:
        """Whether the window's bias is to be taken: the first at once, another only when a second one says the same."""
        p, (rate, up) = self._params, still
        if not self._rested:
            return True
        differs = float(norm(across(rate - known, up))) > np.radians(p.bias_change_dps)
        before, self._claim = self._claim, rate if differs else None
        self._look_from = self._count + (self._window if differs else self._pause)
        self._accepted = known
        return before is not None and float(norm(across(rate - before, up))) < np.radians(p.bias_same_dps) and differs

    def _restart_after_gap(self) -> None:
        """A new filter with the old bias: what happened meanwhile is not known."""
        renewed = VQF(self._period_s)
        renewed.setBiasEstimate(*self._filter.getBiasEstimate())
        self._renew(renewed)
        self._still.reset(self._count)
        self._since = self._fast = 0

    def _renew(self, renewed: VQF) -> None:
        self._filter = renewed
        self._heading = None


def heading(q: Array) -> float:
    """Rotation about the vertical contained in a quaternion (4,), rad."""
    return 2.0 * float(np.arctan2(q[3], q[0]))


def turned(quat: Array, angle: float) -> Array:
    """(n, 4) quaternions turned about the vertical, so that a new filter goes on in the old one's heading."""
    if angle == 0.0:
        return quat
    c, s = np.cos(angle / 2), np.sin(angle / 2)
    w, x, y, z = quat.T
    return np.stack([c * w - s * z, c * x - s * y, c * y + s * x, c * z + s * w], axis=1)


def up_in_sensor(quat: Array) -> Array:
    """(3, n) direction of up in the sensor frame, of quaternions (n, 4)."""
    w, x, y, z = quat.T
    return np.stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)])
