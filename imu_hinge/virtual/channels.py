"""Smooth scalar functions of time: sums of moves, and ripples."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.model.arrays import Array


@dataclass(slots=True)
class Channel:
    """A sum of moves from rest to rest, smooth to the third derivative (septic steps); unit rad, m or a share."""

    goal: float = 0.0
    """The value once every move has ended."""
    moves: list[tuple[float, float, float]] = field(default_factory=list)
    """(start_s, duration_s, change)."""

    def move(self, start_s: float, duration_s: float, change: float) -> None:
        """Add a move; it may overlap with others."""
        self.moves.append((start_s, duration_s, change))
        self.goal += change

    def at(self, t_s: Array) -> Array:
        """(n,) values at rising times."""
        out, steps = np.zeros(len(t_s)), np.zeros(len(t_s) + 1)
        if not self.moves:
            return out
        starts, durations, _ = np.array(self.moves).T
        first = np.searchsorted(t_s, starts).tolist()
        last = np.searchsorted(t_s, starts + durations).tolist()
        for (start, duration, change), i, j in zip(self.moves, first, last, strict=True):
            out[i:j] += change * _septic((t_s[i:j] - start) / duration)
            steps[j] += change
        return out + np.cumsum(steps[:-1])


def _septic(x: Array) -> Array:
    return x**4 * (35 - 84 * x + 70 * x**2 - 20 * x**3)


@dataclass(frozen=True, slots=True, eq=False)
class Ripple:
    """A sum of sines of equal size with a given RMS; frequencies and phases by chance."""

    size: float
    omega: Array
    phase: Array

    def at(self, t_s: Array) -> Array:
        """(n,) values."""
        out = np.zeros(len(t_s))
        for omega, phase in zip(self.omega, self.phase, strict=True):
            out += np.sin(omega * t_s + phase)
        return out * self.size


def ripple(rng: np.random.Generator, rms: float, low_hz: float, high_hz: float, count: int = 6) -> Ripple:
    """A ripple of `count` sines spread over a band."""
    edges = np.linspace(low_hz, high_hz, count + 1)
    omega = 2 * np.pi * rng.uniform(edges[:-1], edges[1:])
    return Ripple(rms * float(np.sqrt(2 / count)), omega, rng.uniform(0, 2 * np.pi, count))
