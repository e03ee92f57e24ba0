"""The page of the stages before the tests: that of every session, without what concerns sets."""

from imu_hinge.tui.pages import AGAIN, ALONE, page
from imu_hinge.tui.rows import Line
from imu_hinge.tui.widgets.page import Page
from imu_hinge.view.snapshot import Snapshot

_HERE = {
    AGAIN: "c tries the calibration again; the tests begin by themselves after it.",
    ALONE: "The thoracic sensor alone measures the side bends: stand still. The other tests are left out then.",
}
"""What is said here in place of what is said before a set."""


class AssessPage(Page):
    """Who is awaited, what the calibration asks."""

    def see(self, snapshot: Snapshot) -> tuple[Line, ...]:
        """The lines."""
        return tuple(map(_here, page(snapshot)))


def _here(line: Line) -> Line:
    return tuple((_HERE.get(words, words), ink) for words, ink in line)
