"""Equal connection intervals: with two different ones the clocks of the sensors cannot be compared as well."""

from collections.abc import Sequence

from imu_hinge.bluetooth.limits import INTERVAL_PAUSE_S
from imu_hinge.bluetooth.link import SupervisedLink

_ASKED_AT_MOST = 2
"""Per connection (PROTOCOL.md N3)."""


class Intervals:
    """Looks at two links and says which one to ask."""

    def __init__(self, links: Sequence[SupervisedLink]) -> None:
        self._links = links
        self._quiet_until_ns = 0

    def step(self, now_ns: int) -> tuple[SupervisedLink, float] | None:
        """The faster link and the slower's interval in ms, when it is time to ask; else None."""
        told = [(link.interval_ms, link) for link in self._links]
        known = sorted(((ms, link) for ms, link in told if ms is not None), key=lambda pair: pair[0])
        if len(known) < len(self._links) or now_ns < self._quiet_until_ns:
            return None
        (fast_ms, fast), (slow_ms, _) = known[0], known[-1]
        if fast_ms == slow_ms or fast.interval_asked >= _ASKED_AT_MOST:
            return None
        self._quiet_until_ns = now_ns + round(INTERVAL_PAUSE_S * 1e9)
        return fast, slow_ms
