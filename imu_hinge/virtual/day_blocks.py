"""Hours of samples in blocks: only the moves of a minute are looked at, so that memory does not grow with the day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from imu_hinge.model.arrays import SAMPLE, Array, Records
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import rotation
from imu_hinge.virtual.body import Body, Person
from imu_hinge.virtual.channels import Channel
from imu_hinge.virtual.sensor import ACC_LSB_MPS2, GRAVITY_MPS2, GYR_LSB_RADPS, Setup, Worn

HANDLED_S = 3.0
"""How long a sensor is turned about when it is taken off or put on."""
WINDOW_S = 30.0


class Windows:
    """Channels cut to a window: the same values inside it."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._moves = {name: np.array(channel.moves).reshape(-1, 3) for name, channel in channels.items()}

    def at(self, start_s: float, end_s: float) -> dict[str, Channel]:
        """Every channel from `start_s` to `end_s`."""
        return {name: _cut(moves, start_s, end_s) for name, moves in self._moves.items()}


def _cut(moves: Array, start_s: float, end_s: float) -> Channel:
    channel = Channel()
    starts, durations, changes = moves.T
    over = starts + durations <= start_s - 1.0
    channel.move(start_s - 10.0, 1.0, float(changes[over].sum()))
    for start, duration, change in moves[~over & (starts < end_s + 1.0)].tolist():
        channel.move(start, duration, change)
    return channel


@dataclass(frozen=True, slots=True)
class Cast:
    """Who wears what."""

    person: Person
    setups: Mapping[Placement, Setup]
    chance: int

    def body(self, channels: Mapping[str, Channel]) -> Body:
        """The same body in every window."""
        return Body(self.person, channels, self.stream("body"))

    def stream(self, purpose: str) -> np.random.Generator:
        """Chance for one purpose, from its beginning."""
        return np.random.default_rng([self.chance, *purpose.encode()])


class Feed:
    """The samples of one sensor, window after window."""

    def __init__(self, cast: Cast, placement: Placement, rate_hz: float, off_s: list[tuple[float, float]]) -> None:
        self._cast, self._placement, self._setup = cast, placement, cast.setups[placement]
        self._rate_hz, self._off_s = rate_hz * (1 + self._setup.rate_error), off_s
        self._rng = cast.stream(f"noise {placement}")
        self._start_s = float(self._rng.uniform(0.005, 0.015))
        self._turned = self._rng.normal(0, 1.2, 3)
        self._matrices = [self._matrix() for _ in range(2)]
        self._walk = np.zeros(3)
        self._next = 0

    def window(self, body: Body, end_s: float) -> Records:
        """(n,) SAMPLE up to `end_s`, from where the last window ended."""
        stop = max(self._next, int(np.ceil((end_s - self._start_s) * self._rate_hz)))
        t_s = self._start_s + np.arange(self._next, stop) / self._rate_hz
        self._next = stop
        rows = np.zeros(len(t_s), SAMPLE)
        if len(t_s):
            worn = Worn(body, self._placement, self._setup, self._cast.stream(f"sensor {self._placement}"))
            acc, gyr = self._taken_off(t_s, *worn.exact(t_s))
            rows["t_ns"] = np.round(t_s * 1e9).astype(np.int64)
            rows["acc"], rows["gyr"] = self._with_errors(acc, gyr)
        return rows

    def _taken_off(self, t_s: Array, acc: Array, gyr: Array) -> tuple[Array, Array]:
        """On a table in place of the body: turned about at both ends, still between."""
        for start, end in self._off_s:
            inside = (t_s >= start) & (t_s < end)
            if inside.any():
                acc[inside], gyr[inside] = self._lying_about(t_s[inside], start, end)
        return acc, gyr

    def _lying_about(self, t_s: Array, start_s: float, end_s: float) -> tuple[Array, Array]:
        turn = Channel()
        turn.move(start_s, HANDLED_S, 1.0)
        turn.move(end_s - HANDLED_S, HANDLED_S, -1.0)
        share, rate = turn.at(t_s), (turn.at(t_s + 0.001) - turn.at(t_s - 0.001)) / 0.002
        down = rotation.exponential(share[:, None] * self._turned)
        upright = rotation.rotate(rotation.conjugate(np.array([self._setup.mounting])), np.array([0, 0, GRAVITY_MPS2]))
        return rotation.rotate(rotation.conjugate(down), upright), rate[:, None] * self._turned

    def _matrix(self) -> Array:
        cross = self._rng.normal(0, float(np.radians(self._setup.misalignment_deg)), (3, 3))
        np.fill_diagonal(cross, 1 + self._rng.normal(0, self._setup.scale_pct / 100, 3))
        return cross

    def _with_errors(self, acc: Array, gyr: Array) -> tuple[Array, Array]:
        """Bias and its walk, scale, misalignment, noise and steps."""
        s, n = self._setup, len(acc)
        step = np.radians(s.gyr_walk_dps) / np.sqrt(self._rate_hz)
        walk = self._walk + np.cumsum(self._rng.normal(0, 1, (n, 3)), axis=0) * step
        self._walk = walk[-1]
        noise = self._rng.normal(0, 1, (2, n, 3)) * np.sqrt(self._rate_hz / 2)
        gyr = gyr @ self._matrices[0].T + np.radians(s.gyr_bias_dps) + walk
        acc = acc @ self._matrices[1].T + np.array(s.acc_bias_mg) * 1e-3 * GRAVITY_MPS2
        acc += noise[0] * s.acc_noise_ug * 1e-6 * GRAVITY_MPS2
        gyr += noise[1] * np.radians(s.gyr_noise_mdps * 1e-3)
        return np.round(acc / ACC_LSB_MPS2) * ACC_LSB_MPS2, np.round(gyr / GYR_LSB_RADPS) * GYR_LSB_RADPS


def windows(cast: Cast, channels: Mapping[str, Channel], end_s: float) -> Iterator[tuple[float, float, Body]]:
    """Beginning and end of each window, and a body that is right within it."""
    cut = Windows(channels)
    for start in np.arange(0.0, end_s, WINDOW_S).tolist():
        stop = min(start + WINDOW_S, end_s)
        yield start, stop, cast.body(cut.at(start - 1.0, stop + 1.0))
