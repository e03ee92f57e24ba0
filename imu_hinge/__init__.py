"""Counts and judges hip-hinge repetitions from two wearable motion sensors.

`Session` is the pure fold, `open_recording` reads a recording, `analyze` does what the command prints.
They are imported when first asked for, so that `imu-hinge --help` does not load numpy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imu_hinge.analysis import Analysis, analyze
    from imu_hinge.core.session import Session
    from imu_hinge.recording import open_recording

__all__ = ["Analysis", "Session", "__version__", "analyze", "open_recording"]
__version__ = "0.2.0"

_HOME = {
    "Session": "imu_hinge.core.session",
    "Analysis": "imu_hinge.analysis",
    "analyze": "imu_hinge.analysis",
    "open_recording": "imu_hinge.recording",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'imu_hinge' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
