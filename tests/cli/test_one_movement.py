"""Assessments with one movement in a test, beside one another: no verdict that only repeats could give."""

from uuid import UUID

from imu_hinge.catalogue.assess import rows
from imu_hinge.cli.clients.trending_tests import assessment_page
from imu_hinge.cli.sessions.comparing_kinds import tests_page as comparison
from imu_hinge.core.assess import results_of
from imu_hinge.history.assessments import Assessed
from imu_hinge.view.assess.outcome import Earlier, concluded
from tests.tui.assessing import captured

WHY = "Unsure: one movement alone does not say how far it varies."
DAY_NS = 86_400_000_000_000


def assessed(day: int, *values: float) -> Assessed:
    results = results_of([captured("flexion", place, value) for place, value in enumerate(values, 1)])
    return Assessed(session_id=UUID(int=day), started_at_ns=day * DAY_NS, utc_offset_min=0, results=results)


def trend(*found: Assessed) -> str:
    return "\n".join(assessment_page("Ann", found))


def compared(a: Assessed, b: Assessed) -> str:
    return "\n".join(comparison("a", "b", concluded(b.results, rows(), Earlier("2026-01-01", a.results), "")))


def test_a_trend_tells_the_change_as_unsure_and_why() -> None:
    page = trend(assessed(1, 40.0), assessed(2, 60.0, 60.0))
    assert "+20 unsure" in page and page.endswith(WHY)
    for certain in (
        trend(assessed(1, 40.0, 40.0), assessed(2, 60.0, 60.0)),
        trend(assessed(1, 40.0), assessed(2, 41.0)),
    ):
        assert "nsure" not in certain


def test_a_comparison_does_so_too() -> None:
    page = compared(assessed(1, 40.0, 40.0), assessed(2, 60.0))
    assert "+20 unsure" in page and page.endswith(WHY)
    assert "+20 different" in compared(assessed(1, 40.0, 40.0), assessed(2, 60.0, 60.0))
    assert "+1 in noise" in compared(assessed(1, 40.0), assessed(2, 41.0))
