"""The keys of the trainer's screens as a list to search in."""

from imu_hinge.tui.palette import AllKeyCommands
from imu_hinge.tui.trainer.keys import KEYS, ONE


class AllCommands(AllKeyCommands):
    """Those of the wall."""

    keys = KEYS


class OneCommands(AllKeyCommands):
    """Those of one client."""

    keys = ONE
