"""The first moments of a run: its packets wait until it is known when their samples were measured.

A sensor that starts again has a clock nobody knows, and its first packets may have waited for seconds: the first
arrival says no more than that the clock is not later. What comes next, or an answered ping, says how late it was.
"""

from collections.abc import Collection
from dataclasses import dataclass

from imu_hinge.sensors.driver import Decoded, Echo


@dataclass(frozen=True, slots=True)
class PlacingParams:
    """At the turn of a hinge (70 deg/s) a clock that is 0.1 s off shows as 7 deg of the low back (inferred)."""

    ordinary_ns: int = 50_000_000
    """Packets wait up to one connection interval; one that waited so much less shows that others were held up."""
    agree_ns: int = 100_000_000
    """So close to the sending of a ping the arrivals confirm the clock."""
    steady_ns: int = 250_000_000
    """From a sensor without pings: packets must come so long without showing that others were held up."""
    patience_ns: int = 5_000_000_000
    """When packets have come for so long they alone decide: pings go unanswered, or the connection is a slow one."""
    step_ns: int = 100_000_000
    """A longer silence between two packets counts no more: the first one after it may have been held up."""


class Placing:
    """The packets of a run that wait, and what they tell of its clock."""

    def __init__(self, params: PlacingParams | None = None) -> None:
        self._params = params or PlacingParams()
        self._waited_ns = self._steady_ns = 0
        self.held: list[tuple[Decoded, int]] = []
        """Packets and their arrivals, the first one not of the past."""
        self.offset_ns: int | None = None
        """Session less device time: at most this."""

    def hold(self, d: Decoded, arrival_ns: int) -> None:
        """Take a packet of the run."""
        step_ns = min(arrival_ns - self.held[-1][1], self._params.step_ns) if self.held else 0
        self.held.append((d, arrival_ns))
        self._waited_ns += step_ns
        self._steady_ns += step_ns
        if d.past:
            return
        offset = arrival_ns - d.device_ns - (len(d.acc) - 1) * d.nominal_period_ns
        if self.offset_ns is None or offset < self.offset_ns - self._params.ordinary_ns:
            self.offset_ns, self._steady_ns = offset, 0

    def known(self, echoes: Collection[Echo]) -> bool:
        """Whether the clock may be relied on; `echoes`: the last ones of the sensor, of whatever boot."""
        if self._waited_ns >= self._params.patience_ns:
            return True
        return any(map(self._confirmed, echoes)) if echoes else self._steady_ns >= self._params.steady_ns

    def _confirmed(self, echo: Echo) -> bool:
        """Whether a ping was sent just before what the arrivals say: the clock lies between; not so in another boot."""
        assert self.offset_ns is not None
        sent = echo.session_ns - echo.device_ns - echo.rtt_ns // 2
        return abs(self.offset_ns - sent) <= self._params.agree_ns
