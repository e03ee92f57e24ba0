"""Sensors that tell no time: their samples are counted, and when the next ones arrive tells how many were lost.

Count against arrival is a straight line along the lower edge of the arrivals. After a loss the arrivals settle on a
line that is later by what is missing; after a mere delay they come back to the old one.
"""

from collections import deque
from dataclasses import dataclass, replace

from imu_hinge.core.clock import ClockParams, DeviceClock
from imu_hinge.sensors.driver import Decoded

COUNTED_CLOCK = ClockParams(largest_slope=0.02)
"""Such sensors are 0.6 to 1.1 % slower than they say, and 0.7 % apart from one another (measured by their users)."""

Arrived = tuple[Decoded, int]
"""A packet and its arrival."""


@dataclass(frozen=True, slots=True)
class CountingParams:
    """In the published recording of a WitMotion sensor a silence of 239 ms cost 11 samples at 98 Hz."""

    silence_ns: int = 120_000_000
    """After a longer one, beyond what the packet's own samples took, packets wait: some may have been lost."""
    steady_ns: int = 250_000_000
    """They wait until for so long none came nearer to the old line, ..."""
    nearer_ns: int = 10_000_000
    """... by more than this."""
    patience_ns: int = 2_000_000_000
    """They never wait longer."""
    window_ns: int = 1_000_000_000
    """Without a silence: packets that came late for so long tell of a loss."""
    least_samples: float = 2.0
    """Less is no loss: so far single packets are late on an ordinary link."""


class Counting:
    """The count of one sensor, with what is known to be lost."""

    def __init__(self, params: CountingParams | None = None) -> None:
        self._params = params or CountingParams()
        self._lost = self._later_ns = 0
        self._arrival_ns: int | None = None
        self._held: list[Arrived] = []
        self._late: deque[tuple[int, int]] = deque()
        """Arrival and lateness of the packets that are looked at."""

    def take(self, d: Decoded, arrival_ns: int, clock: DeviceClock) -> list[Arrived]:
        """The packets that may be placed, with their full index; none while it is open whether samples were lost."""
        before_ns, self._arrival_ns = self._arrival_ns, arrival_ns
        if before_ns is None or not clock.began:
            return [(self._numbered(d), arrival_ns)]
        silent = arrival_ns - before_ns - len(d.acc) * d.nominal_period_ns > self._params.silence_ns
        if silent and not self._held:
            self._late.clear()
        self._late.append((arrival_ns, self._lateness_ns(d, arrival_ns, clock)))
        if not (silent or self._held):
            self._watch(d, clock)
            return [(self._numbered(d), arrival_ns)]
        self._held.append((d, arrival_ns))
        return self._settled(clock)

    def _watch(self, d: Decoded, clock: DeviceClock) -> None:
        """Without a silence: samples are missing when all packets of a second came late."""
        oldest_ns = self._late[-1][0] - self._params.window_ns
        whole = self._late[0][0] <= oldest_ns
        while self._late[0][0] < oldest_ns:
            self._late.popleft()
        if whole and clock.pace_known:
            self._lose(d, clock)

    def _settled(self, clock: DeviceClock) -> list[Arrived]:
        """After a silence: everything that waits, once the new line is known."""
        p, now_ns = self._params, self._late[-1][0]
        least = min(late for _, late in self._late)
        since_ns = next(t_ns for t_ns, late in self._late if late <= least + p.nearer_ns)
        if now_ns - since_ns < p.steady_ns and now_ns - self._late[0][0] < p.patience_ns:
            return []
        held, self._held = self._held, []
        self._lose(held[0][0], clock)
        return [(self._numbered(d), arrival_ns) for d, arrival_ns in held]

    def _lose(self, d: Decoded, clock: DeviceClock) -> None:
        """Notes what the packets that are looked at say was lost before `d`; the next look begins from there."""
        late_ns = round(min(late for _, late in self._late) / (1.0 + clock.pace))
        if late_ns < self._params.least_samples * d.nominal_period_ns:
            return
        self._lost += round(late_ns / d.nominal_period_ns)
        self._later_ns += late_ns
        self._late.clear()
        if not clock.pace_known:
            clock.go_on_at(self._numbered(d).device_ns)

    def _lateness_ns(self, d: Decoded, arrival_ns: int, clock: DeviceClock) -> int:
        last_ns = self._numbered(d).device_ns + (len(d.acc) - 1) * d.nominal_period_ns
        return clock.late_ns(last_ns, arrival_ns)

    def _numbered(self, d: Decoded) -> Decoded:
        """With what was lost before it counted."""
        return replace(d, index=d.index + self._lost, device_ns=d.device_ns + self._later_ns) if self._lost else d
