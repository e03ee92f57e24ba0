"""The keys of the review screens as a list to search in."""

from collections.abc import Sequence

from imu_hinge.tui.key_table import Key
from imu_hinge.tui.palette import AllKeyCommands
from imu_hinge.tui.review.keys import KEYS


class ReviewCommands(AllKeyCommands):
    """Those of a training session."""

    keys = KEYS


def commands_of(keys: Sequence[Key]) -> type[AllKeyCommands]:
    """The same of another table."""
    return type("KindCommands", (AllKeyCommands,), {"keys": tuple(keys)})
