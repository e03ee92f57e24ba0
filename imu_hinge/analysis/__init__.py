"""Folds files from end to end: what is in them, and whether it is what was said live."""

from imu_hinge.analysis.fold import Analysis, Span, analyze, fold, warning_dict
from imu_hinge.analysis.source import Source, ended, is_recording, open_source, own_profile
from imu_hinge.analysis.starting import new_session
from imu_hinge.analysis.verify import Verdict, verify

__all__ = [
    "Analysis",
    "Source",
    "Span",
    "Verdict",
    "analyze",
    "ended",
    "fold",
    "is_recording",
    "new_session",
    "open_source",
    "own_profile",
    "verify",
    "warning_dict",
]
