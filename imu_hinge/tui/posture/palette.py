"""The keys of the posture screen as a list to search in."""

from collections.abc import Iterator

from imu_hinge.tui.key_table import Key
from imu_hinge.tui.palette import KeyCommands


class DayCommands(KeyCommands):
    """Every action that does something at this moment, with its key."""

    def working(self) -> Iterator[Key]:
        """Those that the screen tells."""
        yield from self.screen.keys_now()  # type: ignore[attr-defined]  # the posture screen
