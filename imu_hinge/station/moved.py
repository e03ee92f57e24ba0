"""Which of several sensors is being moved: how a sensor that does not know its place is told."""

from collections import deque
from collections.abc import Mapping

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded, Decoder

WINDOW_S = 3.0
LEAST_RADPS = np.radians(10.0)
"""RMS of a sensor that is moved on purpose; quiet standing stays below 3 deg/s."""
LEAST_RATIO = 2.5
"""The moved sensor against any other."""
MEAN_S = 0.18
"""Rates are averaged over this: soft tissue wobbles at 4 to 7 Hz under a sensor that nobody moves."""


class Moved:
    """Listens to the packets of several sensors, by any key."""

    def __init__(self, decoders: Mapping[str, Decoder]) -> None:
        self._decoders = decoders
        self._rates: dict[str, deque[Array]] = {key: deque() for key in decoders}
        self._per_mean = 1

    def take(self, key: str, packet: Packet) -> None:
        """Takes a packet of one sensor; what cannot be read is left out."""
        try:
            decoded = self._decoders[key].decode(packet)
        except ProtocolError:
            return
        if not isinstance(decoded, Decoded) or decoded.past:
            return
        rates = self._rates[key]
        rates.append(decoded.gyr)
        most, self._per_mean = (round(span * 1e9 / decoded.nominal_period_ns) for span in (WINDOW_S, MEAN_S))
        while sum(map(len, rates)) > most:
            rates.popleft()

    def which(self) -> str | None:
        """The one that moves while all others are quiet; None as long as that is not clear."""
        sizes = sorted(((self._size(key), key) for key in self._rates), reverse=True)
        (most, key), *others = sizes
        clear = most >= LEAST_RADPS and all(most >= LEAST_RATIO * size for size, _ in others)
        return key if clear and all(self._rates.values()) else None

    def _size(self, key: str) -> float:
        """RMS of the rate about its mean, rad/s: a bias is no movement."""
        rates = np.concatenate([np.empty((0, 3)), *self._rates[key]])
        whole = len(rates) // self._per_mean
        if not whole:
            return 0.0
        means = rates[: whole * self._per_mean].reshape(whole, self._per_mean, 3).mean(axis=1)
        return float(np.sqrt(np.mean(np.sum((means - means.mean(axis=0)) ** 2, axis=1))))
