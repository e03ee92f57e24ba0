"""Folds files from end to end: what is in them, and whether it is what was said live."""

from imu_hinge.analysis.fold import Analysis, analyze, fold
from imu_hinge.analysis.source import Source, ended, is_recording, open_source
from imu_hinge.analysis.starting import new_session
from imu_hinge.analysis.verify import Verdict, verify

__all__ = [
    "Analysis",
    "Source",
    "Verdict",
    "analyze",
    "ended",
    "fold",
    "is_recording",
    "new_session",
    "open_source",
    "verify",
]
