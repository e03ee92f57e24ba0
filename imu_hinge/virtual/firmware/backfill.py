"""One request for samples of the past (PROTOCOL.md R2, R3, R5)."""

from dataclasses import dataclass

from imu_hinge.sensors.hsp import GAP, Frame
from imu_hinge.sensors.hsp.frame import BACKFILL_BIT
from imu_hinge.virtual.firmware.ring import Ring

MOST_PER_S = 40
"""Backfill notifications per second (R5)."""


@dataclass(slots=True)
class Backfill:
    """The request being answered."""

    next_s: float = 0.0
    """True time before which no frame may be sent."""
    _next: int = 0
    _end: int = 0
    _sent: int = 0

    @property
    def running(self) -> bool:
        """Whether frames are still to come."""
        return self._next < self._end

    def begin(self, first: int, count: int) -> None:
        """Samples from `first` are wanted."""
        self._next, self._sent, self._end = first, first, first + count

    def stop(self) -> None:
        """No more frames."""
        self._next = self._end = 0

    def take(self, ring: Ring, kind: int, most: int, t_s: float) -> Frame | None:
        """The next frame of at most `most` samples; `kind` is the type its live frame would have."""
        first = ring.next_held(self._next, self._end)
        if first == self._end:
            self.stop()
            return None
        piece = ring.piece(first, min(self._end, first + most))
        gap = GAP if first > self._sent else 0
        self._next = self._sent = first + len(piece)
        self.next_s = t_s + 1 / MOST_PER_S
        return piece.frame(kind | BACKFILL_BIT, gap)
