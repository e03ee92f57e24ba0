"""Assessment of movement: tests to the end range, captured by themselves (definitions: docs/assess.md)."""

from collections.abc import Mapping

from imu_hinge.core.assess.compare import Change, Sides, compared, sides
from imu_hinge.core.assess.now import Now
from imu_hinge.core.assess.params import AssessParams
from imu_hinge.core.assess.proposals import LimitProposal, Withheld, proposals, withheld
from imu_hinge.core.assess.ranges import Placed, placed
from imu_hinge.core.assess.refusals import REMEDIES
from imu_hinge.core.assess.results import Results, TestResult, results_of
from imu_hinge.core.assess.session import AssessmentSession
from imu_hinge.core.assess.settings import AssessmentSettings, settings_from
from imu_hinge.core.assess.stage import Assessment

ASSESS_COMMANDS: Mapping[str, str] = {
    "assess": "the tests begin, as soon as there is a guided calibration",
    "next": "leave out the rest of this test",
    "again": "take the last capture back and make it again",
    "pain": "a score from 0 to 10, kept with the movement under way or the last capture",
}
"""Commands of the assessment, beside those of the session."""

__all__ = [
    "ASSESS_COMMANDS",
    "REMEDIES",
    "AssessParams",
    "Assessment",
    "AssessmentSession",
    "AssessmentSettings",
    "Change",
    "LimitProposal",
    "Now",
    "Placed",
    "Results",
    "Sides",
    "TestResult",
    "Withheld",
    "compared",
    "placed",
    "proposals",
    "results_of",
    "settings_from",
    "sides",
    "withheld",
]
