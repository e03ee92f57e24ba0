"""What a session is for; a recording says it, and which fold it was made with follows from it."""

from enum import StrEnum


class Kind(StrEnum):
    """What was done while it was recorded."""

    TRAINING = "training"
    """Sets of an exercise."""
    POSTURE = "posture"
    """A day, or a part of one."""
    ASSESSMENT = "assessment"
    """Tests of movement."""
