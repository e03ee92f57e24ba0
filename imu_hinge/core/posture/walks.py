"""Walking as a witness of upright: drift and slip show between one walk and another."""

import math
from dataclasses import dataclass
from statistics import median

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.states import NOWHERE, Position
from imu_hinge.model.inputs import Placement

LONGEST_S = 120
"""Seconds of a walk that are looked at."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A segment that walks otherwise than it did."""

    placement: Placement
    by_deg: float


class Walks:
    """Compares each walk with the first one after a calibration or a stance. A shift is told once."""

    def __init__(self, params: PostureParams, first: Position = NOWHERE) -> None:
        """`first`: that walk, where it is known from before."""
        self._p = params
        self._walk: list[Position] = []
        self._first = first
        self._off = dict.fromkeys(Placement, 0)
        self._told: set[Placement] = set()

    @property
    def first(self) -> Position:
        """The walk that others are compared with; NaN before it."""
        return self._first

    def step(self, walking: bool, at: Position) -> list[Shift]:
        """What a walk that just ended says."""
        if walking:
            if len(self._walk) < LONGEST_S:
                self._walk.append(at)
            return []
        walk, self._walk = self._walk, []
        return self._compared(walk) if len(walk) >= self._p.walk_s else []

    def _compared(self, walk: list[Position]) -> list[Shift]:
        pelvis, thorax = middle([one.pelvis_deg for one in walk]), middle([one.thorax_deg for one in walk])
        if math.isnan(self._first.pelvis_deg + self._first.thorax_deg):
            self._first = Position(pelvis, thorax)
        pairs = (
            (Placement.SACRUM, pelvis, self._first.pelvis_deg),
            (Placement.THORACIC, thorax, self._first.thorax_deg),
        )
        found = (self._shift(placement, value, first) for placement, value, first in pairs)
        return [shift for shift in found if shift is not None]

    def _shift(self, placement: Placement, value: float, first: float) -> Shift | None:
        by_deg = value if abs(value) > self._p.walk_far_deg else value - first
        limit = self._p.walk_shift_deg
        self._off[placement] = self._off[placement] + 1 if abs(by_deg) > limit else 0
        if self._off[placement] < 2 or placement in self._told:
            return None
        self._told.add(placement)
        return Shift(placement, by_deg)


def middle(values: list[float]) -> float:
    """Median of what is known; NaN of nothing."""
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known else math.nan
