"""From device time to session time, and the measured sample period. Causal: a pure function of the packets so far."""

from bisect import bisect_right
from dataclasses import dataclass

from imu_hinge.model.arrays import Times


@dataclass(frozen=True, slots=True)
class ClockParams:
    """Defaults measured on simulated links of 7.5 to 45 ms interval and clocks up to 50 ppm apart."""

    window_ns: int = 300_000_000_000
    slope_after_ns: int = 60_000_000_000
    largest_slope: float = 300e-6
    """Crystals are within 100 ppm on either side."""
    first_slew: float = 20e-3
    """Change of the map per second while it settles: 20 ms/s keeps released times rising."""
    slew: float = 0.2e-3
    """Change of the map per second once settled: 0.2 ms/s."""


class DeviceClock:
    """Maps device time to session time along the lower edge of (arrival - device time): latency only ever adds."""

    def __init__(self, params: ClockParams | None = None) -> None:
        self._params = params or ClockParams()
        self._hull: list[tuple[int, int]] = []
        self._first_ns: int | None = None
        self._last_ns = 0
        self._offset_ns = 0.0

    def observe(self, device_ns: int, arrival_ns: int) -> None:
        """Take the device time of a packet's last sample and the packet's arrival."""
        self._extend_hull(device_ns, arrival_ns - device_ns)
        target = self._target(device_ns)
        if self._first_ns is None:
            self._first_ns, self._offset_ns = device_ns, target
        self._slew_towards(target, device_ns - self._last_ns if self._last_ns else 0)
        self._last_ns = device_ns

    def to_session(self, device_ns: Times) -> Times:
        """Session times of device times."""
        return device_ns + round(self._offset_ns)

    def _extend_hull(self, x: int, y: int) -> None:
        hull = self._hull
        while len(hull) >= 2 and _turns_up(hull[-2], hull[-1], (x, y)):
            hull.pop()
        hull.append((x, y))
        oldest = x - self._params.window_ns
        del hull[: bisect_right(hull, (oldest, -(1 << 62))) if hull[0][0] < oldest else 0]

    def _target(self, now_ns: int) -> float:
        hull = self._hull
        if hull[-1][0] - hull[0][0] < self._params.slope_after_ns:
            return float(min(y for _, y in hull))
        middle = (hull[0][0] + hull[-1][0]) // 2
        right = min(max(bisect_right(hull, (middle, 1 << 62)), 1), len(hull) - 1)
        (x0, y0), (x1, y1) = hull[right - 1], hull[right]
        limit = self._params.largest_slope
        slope = min(max((y1 - y0) / (x1 - x0), -limit), limit)
        return y0 + slope * (now_ns - x0)

    def _slew_towards(self, target: float, elapsed_ns: int) -> None:
        assert self._first_ns is not None
        settled = self._last_ns - self._first_ns > self._params.slope_after_ns
        most = (self._params.slew if settled else self._params.first_slew) * max(elapsed_ns, 0)
        self._offset_ns += min(max(target - self._offset_ns, -most), most)


def _turns_up(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether b lies on or above the line from a to c, so that it is no vertex of the lower hull."""
    return (b[1] - a[1]) * (c[0] - a[0]) >= (c[1] - a[1]) * (b[0] - a[0])


class RateMeter:
    """Measured sample period relative to the nominal one, renewed at fixed sample counts so that cuts do not matter."""

    FIRST = 64
    WINDOW_S = 60.0

    def __init__(self, nominal_period_ns: int) -> None:
        self._nominal_ns = nominal_period_ns
        self._most = max(self.FIRST, round(self.WINDOW_S * 1e9 / nominal_period_ns))
        self._count = self._span_ns = 0
        self._next = self.FIRST
        self.ratio = 1.0
        """Measured period / nominal period."""

    def until_renewal(self) -> int:
        """How many more steps may be added before the ratio changes."""
        return self._next - self._count

    def add(self, steps: int, span_ns: int) -> None:
        """Take `steps` ordinary sample steps that lasted `span_ns` together."""
        self._count += steps
        self._span_ns += span_ns
        if self._count < self._next:
            return
        self.ratio = self._span_ns / (self._count * self._nominal_ns)
        if self._count >= self._most:
            self._count, self._span_ns = self._count // 2, self._span_ns // 2
        self._next = min(2 * self._count, self._most) if self._count else self.FIRST

    @property
    def period_ns(self) -> float:
        """The measured period."""
        return self.ratio * self._nominal_ns
