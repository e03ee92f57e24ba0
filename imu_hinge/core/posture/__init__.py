"""Posture through the day: time by zone and state, and reminders for staying (definitions: docs/posture.md)."""

from collections.abc import Mapping

from imu_hinge.core.posture.day import Column, PostureDay
from imu_hinge.core.posture.holds import Clock, Hold, Posed
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.reminders import SNOOZES_MIN, PostureSettings
from imu_hinge.core.posture.stage import Posture, PostureSession
from imu_hinge.core.posture.states import Position

POSTURE_COMMANDS: Mapping[str, str] = {
    "stance": "stand tall and still for two seconds: both tilts are zeroed anew",
    "snooze": "no reminders for 1, 5 or 30 minutes; they are recorded",
    "mute": "reminders are recorded only: on or off",
    "delay": "a reminder's id and its delay in seconds",
}
"""Commands of the posture stage, beside those of the session."""

__all__ = [
    "POSTURE_COMMANDS",
    "SNOOZES_MIN",
    "Clock",
    "Column",
    "Hold",
    "Posed",
    "Position",
    "Posture",
    "PostureDay",
    "PostureParams",
    "PostureSession",
    "PostureSettings",
]
