"""Repetitions laid over one another, from 0 to 100 % of each: the odd one is seen at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.review.curves import KINDS, PERCENT, Curve, Kind
from imu_hinge.tui.rows import Piece, Row, merged
from imu_hinge.tui.states import gauge_top_deg
from imu_hinge.tui.widgets import dots
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.view.snapshot import Limits

_GUTTER = 5
_LUMBAR = "lumbar"
_BARE = ("start", "tall")
_MIDDLE = "bottom"


class Bright(NamedTuple):
    """A curve that stands out."""

    curve: Curve
    label: str = ""
    """A letter at its peak, where there are two."""
    ink: str = "trace"


class Overlaid(NamedTuple):
    """What is shown."""

    kind: str
    """A key of KINDS."""
    title: str
    dim: tuple[Curve, ...]
    bright: tuple[Bright, ...]
    limits: Limits | None
    here_pct: float | None
    """Where in the chosen repetition the moment is; None outside of it."""


class Overlay(Painted[Overlaid]):
    """A title, the curves beside their scale, and the ends of the movement."""

    def draw(self, seen: Overlaid, width: int, height: int) -> Sequence[Row]:
        """From the top."""
        columns, rows = width - _GUTTER - 1, height - 2
        if columns < 8 or rows < 1:
            return [[(f" {seen.title}"[:width], "text")]]
        scale = _scale(seen)
        cells = self._cells(seen, scale, rows, columns)
        labels = _labels(seen, scale, rows)
        body: list[Row] = [
            [(f"{label:>{_GUTTER - 1}} ", "muted"), *merged(row)] for label, row in zip(labels, cells, strict=True)
        ]
        axis: list[Piece] = [(" " * _GUTTER, "muted"), *_axis(seen, columns)]
        return [[(f" {seen.title}"[:width], "text")], *body, axis]

    def _cells(self, seen: Overlaid, scale: tuple[float, float], rows: int, columns: int) -> list[list[Piece]]:
        """Limit, dim curves, bright curves: each covers the ones before."""
        cells: list[list[Piece]] = [[(" ", "text")] * columns for _ in range(rows)]
        for kind, limit_deg in _limits(seen):
            row = dots.level(limit_deg, rows, *scale)
            cells[row] = [("." if x % 3 == 0 else " ", kind) for x in range(columns)]
        self._put(cells, [one.values[seen.kind] for one in seen.dim], scale, ":", ["idle"] * rows)
        for number, one in enumerate(seen.bright):
            inks = [f"*{ink}" for ink in _inks(seen, one, scale, rows)]
            self._put(cells, [one.curve.values[seen.kind]], scale, "*+"[number % 2], inks)
            _name(cells, one, seen.kind, scale)
        return cells

    def _put(
        self, cells: list[list[Piece]], curves: Sequence[Array], scale: tuple[float, float], mark: str, inks: list[str]
    ) -> None:
        rows, columns = len(cells), len(cells[0])
        high, wide = dots.dots_of(self.looks.ascii)
        grid = np.zeros((rows * high, columns * wide), dtype=bool)
        for values in curves:
            grid |= line(values, rows * high, columns * wide, scale)
        for y, written in enumerate(dots.written(grid, self.looks.ascii, mark)):
            for x, cell in enumerate(written):
                if cell != " ":
                    cells[y][x] = (cell, inks[y])


def line(values: Array, rows: int, columns: int, scale: tuple[float, float]) -> Bools:
    """(rows, columns) bool: a curve over PERCENT, with gaps where it is NaN."""
    at = np.linspace(0.0, 100.0, columns)
    here = np.interp(at, PERCENT, values)
    known = np.flatnonzero(np.isfinite(here))
    low = dots.height(here[known], rows, *scale)
    high = low.copy()
    dots.joined(known, low, high)
    return dots.filled(known, low, high, rows, columns)


def _scale(seen: Overlaid) -> tuple[float, float]:
    kind = KINDS[seen.kind]
    return kind.bottom, gauge_top_deg(seen.limits) if seen.kind == _LUMBAR else kind.top


def _limits(seen: Overlaid) -> list[tuple[str, float]]:
    """Ink and height of the dotted lines."""
    if seen.limits is None or seen.kind != _LUMBAR:
        return []
    return [("muted", seen.limits.fault_deg)]


def _inks(seen: Overlaid, one: Bright, scale: tuple[float, float], rows: int) -> list[str]:
    """By row: past a limit in its colour, unless the colour tells two curves apart."""
    if one.label or seen.limits is None or seen.kind != _LUMBAR:
        return [one.ink] * rows
    fault, caution = (dots.level(deg, rows, *scale) for deg in (seen.limits.fault_deg, seen.limits.caution_deg))
    return ["bad" if y < fault else "caution" if y < caution else one.ink for y in range(rows)]


def _name(cells: list[list[Piece]], one: Bright, kind: str, scale: tuple[float, float]) -> None:
    """The letter above the peak of a curve."""
    values = one.curve.values[kind]
    if one.label and np.isfinite(values).any():
        peak = int(np.nanargmax(values))
        x = round((len(cells[0]) - 1) * PERCENT[peak] / 100.0)
        y = max(0, dots.level(float(values[peak]), len(cells), *scale) - 1)
        cells[y][x] = (one.label, f"*{one.ink}")


def _labels(seen: Overlaid, scale: tuple[float, float], rows: int) -> list[str]:
    kind: Kind = KINDS[seen.kind]
    digits = 0 if kind.unit else 1
    labels = [""] * rows
    labels[-1], labels[0] = f"{scale[0]:.{digits}f}", f"{scale[1]:.{digits}f}"
    for _, deg in _limits(seen):
        labels[dots.level(deg, rows, *scale)] = f"{deg:.0f}"
    return labels


def _axis(seen: Overlaid, columns: int) -> list[Piece]:
    """`start        bottom         tall`, and where the moment is."""
    cells: list[Piece] = [(" ", "muted")] * columns
    _write(cells, 0, _BARE[0])
    _write(cells, columns - len(_BARE[1]), _BARE[1])
    if len(seen.bright) == 1:
        x = round((columns - 1) * seen.bright[0].curve.bottom_pct / 100.0)
        _write(cells, x - len(_MIDDLE) // 2, _MIDDLE)
    if seen.here_pct is not None:
        x = round((columns - 1) * min(max(seen.here_pct, 0.0), 100.0) / 100.0)
        cells[x] = (cells[x][0], "*on-text")
    return merged(cells)


def _write(cells: list[Piece], start: int, text: str) -> None:
    if (
        start >= 0
        and start + len(text) <= len(cells)
        and all(cell == " " for cell, _ in cells[start : start + len(text)])
    ):
        cells[start : start + len(text)] = [(letter, "muted") for letter in text]
