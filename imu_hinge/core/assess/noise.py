"""What of a difference is noise: of the measurement, of the repeats, and of another day."""

import math
from collections.abc import Sequence
from itertools import pairwise

NOISE_DEG = {"lumbar_flexion": 0.8, "pelvis_tilt": 0.3, "thorax_tilt": 0.6, "lateral": 0.3}
"""RMS error of one capture, by quantity, rounded up: virtual wearer with wobble, `benchmarks/assess.py`.

It knows nothing of the skin's sliding over the bone, which a person adds.
"""
NOISE_SHARE = 0.01
"""Of the hinge share, from the same benchmark."""
DAYS_DEG = 8.0
"""Below this a change between two days is noise, the sensors strapped on anew.

The same person varies by 1 to 8 deg from one repetition to the next (Aasa 2019); 90 % of the changes without a cause
stay within 5 to 15 deg for most ranges (Laird 2016, PMC5034504).
"""
DAYS_SHARE = 0.15
"""The same for a hinge share: 8 to 15 percentage points in bending forward (Laird 2016)."""
TWO_SIDED = 1.96 * math.sqrt(2.0)
"""95 % of the differences of two values lie within this multiple of their standard deviation."""


def typical_error(values: Sequence[float]) -> float | None:
    """Spread from one repeat to the next: RMS of successive differences / sqrt 2; None below two values.

    As defined by Hopkins 2000 (doi 10.2165/00007256-200030010-00001): a steady rise from warming up counts little.
    """
    steps = [after - before for before, after in pairwise(values)]
    return math.sqrt(sum(step * step for step in steps) / len(steps) / 2.0) if steps else None


def least_within(error: float | None, n: int, noise: float) -> float:
    """Least difference of two medians of n repeats on one day that is beyond noise; same unit as the arguments."""
    repeats = 0.0 if error is None else error * error / n
    return TWO_SIDED * math.sqrt(repeats + noise * noise)


def least_between(error: float | None, n: int, noise: float, days: float) -> float:
    """The same between two days: never less than what strapping on anew and another day make."""
    return max(days, least_within(error, n, noise))
