"""The lines of the calibration before a day: those of every session, but that nothing is trained."""

from imu_hinge.tui.pages import AGAIN
from imu_hinge.tui.rows import Line
from imu_hinge.tui.widgets.page import Page
from imu_hinge.view.snapshot import Snapshot

DAY_AGAIN = "c tries the calibration again. Until one is taken, time counts as unknown."


class DayPage(Page):
    """The same page, where a day needs no other words."""

    def see(self, snapshot: Snapshot) -> tuple[Line, ...]:
        """The lines."""
        return tuple(
            tuple((DAY_AGAIN if text == AGAIN else text, ink) for text, ink in line) for line in super().see(snapshot)
        )
