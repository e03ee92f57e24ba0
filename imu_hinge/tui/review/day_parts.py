"""The parts of the pages of a day and of an assessment that no other screen has."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.tui.posture.parts import ZoneTable
from imu_hinge.tui.rows import Row, merged
from imu_hinge.tui.widgets import dots
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.view.day import Share

_GUTTER = 5
_CHOSEN, _OTHER = "> ", "  "


class DayZones(ZoneTable):
    """Minutes, shares, bars, of a day that is over."""

    def draw(self, seen: tuple[Share, ...], width: int, height: int) -> Sequence[Row]:
        """A head, then a row for each share."""
        _, *rows = super().draw(seen, width, height)
        return [[(f" {'trunk':<8} {'deg':>7} {'min':>5} {'share':>6}", "muted")], *rows]


class Choice(NamedTuple):
    """Lines to walk through."""

    lines: tuple[str, ...]
    at: int | None
    none: str
    """Shown where there is no line."""


class ChoiceList(Painted[Choice]):
    """The lines around the chosen one."""

    def draw(self, seen: Choice, width: int, height: int) -> Sequence[Row]:
        """A row each."""
        if not seen.lines:
            return [[(f" {seen.none}", "muted")]]
        at = seen.at or 0
        first = min(max(at - height // 2, 0), max(len(seen.lines) - height, 0))
        shown = enumerate(seen.lines[first : first + height], first)
        return [[_line(words, place == at, width)] for place, words in shown]


def _line(words: str, chosen: bool, width: int) -> tuple[str, str]:
    room = max(width - 3, 0)
    text = words if len(words) <= room else f"{words[: max(room - 1, 0)]}…"
    return f" {_CHOSEN if chosen else _OTHER}{text}", "*text" if chosen else "text"


class Curves(NamedTuple):
    """Two angles around a moment."""

    title: str
    low_deg: float
    high_deg: float
    thorax: tuple[float, ...]
    """Of each column, or more of them; NaN where nothing is known."""
    pelvis: tuple[float, ...]
    foot: str


class CurveBox(Painted[Curves]):
    """The trunk bright, the pelvis beneath it."""

    def draw(self, seen: Curves, width: int, height: int) -> Sequence[Row]:
        """A title, the curves with a scale, words below."""
        columns, rows = width - _GUTTER - 1, height - 2
        if columns < 8 or rows < 2:
            return [[(f" {seen.title}", "muted")]]
        layers = [(self._cells(values, seen, columns, rows), ink) for values, ink in _inked(seen)]
        labels = _labels(seen, rows)
        body = [_curve_row(labels.get(y, ""), [(cells[y], ink) for cells, ink in layers]) for y in range(rows)]
        return [[(f" {seen.title}", "text")], *body, [(f" {seen.foot}", "muted")]]

    def _cells(self, values: tuple[float, ...], seen: Curves, columns: int, rows: int) -> list[str]:
        high, wide = dots.dots_of(self.looks.ascii)
        grid = _grid(np.array(values), columns * wide, rows * high, seen.low_deg, seen.high_deg)
        return dots.written(grid, self.looks.ascii, "*" if values is seen.thorax else "o")


def _inked(seen: Curves) -> tuple[tuple[tuple[float, ...], str], ...]:
    return (seen.thorax, "trace"), (seen.pelvis, "pelvis")


def _grid(values: Array, columns: int, rows: int, low_deg: float, high_deg: float) -> Bools:
    """(rows, columns) bool: each value at its share of the width, joined."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return np.zeros((rows, columns), dtype=bool)
    at = known * columns // len(values)
    heights = dots.height(values[known], rows, low_deg, high_deg)
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    low, high = np.minimum.reduceat(heights, starts), np.maximum.reduceat(heights, starts)
    dots.joined(at[starts], low, high)
    return dots.filled(at[starts], low, high, rows, columns)


def _labels(seen: Curves, rows: int) -> dict[int, str]:
    marks = (seen.high_deg, 0.0, seen.low_deg)
    return {dots.level(mark, rows, seen.low_deg, seen.high_deg): f"{mark:.0f}" for mark in marks}


def _curve_row(label: str, layers: list[tuple[str, str]]) -> Row:
    """Where two curves share a cell the first one is seen."""
    (front, ink), (back, other) = layers
    cells = [(a, ink) if a != " " else (b, other) for a, b in zip(front, back, strict=True)]
    return [(f"{label:>4} ", "muted"), *merged(cells)]
