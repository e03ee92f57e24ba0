"""Two assessments, two sides: plain differences, and whether they are beyond noise."""

from collections.abc import Iterable
from dataclasses import dataclass

from imu_hinge.core.assess.results import TestResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One test on two days."""

    test: str
    measure: str
    """`value` (deg) or `share`."""
    before: float
    now: float
    change: float
    """Now less before."""
    least_change: float
    """Below this it is noise: the larger one of the two days."""

    @property
    def different(self) -> bool:
        """Whether the change is beyond noise."""
        return abs(self.change) > self.least_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Side bends to the left and to the right."""

    left_deg: float
    right_deg: float
    difference_deg: float
    """Left less right."""
    least_deg: float
    """Below this the difference is noise of the same day."""


def compared(now: Iterable[TestResult], before: Iterable[TestResult]) -> tuple[Change, ...]:
    """Every test that both have, in the order of `now`."""
    earlier = {result.test: result for result in before}
    pairs = [(result, earlier[result.test]) for result in now if result.test in earlier]
    changes = [change for pair in pairs for change in (_value(*pair), _share(*pair))]
    return tuple(change for change in changes if change is not None)


def _value(now: TestResult, before: TestResult) -> Change | None:
    least = max(now.least_change_deg, before.least_change_deg)
    return _change(now.test, "value", before.median_deg, now.median_deg, least)


def _share(now: TestResult, before: TestResult) -> Change | None:
    least = max(now.least_change_share, before.least_change_share)
    return _change(now.test, "share", before.share, now.share, least)


def _change(test: str, measure: str, before: float | None, now: float | None, least: float) -> Change | None:
    if before is None or now is None:
        return None
    return Change(test=test, measure=measure, before=before, now=now, change=now - before, least_change=least)


def sides(results: Iterable[TestResult]) -> Sides | None:
    """Of the two side bends; None unless both were captured."""
    by = {result.test: result for result in results}
    left, right = by.get("side_bend_left"), by.get("side_bend_right")
    if left is None or right is None or left.median_deg is None or right.median_deg is None:
        return None
    return Sides(
        left_deg=left.median_deg,
        right_deg=right.median_deg,
        difference_deg=left.median_deg - right.median_deg,
        least_deg=max(left.least_within_deg, right.least_within_deg),
    )
