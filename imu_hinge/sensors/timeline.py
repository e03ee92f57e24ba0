"""Sample numbers from the times a device tells: samples that were lost show as a step of the number."""

from dataclasses import dataclass
from fractions import Fraction

APART_NS = 10_000_000_000
"""Device and receiver never disagree by more than this about the time between two packets: a link that holds packets
back for longer is down. Where they do, the device was restarted or its clock was set."""
_MEMORY = 256
"""Samples over which the period is averaged."""
_PLAUSIBLE = (0.5, 1.25)
"""Share of the nominal period within which a measured one is believed."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the samples of one packet belong."""

    stream: tuple[int, ...]
    """Another one after each break of the device's clock."""
    index: int
    """Number of the first sample in its stream."""
    device_ns: int
    """Device time of the first sample."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The packet before."""

    told: int
    arrival_ns: int
    counts: int
    """Device time without laps."""
    end: int
    """Number of the sample that comes next."""


class Timeline:
    """Of one device, whose packets carry the time of their last sample in counts that wrap around."""

    def __init__(self, count_ns: Fraction, bits: int, period_ns: int) -> None:
        """`count_ns`: length of a count; `bits`: of the counter; `period_ns`: nominal, between two samples."""
        self._count_ns, self._lap = count_ns, 1 << bits
        self._nominal = self._period = float(period_ns / count_ns)
        self._last: _Last | None = None
        self._stream = 0

    def place(self, told: int, samples: int, arrival_ns: int) -> Placed | None:
        """Of a packet's `samples`, the last one measured at `told`; None for a packet that came before."""
        last = self._last
        if last is None:
            return self._begin(told, samples, arrival_ns)
        counts = self._counts_since(last, told, arrival_ns)
        if counts == 0:
            return None
        if counts < 0 or abs(counts * self._count_ns - (arrival_ns - last.arrival_ns)) > APART_NS:
            self._stream += 1
            return self._begin(told, samples, arrival_ns)
        lost = self._lost(counts, samples)
        return self._keep(_Last(told, arrival_ns, last.counts + counts, last.end + lost + samples), samples)

    def _begin(self, told: int, samples: int, arrival_ns: int) -> Placed:
        self._period = self._nominal
        return self._keep(_Last(told, arrival_ns, told, samples), samples)

    def _keep(self, last: _Last, samples: int) -> Placed:
        self._last = last
        before_ns = round((samples - 1) * self._period * float(self._count_ns))
        return Placed((self._stream,), last.end - samples, round(last.counts * self._count_ns) - before_ns)

    def _counts_since(self, last: _Last, told: int, arrival_ns: int) -> int:
        """With as many laps of the counter as the receiver's clock says; below 0 for a step back."""
        short = (told - last.told) % self._lap
        return short + self._lap * round(((arrival_ns - last.arrival_ns) / self._count_ns - short) / self._lap)

    def _lost(self, counts: int, samples: int) -> int:
        """Samples missing before these; where none are, the step shows the true period."""
        if counts >= self._period * max(samples + 0.5, samples * 1.25):
            return max(0, round(counts / self._period) - samples)
        lowest, highest = (share * self._nominal for share in _PLAUSIBLE)
        share = min(1.0, samples / _MEMORY)
        self._period = min(max(self._period + (counts / samples - self._period) * share, lowest), highest)
        return 0
