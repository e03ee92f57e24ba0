"""Where a result lies within what others have published: words for places, none for people."""

from dataclasses import dataclass

from imu_hinge.catalogue.assess import PublishedRange
from imu_hinge.core.assess.results import TestResult

ANOTHER_METHOD = "measured by another method: its numbers lie elsewhere for that alone"
SIDES_OF = ("below", "above")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One published range and the result beside it."""

    range: PublishedRange
    value_deg: float
    words: str
    """Where the value lies."""
    note: str
    """What limits the comparison; empty where nothing is known to."""


def placed(result: TestResult) -> tuple[Placed, ...]:
    """The result in each published range of its row; empty without captures or ranges."""
    found = [(known, _quantity(result, known.quantity)) for known in result.row.ranges]
    return tuple(
        Placed(
            range=known, value_deg=value, words=where(value, known), note="" if known.same_method else ANOTHER_METHOD
        )
        for known, value in found
        if value is not None
    )


def where(value_deg: float, known: PublishedRange) -> str:
    """The place of a value in a range."""
    off = value_deg - known.mean_deg
    side = SIDES_OF[off > 0]
    if known.sd_deg is None:
        return f"{abs(off):.0f} deg {side} the mean; the spread was not given"
    many = abs(off) / known.sd_deg
    if many <= 1.0:
        return "within one standard deviation of the mean"
    return f"{'one to two' if many <= 2.0 else 'more than two'} standard deviations {side} the mean"


def _quantity(result: TestResult, quantity: str) -> float | None:
    """The median of a quantity, positive in the direction of the test."""
    medians = {
        "lumbar_flexion": result.lumbar_deg,
        "pelvis_tilt": result.pelvis_deg,
        "thorax_tilt": result.thorax_deg,
        "lateral": result.lateral_deg,
    }
    value = medians[quantity]
    return None if value is None else result.row.direction * value
