"""Which changes say nothing. Pure."""

NOISE_DEG = 8.0
"""Between days an angle changes so much by itself: repetitions differ by 1 to 8 deg, ranges by 4 to 8 (Aasa 2019), the
standing curve of the low back by 10 to 15 (Laird 2016)."""
NOISE_SHARE = 0.10
"""The same for shares: 8 to 15 points for most of them (Laird 2016)."""


def noise_of(measure: str) -> float | None:
    """Between days, in the unit of the measure; None where no bound is known."""
    return NOISE_DEG if measure.endswith("_deg") else NOISE_SHARE if measure.endswith("_share") else None


def within_noise(change_deg: float) -> bool:
    """Whether a change of an angle between days says nothing."""
    return abs(change_deg) <= NOISE_DEG
