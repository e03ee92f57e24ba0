"""How far the trunk sinks or rises: sitting down and standing up move both sensors by the height of a chair.

Twice the integral of the vertical acceleration up to a calm second, as chair transfers are told from a sensor on the
low back (doi 10.3390/s20226618: 0.125 m or more; doi 10.1186/s12984-020-00692-4). A bend lowers the thorax alone.
"""

from collections import deque

import numpy as np

from imu_hinge.core.motion import GRID_NS
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.model.arrays import Array, Records

FRAMES = SECOND_NS // GRID_NS
MOVE_S = 3
"""Longest way down or up that is seen whole: 1 to 3 s are usual, and errors grow with the square of it."""
CALM_MPS = 0.08
"""Spread of the vertical speed in a calm second: what moves on in it by more would be taken for a way."""
STEPS = (0.3, 3)
"""Spread and least changes of sign in a second of steps, which may lead up to it."""
TOP_MPS = 1.5
"""Quicker is a knock on a sensor, not a chair: 0.5 to 1 m/s are usual."""


class Sinking:
    """Fed with whole seconds, in order."""

    def __init__(self, least_m: float) -> None:
        """Ways shorter than `least_m` are none."""
        self._least_m = least_m
        self._heaves: dict[str, deque[Array]] = {name: deque(maxlen=MOVE_S + 2) for name in ("sacrum", "thoracic")}

    def step(self, rows: Records) -> float:
        """Metres upward in the seconds before the last one, of the sensor that moved less; 0 where neither is sure."""
        ways_m = [self._way(heaves, rows[name]) for name, heaves in self._heaves.items()]
        sure = min(ways_m) > self._least_m or max(ways_m) < -self._least_m
        if not sure:
            return 0.0
        for heaves in self._heaves.values():
            while len(heaves) > 1:
                heaves.popleft()
        return min(ways_m, key=abs)

    def _way(self, heaves: deque[Array], sensor: Records) -> float:
        heave = np.ascontiguousarray(sensor["heave"])
        if len(heave) != FRAMES or not (np.isfinite(heave).all() and sensor["settled"].all()):
            heaves.clear()
            return 0.0
        heaves.append(heave)
        return risen_m(np.cumsum(np.concatenate(heaves)) * GRID_NS / SECOND_NS) if len(heaves) > 2 else 0.0


def risen_m(speed_mps: Array) -> float:
    """Way between the first and the last second of a vertical speed that is known but for a constant and a drift.

    On average it is zero in both of them; 0 when they are not calm, or a sensor was knocked.
    """
    middles = [(FRAMES - 1) / 2, len(speed_mps) - (FRAMES + 1) / 2]
    means = [float(speed_mps[:FRAMES].mean()), float(speed_mps[-FRAMES:].mean())]
    speed_mps = speed_mps - np.interp(np.arange(len(speed_mps)), middles, means)
    first, way, last = np.split(speed_mps, [FRAMES, len(speed_mps) - FRAMES])
    if not (_calm(last) and (_calm(first) or _steps(first))) or float(np.abs(way).max()) > TOP_MPS:
        return 0.0
    return float(way.sum()) * GRID_NS / SECOND_NS


def _calm(speed_mps: Array) -> bool:
    return float(np.std(speed_mps)) < CALM_MPS


def _steps(speed_mps: Array) -> bool:
    most_mps, changes = STEPS
    signs = np.sign(speed_mps)
    return float(np.std(speed_mps)) < most_mps and int(np.count_nonzero(signs[1:] != signs[:-1])) >= changes
