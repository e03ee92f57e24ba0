"""A sensor that repeats itself while the other one moves is frozen: its rows are silence, not stillness."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.core.directions import norm
from imu_hinge.core.motion import GRID_NS, Motion, Pair
from imu_hinge.core.sampler import nothing
from imu_hinge.core.silence import warning
from imu_hinge.model.arrays import Array, Bools, Times
from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Placement


@dataclass(frozen=True, slots=True)
class FrozenParams:
    """Real noise does not repeat six values so long; a perfectly still, noise-free sensor may (inferred)."""

    repeats_ns: int = 250_000_000
    other_dps: float = 20.0
    other_rows: int = round(0.2e9 / GRID_NS)
    """Rows in which the other sensor turns faster than `other_dps` before the repeating one is called frozen."""


REMEDY = "it repeats itself: switch it off and on"


class Repeats:
    """When one sensor has been sending the same values for a quarter of a second or more."""

    def __init__(self, params: FrozenParams | None = None) -> None:
        self._repeats_ns = (params or FrozenParams()).repeats_ns
        self._last = (float("nan"), float("nan"))
        self._since_ns = self._last_ns = 0
        self._spans: list[tuple[int, int]] = []

    def take(self, t_ns: Times, acc: Array, gyr: Array) -> None:
        """Look at measured samples (n, 3), in order."""
        same = np.flatnonzero(repeats(acc[:, 0], self._last[0]) & repeats(gyr[:, 0], self._last[1]))
        before = np.concatenate([[self._last_ns], t_ns[:-1]])
        self._last, self._last_ns = (float(acc[-1, 0]), float(gyr[-1, 0])), int(t_ns[-1])
        if not len(same):
            self._since_ns = self._last_ns
            return
        breaks = np.flatnonzero(np.diff(same) > 1) + 1
        starts = before[same[np.concatenate([[0], breaks])]]
        stops = t_ns[same[np.concatenate([breaks - 1, [len(same) - 1]])]]
        if same[0] == 0:
            starts[0] = self._since_ns
        for i in np.flatnonzero(stops - starts >= self._repeats_ns).tolist():
            self._note(int(starts[i]) + self._repeats_ns, int(stops[i]))
        self._since_ns = int(starts[-1]) if same[-1] == len(t_ns) - 1 else self._last_ns

    def _note(self, start: int, stop: int) -> None:
        """Add a span, or lengthen the last one."""
        if self._spans and self._spans[-1][0] == start:
            self._spans[-1] = (start, stop)
        else:
            self._spans.append((start, stop))

    def at(self, t_ns: Times) -> Bools:
        """(n,) whether the sensor repeats itself at these rising instants; earlier ones are forgotten."""
        self._spans = [span for span in self._spans if span[1] >= t_ns[0]]
        inside = np.zeros(len(t_ns), dtype=bool)
        for start, stop in self._spans:
            inside |= (t_ns >= start) & (t_ns <= stop)
        return inside


def repeats(values: Array, last: float) -> Bools:
    """(n,) whether a value (n,) is the one before it; `last` is the one before the first. One axis tells enough."""
    return np.asarray(values == np.concatenate([[last], values[:-1]]))


class Frozen:
    """Turns the rows of a frozen sensor into silence."""

    def __init__(self, params: FrozenParams | None = None) -> None:
        self._p = params or FrozenParams()
        self._moved = dict.fromkeys(Placement, 0)

    def step(self, pair: Pair, repeats: dict[Placement, Repeats]) -> tuple[Pair, list[SensorWarning]]:
        """The pair without frozen rows, and who froze."""
        sacrum, found = self._of(Placement.SACRUM, pair.t_ns, pair.sacrum, pair.thoracic, repeats)
        thoracic, more = self._of(Placement.THORACIC, pair.t_ns, pair.thoracic, pair.sacrum, repeats)
        return Pair(pair.t_ns, sacrum, thoracic), found + more

    def _of(
        self, placement: Placement, t_ns: Times, own: Motion, other: Motion, repeats: dict[Placement, Repeats]
    ) -> tuple[Motion, list[SensorWarning]]:
        same = repeats[placement].at(t_ns)
        if not same.any():
            self._moved[placement] = 0
            return own, []
        turning = np.nan_to_num(norm(other.gyr)) > np.radians(self._p.other_dps)
        frozen, found, moved = np.zeros(len(t_ns), dtype=bool), [], self._moved[placement]
        for i, (repeating, moving) in enumerate(zip(same.tolist(), turning.tolist(), strict=True)):
            moved = moved + moving if repeating else 0
            frozen[i] = moved >= self._p.other_rows
            if moving and moved == self._p.other_rows:
                found.append(
                    warning(int(t_ns[i]), "sensor_frozen", placement, "it repeats itself: switch it off and on")
                )
        self._moved[placement] = moved
        return blanked(own, frozen), found


def blanked(motion: Motion, rows: Bools) -> Motion:
    """The motion with silence in these rows."""
    if not rows.any():
        return motion
    silent = nothing(1)
    keep = ~rows[:, None]
    return Motion(
        np.where(keep, motion.up, silent.up),
        np.where(keep, motion.up_slow, silent.up_slow),
        np.where(keep, motion.gyr, silent.gyr),
        np.where(keep, motion.lin, silent.lin),
        motion.valid & ~rows,
    )
