"""Cuts a block at the changes of phase, with what each stretch is compared with."""

from collections.abc import Iterator, Sequence

import numpy as np

from imu_hinge.core.angles import Angles
from imu_hinge.core.cycles import Entered
from imu_hinge.core.directions import known_or_zero
from imu_hinge.core.faults import Segment
from imu_hinge.model.arrays import Array, Bools
from imu_hinge.model.events import Phase

DEEPER_DEG = 2.0
"""When the pelvis goes this much further after a bottom began, that was not yet the bottom (inferred)."""
BEFORE_ROW = 10
"""Frames before a row is recognised at which the trunk was still at rest (inferred)."""
SLOW_DPS = 8.0
"""Below this rate the trunk is at the top or at the bottom."""
UNKNOWN = float("nan")


class Segments:
    """Follows the phases; angles in deg, NaN where not to be judged."""

    def __init__(self) -> None:
        self._phase = Phase.WAITING
        self._lumbar_at_bottom = self._pelvis_at_bottom = self._lumbar_at_row = self._lateral_at_start = UNKNOWN
        self._peak = 0.0
        self._recent = np.full(BEFORE_ROW, UNKNOWN)
        self._slow = False

    def cut(self, first: int, angles: Angles, rate: Array, entered: Sequence[tuple[int, Entered]]) -> Iterator[Segment]:
        """The stretches of a block that begins at grid index `first`; `rate` (n,) of the count signal, rad/s."""
        slow = np.abs(rate) < np.radians(SLOW_DPS)
        rests = slow & ~np.concatenate([[self._slow], slow[:-1]])
        self._slow = bool(slow[-1])
        both = angles.valid_pelvis & angles.valid_thorax
        lumbar = np.where(both, np.degrees(angles.lumbar), UNKNOWN)
        pelvis = np.where(angles.valid_pelvis, np.degrees(angles.pelvis), UNKNOWN)
        thorax = np.where(angles.valid_thorax, np.degrees(angles.thorax), UNKNOWN)
        lateral = np.where(angles.valid_thorax, np.degrees(angles.lateral), UNKNOWN)
        past = np.concatenate([self._recent, lumbar])
        self._recent = past[-BEFORE_ROW:]
        stops = [*(frame - first for frame, _ in entered), len(angles)]
        start = 0
        for stop, change in zip(stops, [*(e for _, e in entered), None], strict=True):
            if stop > start:
                rows = slice(start, stop)
                values = (lumbar[rows], pelvis[rows], thorax[rows], lateral[rows])
                yield self._segment(first + start, *values, slow[rows], rests[rows])
            if change is not None:
                self._enter(change.phase, past[stop], lumbar[stop], pelvis[stop], lateral[stop])
            start = stop

    def _enter(self, phase: Phase, before: float, lumbar: float, pelvis: float, lateral: float) -> None:
        """Remember what the new phase is compared with."""
        if phase is Phase.HINGING and self._phase is not Phase.BOTTOM:
            self._lumbar_at_bottom = self._pelvis_at_bottom = self._lumbar_at_row = UNKNOWN
            self._lateral_at_start, self._peak = lateral, 0.0
        if phase is Phase.BOTTOM and not pelvis <= self._pelvis_at_bottom + DEEPER_DEG:
            self._lumbar_at_bottom, self._pelvis_at_bottom = lumbar, pelvis
        if phase is Phase.ROWING and np.isnan(self._lumbar_at_row):
            self._lumbar_at_row = before
        self._phase = phase

    def _segment(
        self, first: int, lumbar: Array, pelvis: Array, thorax: Array, lateral: Array, slow: Bools, rests: Bools
    ) -> Segment:
        peak = np.maximum.accumulate(np.maximum(known_or_zero(thorax), self._peak))
        self._peak = float(peak[-1])
        return Segment(
            phase=self._phase,
            first=first,
            lumbar=lumbar,
            pelvis=pelvis,
            thorax=thorax,
            lateral=lateral,
            lumbar_at_bottom=self._lumbar_at_bottom,
            lumbar_at_row=self._lumbar_at_row,
            lateral_at_start=self._lateral_at_start,
            slow=slow,
            rests=rests,
            above_third=thorax > peak * 2.0 / 3.0,
        )
