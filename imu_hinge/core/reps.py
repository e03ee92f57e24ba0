"""Finds repetitions in the count signal: one frame at a time, decided by the table of phases.py."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from math import radians
from statistics import median

import numpy as np

from imu_hinge.core.cycles import (
    BASE_EVERY,
    FRAMES_PER_S,
    RATE_LAG,
    Cycle,
    Entered,
    Halted,
    Mark,
    RepParams,
    Signals,
    heights_for,
)
from imu_hinge.core.measures import LOCKOUT_FRAMES
from imu_hinge.core.phases import TABLE, Sign
from imu_hinge.core.rest import Rest
from imu_hinge.core.rows import RowCounter
from imu_hinge.model.events import Phase


class RepFinder:
    """The automaton; a step returns its marks in order."""

    def __init__(
        self, range_rad: float, *, fixed: bool, hinge: bool, rows: bool, params: RepParams | None = None
    ) -> None:
        self._p = params or RepParams()
        self._fixed, self._hinge = fixed, hinge
        self._rows = RowCounter() if rows else None
        self._expected = range_rad
        self._ranges: deque[float] = deque(maxlen=self._p.range_memory)
        self._heights = heights_for(range_rad, fixed, self._p)
        self._slow_rate = radians(self._p.turned_dps)
        self._turned_drop, self._opens_rise = radians(self._p.turned_deg), radians(self._p.opens_rise_deg)
        self.phase = Phase.WAITING
        self._began = False
        self._base = 0.0
        self._low = float("inf")
        self._lost = 0
        self._rest = Rest(self._slow_rate, self._turned_drop)
        self._slow = self._start = self._bottom = self._turn = 0
        self._slow_at = self._turn_at = (float("nan"), False)
        self._peak = self._top = self._turned_at = self._plane = self._inclination = 0.0
        self._pelvis_start = self._pelvis_peak = float("nan")
        self._seated = self._pelvis_known = False
        self._high: list[int] = []
        self._high_above: float | None = None
        self._signs: dict[Phase, Callable[[int, float, float], Sign | None]] = {
            Phase.STANDING: self._standing,
            Phase.HINGING: self._hinging,
            Phase.BOTTOM: self._at_bottom,
            Phase.ROWING: self._rowing,
            Phase.DRIVING: self._driving,
            Phase.WAITING: self._waiting,
        }

    @property
    def in_rep(self) -> bool:
        """Whether a movement is under way."""
        return self.phase not in (Phase.STANDING, Phase.WAITING)

    @property
    def range_rad(self) -> float:
        """The wearer's own range, as far as it is known."""
        return self._heights.range

    def step(self, s: Signals) -> list[Mark]:
        """Go through the frames; a quiet stand in one stride."""
        marks: list[Mark] = []
        self._s, self._high_above, i = s, None, 0
        while i < len(s.height):
            if self.phase is Phase.STANDING:
                i = self._stand(s, i)
            if i < len(s.height):
                marks += self._frame(s, i)
                i += 1
        return marks

    def _frame(self, s: Signals, i: int) -> list[Mark]:
        """One frame."""
        self._i, height = i, s.height[i]
        if height != height:
            self._lost += 1
            late = self._lost > self._p.lost_s * FRAMES_PER_S and self.in_rep
            return self._go(s, i, Sign.TOO_LONG) if late else []
        if not self._began:
            self._begin(s.first + i, height)
        if self.phase is not Phase.WAITING and self.phase is not Phase.STANDING:
            self._note(s, i, height)
        sign = self._signs[self.phase](s.first + i, height, s.rate[i])
        self._lost = 0
        if sign is not None:
            return self._go(s, i, sign)
        return [] if self._rest.began is None else self._halted(s.first + i, self._rest.began)

    def _halted(self, frame: int, began: int) -> list[Mark]:
        """Said once, when a rest on the way up has lasted as long as a lockout is waited for."""
        so_far = self._so_far(frame) if frame == began + LOCKOUT_FRAMES else None
        return [] if so_far is None else [(frame, Halted(began, so_far))]

    def _stand(self, s: Signals, i: int) -> int:
        """Stand quietly from entry `i` on, as long as no movement can begin; the entry at which one may."""
        stop = self._next_high(s, i)
        if stop == i:
            return i
        heights, rates = s.heights[i:stop], s.rates[i:stop]
        self._low = min(self._low, float(np.nanmin(heights, initial=np.inf)))
        slow = np.flatnonzero((rates < self._slow_rate) & np.isfinite(heights))
        if len(slow):
            self._i = i + int(slow[-1])
            self._slow, self._slow_at = s.first + self._i - RATE_LAG, self._aside()
        for at in range(i + -(s.first + i) % BASE_EVERY, stop, BASE_EVERY):
            self._follow(s.height[at], s.rate[at])
        return stop

    def _next_high(self, s: Signals, i: int) -> int:
        """The first entry from `i` on above the height below which no movement can begin, wherever the base is."""
        floor = self._heights.opens - self._heights.near
        if floor != self._high_above:
            self._high, self._high_above = np.flatnonzero(s.heights > floor).tolist(), floor
        at = bisect_left(self._high, i)
        return self._high[at] if at < len(self._high) else len(s.height)

    def _follow(self, height: float, rate: float) -> None:
        """The base goes after a quiet height near upright."""
        slow, near = self._slow_rate, self._heights.near
        if -slow < rate < slow and -near < height < near:
            self._base += (height - self._base) * BASE_EVERY / (self._p.base_s * FRAMES_PER_S)

    def unfinished(self, frame: int) -> Cycle | None:
        """What is open when the input ends."""
        return self._cycle(frame, complete=False, rejected="unfinished") if self.in_rep else None

    def _begin(self, frame: int, height: float) -> None:
        """The first frame: a wearer who starts bent is waited for."""
        self._began = True
        self._slow = self._start = self._bottom = frame
        self.phase = Phase.STANDING if height < self._heights.opens else Phase.WAITING
        self._peak = height

    def _note(self, s: Signals, i: int, height: float) -> None:
        """Keep the deepest point of a movement under way."""
        if height > self._peak:
            self._peak, self._bottom = height, s.first + i
            self._plane, self._inclination = s.plane[i], s.inclination[i]
            self._pelvis_known = s.pelvis[i] == s.pelvis[i]
        if s.pelvis[i] > self._pelvis_peak:
            self._pelvis_peak = s.pelvis[i]
        if self._rows and self.phase in (Phase.BOTTOM, Phase.ROWING):
            self._rows.step(height, s.pull[i])

    def _standing(self, frame: int, height: float, rate: float) -> Sign | None:
        if rate < self._slow_rate:
            self._slow, self._slow_at = frame - RATE_LAG, self._aside()
        self._low = min(self._low, height)
        if height > max(self._base + self._heights.opens, self._low + self._opens_rise):
            return Sign.OPENED
        if frame % BASE_EVERY == 0:
            self._follow(height, rate)
        return None

    def _hinging(self, frame: int, height: float, rate: float) -> Sign | None:
        if rate < self._slow_rate or height < self._peak - self._turned_drop:
            return Sign.TURNED
        return self._overdue(frame)

    def _at_bottom(self, frame: int, height: float, rate: float) -> Sign | None:
        if self._rose(height):
            return Sign.ROSE
        if height >= self._peak and height > self._turned_at + self._heights.deeper and rate > self._slow_rate:
            return Sign.DEEPER
        if self._rows and self._rows.rowing and height > self._base + self._p.row_above * (self._peak - self._base):
            return Sign.ROW_BEGAN
        return self._overdue(frame)

    def _rowing(self, frame: int, height: float, rate: float) -> Sign | None:
        if self._rose(height):
            return Sign.ROSE
        if self._rows is None or not self._rows.rowing:
            return Sign.ROW_ENDED
        return self._overdue(frame)

    def _driving(self, frame: int, height: float, rate: float) -> Sign | None:
        if height < self._top:
            self._top, self._turn, self._turn_at = height, frame, self._aside()
        excursion = self._peak - self._base
        came_up = self._top <= self._peak - self._p.came_up * excursion
        if came_up:
            self._rest.step(frame, height, rate)
        if height < self._base + max(self._heights.closes, self._heights.closes_share * self._peak):
            return Sign.CLOSED
        if came_up and height > self._top + self._heights.sank:
            return Sign.SANK
        if height >= self._peak - self._p.at_peak * excursion:
            return Sign.BACK_AT_PEAK
        return self._overdue(frame)

    def _waiting(self, frame: int, height: float, rate: float) -> Sign | None:
        self._slow, self._slow_at = frame - RATE_LAG, self._aside()
        return Sign.UPRIGHT if height < self._base + self._heights.opens else None

    def _overdue(self, frame: int) -> Sign | None:
        return Sign.TOO_LONG if frame - self._start > self._p.longest_s * FRAMES_PER_S else None

    def _rose(self, height: float) -> bool:
        most = max(self._heights.rose, self._p.rose_of_excursion * (self._peak - self._base))
        return height < self._peak - most

    def _go(self, s: Signals, i: int, sign: Sign) -> list[Mark]:
        """Change the phase by the table; what a transition completes comes first."""
        frame, before, self._rest.began = s.first + i, self.phase, None
        self.phase = TABLE[before, sign]
        done: list[Mark] = []
        if sign in (Sign.CLOSED, Sign.SANK, Sign.TOO_LONG):
            done.append((frame, self._judged(frame, sign)))
        if sign is Sign.UPRIGHT and self._peak > self._heights.opens and self._start == self._bottom:
            done.append((frame, self._cycle(frame, complete=False, rejected="began_bent")))
        if sign in (Sign.OPENED, Sign.SANK):
            self._open(*(self._slow, self._slow_at) if sign is Sign.OPENED else (self._turn, self._turn_at))
        if sign is Sign.TURNED:
            self._turned_at = self._peak
        if sign is Sign.ROSE:
            self._top, self._turn, self._turn_at = s.height[i], frame, self._aside()
        if sign in (Sign.CLOSED, Sign.UPRIGHT, Sign.TOO_LONG):
            self._peak, self._slow, self._start, self._bottom = 0.0, frame, frame, frame + 1
            self._low = s.height[i]
        so_far = self._so_far(frame) if sign is Sign.ROSE else None
        return [*done, (frame, Entered(self.phase, self._start, so_far))]

    def _so_far(self, frame: int) -> Cycle | None:
        """The movement under way; None where something already speaks against a repetition."""
        cycle = self._cycle(frame, complete=False, rejected=self._objection(frame, Sign.ROSE))
        return None if cycle.rejected else cycle

    def _aside(self) -> tuple[float, bool]:
        """Pelvis tilt of this frame, and whether the wearer sat before it."""
        return self._s.pelvis[self._i], self._s.seated[self._i]

    def _open(self, start: int, start_at: tuple[float, bool]) -> None:
        """A movement down began at frame `start`."""
        s, i = self._s, self._i
        self._start, self._bottom = start, s.first + i
        self._peak = self._turned_at = s.height[i]
        self._plane, self._inclination = s.plane[i], s.inclination[i]
        self._pelvis_start, self._seated = start_at
        self._pelvis_known = s.pelvis[i] == s.pelvis[i]
        self._pelvis_peak = self._pelvis_start
        if self._rows:
            self._rows.reset()

    def _judged(self, frame: int, sign: Sign) -> Cycle:
        """The cycle that ends here, with the reason when it is none; an accepted one teaches the range."""
        cycle = self._cycle(frame, complete=sign is Sign.CLOSED, rejected=self._objection(frame, sign))
        if not cycle.rejected and not self._fixed:
            self._ranges.append(cycle.excursion)
            least, most = self._p.range_least * self._expected, self._p.range_most * self._expected
            self._heights = heights_for(min(max(median(self._ranges), least), most), self._fixed, self._p)
        return cycle

    def _objection(self, frame: int, sign: Sign) -> str:
        p, excursion = self._p, self._peak - self._base
        share = (self._pelvis_peak - self._pelvis_start) / excursion if excursion > 0 else 0.0
        checks = (
            ("gap", self._lost > p.lost_s * FRAMES_PER_S),
            ("too_slow", sign is Sign.TOO_LONG),
            ("small", excursion < self._heights.excursion),
            ("too_fast", frame - self._start < p.shortest_s * FRAMES_PER_S),
            ("plane", self._off_plane() > radians(p.plane_most_deg)),
            ("from_seat", self._seated),
            ("no_pelvis_share", self._hinge and self._pelvis_known and share < p.pelvis_share),
        )
        return next((reason for reason, holds in checks if holds), "")

    def _off_plane(self) -> float:
        p = self._p
        judged = radians(p.plane_from_deg) < self._inclination < radians(p.plane_to_deg)
        return abs(self._plane) if judged else 0.0

    def _cycle(self, frame: int, *, complete: bool, rejected: str) -> Cycle:
        return Cycle(
            start=self._start,
            bottom=self._bottom,
            end=frame,
            turn=frame if complete else self._turn,
            complete=complete,
            excursion=self._peak - self._base,
            range=self._heights.range,
            rows=self._rows.count if self._rows else 0,
            borderline=self._off_plane() > radians(self._p.plane_deg),
            rejected=rejected,
        )
