"""What sessions that are no training came to, from the session and as JSON: a day, the results of tests."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imu_hinge.analysis.starting import Folded
    from imu_hinge.core.assess import TestResult
    from imu_hinge.core.posture import PostureDay


def day_of(session: "Folded") -> "PostureDay | None":
    """The day so far; None for a session that looks at no posture."""
    from imu_hinge.core.posture import PostureSession

    return session.posture.summary() if isinstance(session, PostureSession) else None


def day_dict(day: "PostureDay") -> dict[str, Any]:
    """Every number of the day, derived ones too; definitions: docs/posture.md."""
    per_hour = day.changes_per_hour
    return {**day.to_dict(), "changes_per_hour": None if per_hour is None else round(per_hour, 2)}


def results_of(session: "Folded") -> "tuple[TestResult, ...]":
    """Of each test so far; empty for a session that is no assessment."""
    from imu_hinge.core.assess import AssessmentSession

    return session.results.tests() if isinstance(session, AssessmentSession) else ()


def tests_dict(results: "tuple[TestResult, ...]") -> dict[str, Any]:
    """The results as `assess --json` has them, beside no other assessment."""
    from imu_hinge.catalogue.assess import rows
    from imu_hinge.view.assess.outcome import concluded

    return concluded(results, rows(), None, "").to_dict()
