"""What the finder of repetitions works with: its limits, the heights in force, the signals in and the cycles out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

import numpy as np

from imu_hinge.core.angles import Angles
from imu_hinge.core.motion import GRID_NS
from imu_hinge.model.arrays import Array
from imu_hinge.model.events import Phase

FRAMES_PER_S = 10**9 // GRID_NS
RATE_FRAMES = 8
"""The rate of a frame is the mean over so many frames before it (0.16 s) ..."""
BASE_EVERY = 10
"""Frames between two looks of the base: it follows with a time constant of seconds."""
RATE_LAG = RATE_FRAMES // 2
"""... and so belongs to the instant this many frames earlier."""


@dataclass(frozen=True, slots=True)
class RepParams:
    """Shares of R, the wearer's own range, unless a unit is named."""

    opens: float = 0.25
    opens_rise_deg: float = 5.0
    """A movement down begins this far above the lowest point since the last one, at least (inferred)."""
    closes: float = 0.18
    closes_least_deg: float = 7.0
    turned_dps: float = 8.0
    turned_deg: float = 2.0
    deeper: float = 0.05
    rose: float = 0.15
    rose_of_excursion: float = 0.25
    at_peak: float = 0.05
    came_up: float = 0.5
    sank: float = 0.12
    sank_least_deg: float = 8.0
    base_s: float = 4.0
    base_within: float = 0.22
    base_most_deg: float = 10.0
    excursion: float = 0.38
    excursion_least_deg: float = 15.0
    shortest_s: float = 0.7
    longest_s: float = 14.0
    lost_s: float = 3.0
    range_memory: int = 5
    range_least: float = 0.6
    range_most: float = 1.6
    plane_deg: float = 30.0
    plane_most_deg: float = 40.0
    plane_from_deg: float = 15.0
    plane_to_deg: float = 165.0
    pelvis_share: float = 0.18
    row_above: float = 0.8
    fixed_opens_deg: float = 15.0
    """An assessment has limits of its own, on the inclination."""
    fixed_closes_deg: float = 10.0
    fixed_closes: float = 0.4
    """Share of its own peak below which a bend of an assessment is over."""
    fixed_excursion_deg: float = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """The thresholds in force for the wearer's range, rad; `opens`, `closes` and `excursion` above the base."""

    range: float
    opens: float
    closes: float
    closes_share: float
    """Of its peak, below which a movement is over too."""
    excursion: float
    near: float
    """How far from zero the base may be."""
    deeper: float
    rose: float
    sank: float


def heights_for(range_rad: float, fixed: bool, p: RepParams) -> Heights:
    """The thresholds for a range; those of an assessment do not depend on it."""
    return Heights(
        range=range_rad,
        opens=radians(p.fixed_opens_deg) if fixed else p.opens * range_rad,
        closes=radians(p.fixed_closes_deg) if fixed else max(p.closes * range_rad, radians(p.closes_least_deg)),
        closes_share=p.fixed_closes if fixed else 0.0,
        excursion=radians(p.fixed_excursion_deg)
        if fixed
        else max(p.excursion * range_rad, radians(p.excursion_least_deg)),
        near=0.0 if fixed else min(p.base_within * range_rad, radians(p.base_most_deg)),
        deeper=p.deeper * range_rad,
        rose=p.rose * range_rad,
        sank=max(radians(p.sank_least_deg), p.sank * range_rad),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One movement down and up, as the finder saw it; frames are grid indices."""

    start: int
    bottom: int
    end: int
    """The frame at which it is known to be over: top zone entered again, or the turn into the next descent."""
    turn: int
    """The highest point of an incomplete one; equals `end` otherwise."""
    complete: bool
    excursion: float
    """Rad above the base."""
    range: float
    """The wearer's own range when it was judged, rad."""
    rows: int
    borderline: bool
    """Out of the sagittal plane, but not far enough to say that it was none."""
    rejected: str
    """Why it is no repetition; empty when it is one."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A phase begins."""

    phase: Phase
    start: int
    """Frame at which the movement under way began."""
    so_far: Cycle | None = None
    """The movement, when its bottom is left; None where something already speaks against a repetition."""


@dataclass(frozen=True, slots=True)
class Halted:
    """The trunk came up half way at least, and rests above the top zone for as long as a lockout is waited for."""

    end: int
    """Frame at which it came to rest."""
    so_far: Cycle


Mark = tuple[int, Cycle | Entered | Halted]
"""Frame of decision, and what was decided."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the finder looks at, one entry a frame; plain numbers too, since it goes from frame to frame."""

    first: int
    """Grid index of the first entry."""
    height: Sequence[float]
    """Count signal, rad; NaN where nothing is known."""
    rate: Sequence[float]
    """Its rate, rad/s."""
    pelvis: Sequence[float]
    """NaN where it is not to be judged."""
    plane: Sequence[float]
    inclination: Sequence[float]
    pull: Sequence[float]
    seated: Sequence[bool]
    """Seated on average shortly before."""
    heights: Array
    rates: Array
    """The first two once more, to look far ahead."""


def signals(first: int, angles: Angles, height: Array, rate: Array, sat: list[bool]) -> Signals:
    """The finder's view of a block."""
    return Signals(
        first=first,
        height=height.tolist(),
        rate=rate.tolist(),
        pelvis=np.where(angles.valid_pelvis, angles.pelvis, np.nan).tolist(),
        plane=angles.plane.tolist(),
        inclination=angles.inclination.tolist(),
        pull=np.nan_to_num(angles.pull).tolist(),
        seated=sat,
        heights=height,
        rates=rate,
    )
