"""How often sensors measure and how much they send at once: asked of those that can be asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a session wants of its sensors. A sensor that is within the limits is left as it is."""

    rate_hz: int
    """Asked for."""
    batch: int
    """Samples in a notification; asked for."""
    rates_hz: tuple[float, float]
    """Least and most that will do."""
    longest_s: float
    """Most time that a notification may cover."""

    def fits(self, rate_hz: float, batch: int) -> bool:
        """Whether a sensor with this rate and batch may stay as it is."""
        least, most = self.rates_hz
        return least <= rate_hz <= most and batch <= self.longest_s * rate_hz


TRAINING = Pace(rate_hz=104, batch=5, rates_hz=(50.0, float("inf")), longest_s=0.1)
"""Repetitions: a sensor that was asked for less by an all-day session is asked for more again."""
ALL_DAY = Pace(rate_hz=26, batch=13, rates_hz=(20.0, 40.0), longest_s=0.6)
"""Posture: 25 Hz and 104 Hz gave the same angles in simulation, and a day takes a quarter of the room."""
