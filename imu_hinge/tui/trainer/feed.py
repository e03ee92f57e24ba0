"""The feed: what happened lately, the newest first."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from imu_hinge.tui.rows import Piece, Row
from imu_hinge.tui.widgets.drawn import Painted

_TIME, _NAME = 10, 10
"""Cells of a line."""


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


class Feed(Painted[Seen]):
    """A rule, then as many lines as there is room for."""

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """Words go on below where there is no room beside the name."""
        rule = ("-" if self.looks.ascii else "─") * width
        rows = [row for told in seen.lines[:height] for row in _rows(told, width)]
        return [[(rule, "idle")], *rows][:height]


def _rows(told: Told, width: int) -> list[Row]:
    """The time and the name stand once."""
    strong, ink = ("muted", "muted") if told.dimmed else ("*text", "text")
    parts = textwrap.wrap(told.words, max(width - _TIME - _NAME - 1, 12)) or [""]
    name = told.name if len(told.name) < _NAME else f"{told.name[: _NAME - 2]}…"
    first: list[Piece] = [(f" {told.time} ", "muted"), (name.ljust(_NAME), strong), (parts[0], ink)]
    return [first, *([(" " * (_TIME + _NAME) + part, ink)] for part in parts[1:])]
