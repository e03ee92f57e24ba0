"""A repetition as curves over 0 to 100 % of its time. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from imu_hinge.model.arrays import Array, Records
from imu_hinge.model.events import Rep
from imu_hinge.view.trace import SHARE_FROM_DEG

POINTS = 101
PERCENT = np.linspace(0.0, 100.0, POINTS)
_HOLE_NS = 150_000_000
"""Between frames farther apart nothing is known; live postures come every 50 ms."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that is drawn over a repetition."""

    title: str
    unit: str
    bottom: float
    top: float
    """Ends of the scale; a limit above makes it longer."""
    values: Callable[[Records], Array]


def _lumbar(rows: Records) -> Array:
    return np.where(rows["valid"], np.degrees(rows["lumbar_flexion"]), np.nan)


def _pelvis(rows: Records) -> Array:
    tilt: Array = np.degrees(rows["pelvis_tilt"])
    return tilt


def _share(rows: Records) -> Array:
    """Pelvis tilt / thorax tilt; NaN while the pelvis has hardly moved, where it would be noise."""
    pelvis, thorax = np.degrees(rows["pelvis_tilt"]), np.degrees(rows["thorax_tilt"])
    told = (pelvis >= SHARE_FROM_DEG) & (thorax > 0.0)
    return np.where(told, np.minimum(pelvis / np.where(told, thorax, 1.0), 1.0), np.nan)


KINDS = {
    "lumbar": Kind("low back", "deg", -5.0, 35.0, _lumbar),
    "pelvis": Kind("pelvis tilt", "deg", 0.0, 100.0, _pelvis),
    "share": Kind("hinge share", "", 0.0, 1.0, _share),
}
"""By name."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One repetition, or the middle of several: (POINTS,) values by name of the kind, NaN where nothing is known."""

    values: dict[str, Array]
    bottom_pct: float
    """Where the bottom is."""

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return any(np.isfinite(values).any() for values in self.values.values())


def curve(rows: Records, rep: Rep) -> Curve:
    """The curves of a repetition from FRAME rows that cover it."""
    span = max(rep.t_end_ns - rep.t_start_ns, 1)
    times = rep.t_start_ns + PERCENT / 100.0 * span
    values = {name: _resampled(rows["t_ns"], kind.values(rows), times) for name, kind in KINDS.items()}
    return Curve(values, 100.0 * (rep.t_bottom_ns - rep.t_start_ns) / span)


def middle(curves: Sequence[Curve]) -> Curve:
    """The median at each percent, of the curves that are known there; at least one curve is given."""
    values = {name: _median(np.array([one.values[name] for one in curves])) for name in KINDS}
    return Curve(values, float(np.median([one.bottom_pct for one in curves])))


def _resampled(t_ns: Array, values: Array, times: Array) -> Array:
    """Straight lines between the values; NaN outside of them, beside a NaN, and within a hole."""
    if len(t_ns) < 2:
        return np.full(len(times), np.nan)
    after = np.clip(np.searchsorted(t_ns, times), 1, len(t_ns) - 1)
    before = after - 1
    share = (times - t_ns[before]) / (t_ns[after] - t_ns[before])
    here = values[before] + share * (values[after] - values[before])
    here = np.where(share == 0.0, values[before], np.where(share == 1.0, values[after], here))
    outside = (share < 0.0) | (share > 1.0) | (t_ns[after] - t_ns[before] > _HOLE_NS)
    return np.where(outside, np.nan, here)


def _median(rows: Array) -> Array:
    known = np.isfinite(rows).any(axis=0)
    found = np.full(rows.shape[1], np.nan)
    found[known] = np.nanmedian(rows[:, known], axis=0)
    return found
