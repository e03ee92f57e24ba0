"""Folds files from end to end: what is in them, and whether it is what was said live."""

from imu_hinge.analysis.comparing import Agreement, Comparing
from imu_hinge.analysis.exposure import day_dict
from imu_hinge.analysis.fold import Analysis, Span, analyze, fold, warning_dict
from imu_hinge.analysis.source import Source, ended, is_recording, open_source, own_profile
from imu_hinge.analysis.starting import Folded, fold_of, new_assessment, new_posture, new_session
from imu_hinge.analysis.strides import strides
from imu_hinge.analysis.verify import Verdict, verify

__all__ = [
    "Agreement",
    "Analysis",
    "Comparing",
    "Folded",
    "Source",
    "Span",
    "Verdict",
    "analyze",
    "day_dict",
    "ended",
    "fold",
    "fold_of",
    "is_recording",
    "new_assessment",
    "new_posture",
    "new_session",
    "open_source",
    "own_profile",
    "strides",
    "verify",
    "warning_dict",
]
