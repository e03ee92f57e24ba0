"""The feed: what happened lately, the newest first."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from imu_hinge.tui.rows import Piece, Row
from imu_hinge.tui.widgets.drawn import Bare

_TIME, _NAME = 10, 10
"""Cells of a line; the name has more where a longer one leaves the words three quarters of the row."""
_END = 4
"""Letters of the last word that stay where a name is shortened."""


class Told(NamedTuple):
    """One line."""

    time: str
    name: str
    words: str
    dimmed: bool
    """Acknowledged."""


class Seen(NamedTuple):
    """The lines, the newest first."""

    lines: tuple[Told, ...] = ()


class Feed(Bare[Seen]):
    """A rule, then as many lines as there is room for."""

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """Words go on below where there is no room beside the name."""
        rule = ("-" if self.looks.ascii else "─") * width
        lines = seen.lines[:height]
        longest = max((len(told.name) for told in lines), default=0)
        name = max(_NAME, min(longest + 1, width // 4))
        rows = [row for told in lines for row in _rows(told, width, name)]
        return [[(rule, "idle")], *rows][:height]


def _rows(told: Told, width: int, cells: int) -> list[Row]:
    """The time and the name stand once; the name has so many cells, the last of them blank."""
    strong, ink = ("muted", "muted") if told.dimmed else ("*text", "text")
    parts = textwrap.wrap(told.words, max(width - _TIME - cells - 1, 12)) or [""]
    name = _fitting(told.name, cells - 1)
    first: list[Piece] = [(f" {told.time} ", "muted"), (name.ljust(cells), strong), (parts[0], ink)]
    return [first, *([(" " * (_TIME + cells) + part, ink)] for part in parts[1:])]


def _fitting(name: str, cells: int) -> str:
    """What tells two of the same first name apart stands at the end, and stays: `Christ… S.`."""
    if len(name) <= cells:
        return name
    end = name[len(name.rpartition(" ")[0]) :][-_END:] if " " in name else ""
    return f"{name[: cells - 1 - len(end)]}…{end}"
