"""Plain lines in the middle of the screen."""

import textwrap
from collections.abc import Sequence

from imu_hinge.tui.pages import page
from imu_hinge.tui.rows import Line, Row, width_of
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Snapshot


class Page(Drawn[tuple[Line, ...]]):
    """The lines of the stage; long sentences are wrapped, and the block of all lines stands in the middle."""

    def see(self, snapshot: Snapshot) -> tuple[Line, ...]:
        """The lines."""
        return page(snapshot)

    def draw(self, seen: tuple[Line, ...], width: int, height: int) -> Sequence[Row]:
        """The lines, as many as there is room for; where there is more, the upper third of it stays free."""
        lines = [row for line in seen for row in _wrapped(line, max(8, width - 2))]
        indent = " " * max(1, (width - max((width_of(line) for line in lines), default=0)) // 2)
        above: list[Row] = [()] * max(0, (height - len(lines)) // 3)
        return [*above, *([(indent, "text"), *line] for line in lines)]


def _wrapped(line: Line, width: int) -> list[Line]:
    """A line of one piece may become several."""
    if len(line) != 1:
        return [line]
    text, ink = line[0]
    parts = [text] if len(text) <= width else textwrap.wrap(text, width)
    return [((part, ink),) for part in parts]
