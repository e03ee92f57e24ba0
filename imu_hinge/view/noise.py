"""Which changes say nothing. Pure."""

NOISE_DEG = 8.0
"""Between days a change of an angle below this is noise: one person varies by 1 to 8 deg from one repetition to the next
(Aasa 2019), and the way the low back stands by 10 to 15 deg (Laird 2016)."""


def within_noise(change_deg: float) -> bool:
    """Whether a change between days says nothing."""
    return abs(change_deg) <= NOISE_DEG
