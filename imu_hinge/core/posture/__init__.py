"""Posture through the day: time by zone and state, and reminders for staying (definitions: docs/posture.md)."""

from imu_hinge.core.posture.day import Column, PostureDay, joined
from imu_hinge.core.posture.holds import Clock, Hold, Posed
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.reminders import Reminding
from imu_hinge.core.posture.settings import SNOOZES_MIN, PostureSettings
from imu_hinge.core.posture.stage import Posture, PostureSession
from imu_hinge.core.posture.states import Position
from imu_hinge.core.posture.trust import Stance
from imu_hinge.model.inputs import COMMANDS

POSTURE_COMMANDS = {name: COMMANDS[name] for name in ("stance", "snooze", "mute", "delay", "pause")}
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
    "Reminding",
    "Stance",
    "joined",
]
