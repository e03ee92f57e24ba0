"""The keys of an assessment as a list to search in."""

from imu_hinge.tui.assess.keys import KEYS
from imu_hinge.tui.palette import KeyCommands


class AssessCommands(KeyCommands):
    """Every action that does something at this moment, with its key."""

    keys = KEYS
