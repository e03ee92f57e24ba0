"""From device time to session time, by arrivals and answered pings. Causal: a pure function of the inputs so far.

What arrives has waited: the truth lies below every (arrival - device time). A ping was sent before it was received: the
truth lies above every (sent - device time). Two straight lines of one slope along these edges enclose it; connection
intervals cancel, whatever they are (benchmarks/clock.py).
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from imu_hinge.core.edges import Edge, best_slope
from imu_hinge.model.arrays import Times
from imu_hinge.sensors.driver import Echo


@dataclass(frozen=True, slots=True)
class ClockParams:
    """Measured on simulated links of 7.5 to 50 ms interval and clocks up to 200 ppm apart (benchmarks/clock.py)."""

    window_ns: int = 300_000_000_000
    settled_ns: int = 60_000_000_000
    largest_slope: float = 200e-6
    """PROTOCOL.md T4: crystals are within 100 ppm on either side (C4)."""
    first_slew: float = 20e-3
    """Correction of the map per second until it has settled: 20 ms/s keeps released times rising."""
    slew: float = 0.2e-3
    """Correction of the map per second once settled: 0.2 ms/s."""
    same_clock_ns: int = 1_000_000_000
    """Further than this before the map nothing arrives, and no echo lies: that is another clock (PROTOCOL.md B2)."""
    pace_known_ns: int = 10_000_000_000
    """Before that the waits of single packets show as much as the clock (inferred)."""
    late_ns: int = 60_000_000_000
    """Nothing arrives so late after the map: receivers hold seconds back at most (inferred)."""
    echoes: int = 128
    """So many of the last ones say whether they can be relied on: a minute's at the rate of PROTOCOL.md T4."""
    echoes_least: int = 10
    echo_life_ns: int = 60_000_000_000
    """After so long without an answer arrivals alone decide."""
    scatter: float = 0.35
    """Round trips scatter (median less smallest) by this share of the smallest when requests meet the connection events
    at all phases: 0.4 and more then, 0.2 when they keep step with them and all wait for the same unknown time."""
    wait_ns: int = 3_000_000
    """Above the lower edge the truth lies by the receiver's own delay, at most this, ..."""
    interval_ns: int = 50_000_000
    """... and by the shortest of n waits for a connection event: this / n."""


class DeviceClock:
    """Maps the time of one boot of a device to session time."""

    def __init__(
        self, params: ClockParams | None = None, echoes: Iterable[Echo] = (), offset_ns: int | None = None
    ) -> None:
        """`offset_ns`: where the map begins, session less device time; None: as late as its first packet arrives."""
        self._params = p = params or ClockParams()
        self._begin_offset_ns = offset_ns
        self._arrived, self._sent = Edge(p.window_ns), Edge(p.window_ns)
        self.echoes = deque(echoes, p.echoes)
        """The last ones, of whatever boot."""
        self._scattered = False
        self._first_ns: int | None = None
        self._last_ns = 0
        self._offset_ns = self._slope = 0.0

    def renewed(self, offset_ns: int | None = None, params: ClockParams | None = None) -> "DeviceClock":
        """For another run of the device: perhaps another boot too, which the first offset tells from the echoes."""
        return DeviceClock(params or self._params, self.echoes, offset_ns)

    @property
    def began(self) -> bool:
        """Whether there is a map."""
        return self._first_ns is not None

    @property
    def pace(self) -> float:
        """Session seconds per device second, less one, as far as arrivals tell it: 0.0 in the first seconds."""
        return self._slope if self.pace_known else 0.0

    @property
    def pace_known(self) -> bool:
        """Whether there were arrivals enough to tell the pace from the waits of single packets."""
        return self._first_ns is not None and self._last_ns - self._first_ns >= self._params.pace_known_ns

    def go_on_at(self, device_ns: int) -> None:
        """Keeps the offset and forgets the arrivals: what comes from here on is not in line with what was."""
        self._arrived, self._slope = Edge(self._params.window_ns), 0.0
        self._first_ns = self._last_ns = device_ns

    def late_ns(self, device_ns: int, arrival_ns: int) -> int:
        """How much later a packet came than the map says of its last sample."""
        expected = device_ns + self._offset_ns + self._slope * (device_ns - self._last_ns)
        return arrival_ns - round(expected)

    def leaps(self, device_ns: int, arrival_ns: int) -> bool:
        """Whether a packet is of another clock than the map: it would come before its samples, or much too late."""
        late = arrival_ns - device_ns - self._offset_ns
        return self._first_ns is not None and not -self._params.same_clock_ns < late < self._params.late_ns

    def observe(self, device_ns: int, arrival_ns: int) -> None:
        """Take the device time of a packet's last sample and the packet's arrival."""
        offset = arrival_ns - device_ns
        if self._first_ns is None:
            offset = offset if self._begin_offset_ns is None else self._begin_offset_ns
            self._first_ns, self._last_ns, self._offset_ns = device_ns, device_ns, float(offset)
            for echo in self.echoes:
                self._add(echo)
        self._arrived.add(device_ns, offset)
        self._move(device_ns)

    def echo(self, echo: Echo) -> None:
        """Take an answered ping."""
        self.echoes.append(echo)
        if self._first_ns is not None:
            self._add(echo)

    def to_session(self, device_ns: Times) -> Times:
        """Session times of device times near the last observed one."""
        return device_ns + round(self._offset_ns)

    def _add(self, echo: Echo) -> None:
        """An echo of this boot: its request was sent half a round trip before its middle."""
        offset = echo.session_ns - echo.device_ns
        if abs(offset - self._offset_ns) < self._params.same_clock_ns:
            self._sent.add(echo.device_ns, echo.rtt_ns // 2 - offset)
            p, trips = self._params, [one.rtt_ns for one in self.echoes]
            self._scattered = len(trips) >= p.echoes_least and median(trips) - min(trips) > p.scatter * min(trips)

    def _move(self, device_ns: int) -> None:
        """Move the map along its own slope, and towards the estimate as fast as it may."""
        p, elapsed = self._params, max(device_ns - self._last_ns, 0)
        predicted = self._offset_ns + self._slope * elapsed
        estimate, self._slope = self._estimate(device_ns)
        settled = self._last_ns - (self._first_ns or 0) > p.settled_ns
        most = (p.slew if settled else p.first_slew) * elapsed
        self._offset_ns = predicted + min(max(estimate - predicted, -most), most)
        self._last_ns = device_ns

    def _estimate(self, device_ns: int) -> tuple[float, float]:
        """Offset at a device time, and its slope: the middle between the edges, near the lower one where they gape."""
        p, sent = self._params, self._sent_until(device_ns)
        slope = best_slope(self._arrived, sent, p.largest_slope)
        upper = self._arrived.at(device_ns, slope)
        if sent is None:
            return upper, slope
        lower = -sent.at(device_ns, -slope)
        most = p.wait_ns + p.interval_ns / len(self.echoes)
        return lower + min((upper - lower) / 2, most), slope

    def _sent_until(self, device_ns: int) -> Edge | None:
        """The edge of the pings, None where they are too few, too old, or in step with the connection."""
        old = self._sent.newest is None or device_ns - self._sent.newest > self._params.echo_life_ns
        return None if old or not self._scattered else self._sent
