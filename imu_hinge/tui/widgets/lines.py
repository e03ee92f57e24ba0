"""Lines of words, wrapped to the width."""

import textwrap
from collections.abc import Sequence

from imu_hinge.tui.rows import Line, Row
from imu_hinge.tui.widgets.drawn import Painted


class Lines(Painted[tuple[Line, ...]]):
    """As many as there is room for; a line of one piece may become several."""

    def draw(self, seen: tuple[Line, ...], width: int, height: int) -> Sequence[Row]:
        """From the top, one cell from the left."""
        rows = [row for line in seen for row in _wrapped(line, max(width - 2, 8))]
        return [[(" ", "text"), *row] for row in rows[:height]]


def _wrapped(line: Line, width: int) -> list[Line]:
    if len(line) != 1 or len(line[0][0]) <= width:
        return [line]
    text, ink = line[0]
    return [((part, ink),) for part in textwrap.wrap(text, width, subsequent_indent="  ")]
