"""Bends of the day: by the hip or by the back, told from the share of the pelvis in the way down."""

from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.core.posture.states import NOWHERE, Position
from imu_hinge.model.arrays import Array, Times
from imu_hinge.model.events import Event, Rep, RepCompleted, RepRevised, RepStatus


@dataclass(frozen=True, slots=True)
class Bend:
    """One way down and up of the trunk."""

    t_start_ns: int
    t_bottom_ns: int
    before: Position
    bottom: Position
    t_end_ns: int = 0
    seen: bool = False
    """Whether what came after it was looked at: a seat makes it none."""

    @property
    def share(self) -> float:
        """Hinge share: pelvis range / thorax range on the way down."""
        down = self.bottom.thorax_deg - self.before.thorax_deg
        return (self.bottom.pelvis_deg - self.before.pelvis_deg) / down


@dataclass(frozen=True, slots=True)
class Counted:
    """Bends that were told as such."""

    hip: int = 0
    back: int = 0
    unknown: int = 0
    """The pelvis was not known."""

    def plus(self, bend: Bend, limit: float) -> "Counted":
        """With one more; from the share `limit` on it came from the hip."""
        if np.isnan(bend.share):
            return replace(self, unknown=self.unknown + 1)
        return replace(self, hip=self.hip + 1) if bend.share >= limit else replace(self, back=self.back + 1)


BEFORE_S = 5
"""A bend begins where the thorax was least far forward in so many seconds before: a slow one is well on its way."""
AFTER_S = 3
"""What a bend led to is looked at so long after it."""


class Bends:
    """Fed with whole seconds of tilts; keeps a minute of bends that may still become repetitions."""

    def __init__(self, params: PostureParams, share_limit: float) -> None:
        self._p, self._limit = params, share_limit
        self._before = NOWHERE
        self._lately: deque[Position] = deque(maxlen=BEFORE_S)
        self._open: Bend | None = None
        self._waiting: list[Bend] = []
        self.counted = Counted()

    def heard(self, event: Event) -> None:
        """A repetition is none of the day's bends."""
        if isinstance(event, RepCompleted | RepRevised) and event.rep.status is not RepStatus.PROVISIONAL:
            self._waiting = [bend for bend in self._waiting if not overlap(bend, event.rep)]

    def step(self, t_ns: Times, pelvis_deg: Array, thorax_deg: Array, at: Position, upright: bool) -> None:
        """Rows (n,) of a second; `upright` says whether the wearer stands: seated and lying bends are not counted."""
        if self._open is not None or np.nanmax(thorax_deg, initial=-180.0) > self._p.bend_deg:
            for row in zip(t_ns.tolist(), pelvis_deg.tolist(), thorax_deg.tolist(), strict=True):
                self._row(*row, upright)
        if at.thorax_deg < self._p.bend_deg / 2:
            self._lately.append(at)
            self._before = min(self._lately, key=lambda one: one.thorax_deg)
        self._look_after(int(t_ns[-1]), at)

    def _row(self, t_ns: int, pelvis_deg: float, thorax_deg: float, upright: bool) -> None:
        here = Position(pelvis_deg, thorax_deg)
        if self._open is None:
            if upright and thorax_deg - self._before.thorax_deg > self._p.bend_deg:
                self._open = Bend(t_ns, t_ns, self._before, here)
        elif thorax_deg > self._open.bottom.thorax_deg:
            self._open = replace(self._open, t_bottom_ns=t_ns, bottom=here)
        elif thorax_deg - self._open.before.thorax_deg < self._p.bend_deg / 2:
            self._close(self._open, t_ns)

    def _close(self, bend: Bend, t_ns: int) -> None:
        self._open = None
        if t_ns - bend.t_start_ns < self._p.bend_most_s * SECOND_NS:
            self._waiting.append(replace(bend, t_end_ns=t_ns))

    def _look_after(self, t_ns: int, at: Position) -> None:
        kept = []
        for bend in self._waiting:
            after_ns = t_ns - bend.t_end_ns
            if not bend.seen and after_ns >= AFTER_S * SECOND_NS:
                if self._seat(at):
                    continue
                kept.append(replace(bend, seen=True))
            elif after_ns >= self._p.bend_known_s * SECOND_NS:
                self.counted = self.counted.plus(bend, self._limit)
            else:
                kept.append(bend)
        self._waiting = kept

    def _seat(self, at: Position) -> bool:
        return at.pelvis_deg < self._p.seat_pelvis_deg and at.lumbar_deg > self._p.seat_lumbar_deg


def overlap(bend: Bend, rep: Rep) -> bool:
    """Whether the bend was that repetition."""
    return rep.t_start_ns <= bend.t_bottom_ns <= rep.t_end_ns
