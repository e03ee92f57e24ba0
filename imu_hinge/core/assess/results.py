"""What the captures of each test come to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median, stdev

from imu_hinge.catalogue.assess import AssessTest, load_test, rows
from imu_hinge.core.assess.noise import (
    DAYS_DEG,
    DAYS_SHARE,
    NOISE_DEG,
    NOISE_SHARE,
    least_between,
    least_within,
    typical_error,
)
from imu_hinge.model.events import Captured, CaptureDropped, CaptureRefused, Event


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test of one assessment."""

    __test__ = False  # no test of pytest

    test: str
    captures: tuple[Captured, ...]
    refused: Mapping[str, int] = field(default_factory=dict)
    """How often, by reason."""
    pains: tuple[int, ...] = ()
    """Scores told in this test, in order."""

    @property
    def row(self) -> AssessTest:
        """The row of the catalogue; raises UsageError where there is none any more."""
        return load_test(self.test)

    @property
    def n(self) -> int:
        """Captures."""
        return len(self.captures)

    @property
    def values(self) -> tuple[float, ...]:
        """The measure of each, deg, positive in the direction of the test."""
        return tuple(one.value_deg for one in self.captures)

    @property
    def shares(self) -> tuple[float, ...]:
        """The hinge share of each that has one."""
        return tuple(one.hinge_share for one in self.captures if one.hinge_share is not None)

    @property
    def median_deg(self) -> float | None:
        """Of the values; None without any."""
        return median(self.values) if self.captures else None

    @property
    def sd_deg(self) -> float | None:
        """Standard deviation of the values; None below two."""
        return stdev(self.values) if self.n > 1 else None

    @property
    def typical_error_deg(self) -> float | None:
        """Of the repeats: `noise.typical_error`."""
        return typical_error(self.values)

    @property
    def share(self) -> float | None:
        """Median hinge share; None where no capture has one."""
        return median(self.shares) if self.shares else None

    @property
    def pelvis_deg(self) -> float | None:
        """Median change of the pelvis tilt."""
        return _median(one.pelvis_deg for one in self.captures)

    @property
    def thorax_deg(self) -> float | None:
        """Median change of the thorax tilt."""
        return _median(one.thorax_deg for one in self.captures)

    @property
    def lumbar_deg(self) -> float | None:
        """Median lumbar flexion."""
        return _median(one.lumbar_deg for one in self.captures)

    @property
    def lateral_deg(self) -> float | None:
        """Median sideways tilt of the thorax, + to the right."""
        return _median(one.lateral_deg for one in self.captures)

    @property
    def noise_deg(self) -> float:
        """Of the measurement itself, one capture: `noise.NOISE_DEG`."""
        return NOISE_DEG[self.row.measure]

    @property
    def least_within_deg(self) -> float:
        """Least difference from another test of the same day that is beyond noise."""
        return least_within(self.typical_error_deg, max(self.n, 1), self.noise_deg)

    @property
    def least_change_deg(self) -> float:
        """Least difference from another day, with the sensors strapped on anew, that is beyond noise."""
        return least_between(self.typical_error_deg, max(self.n, 1), self.noise_deg, DAYS_DEG)

    @property
    def least_change_share(self) -> float:
        """The same of the hinge share."""
        return least_between(typical_error(self.shares), max(len(self.shares), 1), NOISE_SHARE, DAYS_SHARE)


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


class Results:
    """Collects what was said."""

    def __init__(self) -> None:
        self._captures: dict[tuple[str, int], Captured] = {}
        self._refused: list[CaptureRefused] = []

    def hear(self, event: Event) -> None:
        """Take one event; others than those of captures change nothing."""
        match event:
            case Captured():
                self._captures[event.test, event.capture] = event
            case CaptureDropped():
                self._captures.pop((event.test, event.capture), None)
            case CaptureRefused():
                self._refused.append(event)

    def tests(self) -> tuple[TestResult, ...]:
        """Of each test that was begun, in the order of the catalogue; tests it does not know come last."""
        order = [row.id for row in rows()]
        begun = {*(test for test, _ in self._captures), *(one.test for one in self._refused if one.test)}
        known = sorted(begun, key=lambda test: (test not in order, order.index(test) if test in order else 0, test))
        return tuple(map(self._result, known))

    def _result(self, test: str) -> TestResult:
        captures = tuple(self._captures[key] for key in sorted(self._captures) if key[0] == test)
        refused = [one for one in self._refused if one.test == test]
        told = sorted((one.t_ns, one.pain) for some in (captures, refused) for one in some if one.pain is not None)
        pains = tuple(pain for _, pain in told)
        return TestResult(test, captures, dict(Counter(one.reason for one in refused)), pains)


def results_of(events: Iterable[Event]) -> tuple[TestResult, ...]:
    """The results of a whole assessment."""
    results = Results()
    for event in events:
        results.hear(event)
    return results.tests()
