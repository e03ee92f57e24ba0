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
    repeated: bool
    """Whether both days have repeats, which say how far the movement varies by itself."""

    @property
    def different(self) -> bool | None:
        """Whether the change is beyond noise; None where repeats would have to say so, and there are none."""
        return _beyond(self.change, self.least_change, repeated=self.repeated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Side bends to the left and to the right."""

    left_deg: float
    right_deg: float
    difference_deg: float
    """Left less right."""
    least_deg: float
    """Below this the difference is noise of the same day."""
    repeated: bool
    """Whether both sides have repeats."""

    @property
    def different(self) -> bool | None:
        """As of a Change."""
        return _beyond(self.difference_deg, self.least_deg, repeated=self.repeated)


def _beyond(difference: float, least: float, *, repeated: bool) -> bool | None:
    """Without repeats `least` holds the noise of the measurement alone: less is noise, more may be so too."""
    if abs(difference) <= least:
        return False
    return True if repeated else None


def compared(now: Iterable[TestResult], before: Iterable[TestResult]) -> tuple[Change, ...]:
    """Every test that both have, in the order of `now`."""
    earlier = {result.test: result for result in before}
    pairs = [(result, earlier[result.test]) for result in now if result.test in earlier]
    changes = [change for pair in pairs for change in (_value(*pair), _share(*pair))]
    return tuple(change for change in changes if change is not None)


def _value(now: TestResult, before: TestResult) -> Change | None:
    least = max(now.least_change_deg, before.least_change_deg)
    repeated = min(now.n, before.n) > 1
    return _change(now.test, "value", (before.median_deg, now.median_deg), least, repeated=repeated)


def _share(now: TestResult, before: TestResult) -> Change | None:
    least = max(now.least_change_share, before.least_change_share)
    repeated = min(len(now.shares), len(before.shares)) > 1
    return _change(now.test, "share", (before.share, now.share), least, repeated=repeated)


def _change(
    test: str, measure: str, both: tuple[float | None, float | None], least: float, *, repeated: bool
) -> Change | None:
    before, now = both
    if before is None or now is None:
        return None
    return Change(
        test=test,
        measure=measure,
        before=before,
        now=now,
        change=now - before,
        least_change=least,
        repeated=repeated,
    )


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
        repeated=min(left.n, right.n) > 1,
    )
