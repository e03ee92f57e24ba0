"""The session from left to right: how far the thorax leaned, the repetitions, the sets, the time."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from textual import events
from textual.message import Message

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.review.angles import Angles
from imu_hinge.review.book import Book
from imu_hinge.review.moves import line_at
from imu_hinge.review.timeline import Bar, Mark, Window, bars, envelope, marks, ticks, window
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Piece, Row, merged
from imu_hinge.tui.states import clock
from imu_hinge.tui.widgets import dots
from imu_hinge.tui.widgets.drawn import Painted

_BOTTOM_DEG, _TOP_DEG = -10.0, 95.0
_CURSOR, _TAKEN_OUT = "┃", "-"
_BELOW = 3
"""Rows below the envelope: repetitions, sets, time."""


class Stretch(NamedTuple):
    """What is shown."""

    book: Book
    angles: Angles
    state: tuple[int, int]
    """Of the angles."""
    t_ns: int
    near: bool


class Timeline(Painted[Stretch]):
    """A click moves to that moment; so does dragging."""

    class Moved(Message):
        """A moment was pointed at."""

        def __init__(self, t_ns: int) -> None:
            super().__init__()
            self.t_ns = t_ns

    def __init__(self, looks: Looks, **names: str) -> None:
        super().__init__(looks, **names)
        self._area: tuple[object, list[str]] = (None, [])
        self._marks: tuple[object, tuple[Mark, ...], tuple[Bar, ...]] = (None, (), ())

    def draw(self, seen: Stretch, width: int, height: int) -> Sequence[Row]:
        """The envelope as high as there is room for, then what is below it."""
        shown = _window(seen, width)
        high = max(height - _BELOW, 0)
        marked, barred = self._marked(seen.book, shown)
        at = shown.column(seen.t_ns)
        rows: list[Row] = [_lit(row, _chosen(seen, barred), at) for row in self._areas(seen, shown, high)]
        rows += [_reps(marked, width, at), _sets(barred, _chosen(seen, barred), width), _axis(shown)]
        return rows[-height:] if height else []

    def _areas(self, seen: Stretch, shown: Window, high: int) -> list[str]:
        """The rows of the envelope; drawn again only when the angles or the window are others."""
        key = (seen.angles, seen.state, shown, high)
        if self._area[0] != key:
            rows, wide = dots.dots_of(self.looks.ascii)
            fine = Window(shown.start_ns, shown.end_ns, shown.columns * wide)
            grid = _grid(envelope(seen.angles.between(fine.start_ns, fine.end_ns), fine), high * rows)
            self._area = key, dots.written(grid, self.looks.ascii, "#") if high else []
        return self._area[1]

    def _marked(self, book: Book, shown: Window) -> tuple[tuple[Mark, ...], tuple[Bar, ...]]:
        key = (book, shown)
        if self._marks[0] != key:
            self._marks = key, marks(book, shown), bars(book, shown)
        return self._marks[1], self._marks[2]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The moment under the pointer."""
        self.capture_mouse()
        self._point(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """While dragging."""
        if self.app.mouse_captured is self:
            self._point(event.x)

    def on_mouse_up(self) -> None:
        """The end of dragging."""
        self.release_mouse()

    def _point(self, x: int) -> None:
        if self.seen is not None:
            column = max(0, min(x, self.size.width - 1))
            self.post_message(
                self.Moved(min(_window(self.seen, self.size.width).time(column), self.seen.book.duration_ns))
            )


def _window(seen: Stretch, width: int) -> Window:
    return window(seen.book.duration_ns, seen.t_ns, width, seen.near)


def _grid(area: Array, rows: int) -> Bools:
    """Dots from upright to the largest value of each column, or to the smallest below upright."""
    at = np.flatnonzero(np.isfinite(area[:, 0]))
    area = np.column_stack([np.minimum(area[:, 0], 0.0), np.maximum(area[:, 1], 0.0)])
    low, high = (dots.height(area[at, end], rows, _BOTTOM_DEG, _TOP_DEG) for end in (1, 0)) if rows else (at, at)
    return dots.filled(at, low, high, rows, len(area))


def _chosen(seen: Stretch, barred: Sequence[Bar]) -> Bar | None:
    """The set of the repetition that is chosen."""
    line = line_at(seen.book, seen.t_ns)
    return next((bar for bar in barred if line and bar.index == line.rep.set_index), None)


def _lit(row: str, chosen: Bar | None, at: int) -> list[Piece]:
    """The chosen set in the ink of the trace, the moment as a line through it."""
    cells = [(cell, "trace" if chosen and chosen.first <= x <= chosen.last else "idle") for x, cell in enumerate(row)]
    if 0 <= at < len(cells):
        cells[at] = (_CURSOR, "*text")
    return merged(cells)


def _reps(marked: Sequence[Mark], width: int, at: int) -> list[Piece]:
    cells: list[Piece] = [(" ", "text")] * width
    for mark in marked:
        sign = mark.verdict.value if mark.verdict else None
        cells[mark.column] = (sign.glyph, sign.ink) if sign else (_TAKEN_OUT, "muted")
    if 0 <= at < width:
        cells[at] = (cells[at][0], "*on-text")
    return merged(cells)


def _sets(barred: Sequence[Bar], chosen: Bar | None, width: int) -> list[Piece]:
    cells: list[Piece] = [(" ", "text")] * width
    for bar in barred:
        ink = "*text" if bar == chosen else "muted"
        text = _named(bar)
        if all(cell == " " for cell, _ in cells[bar.first : bar.first + len(text)]):
            cells[bar.first : bar.first + len(text)] = [(letter, ink) for letter in text]
    return merged(cells[:width])


def _named(bar: Bar) -> str:
    """`[2 left   ]`, `[2]`, or the number alone."""
    room = bar.last - bar.first + 1
    inner = room - 2
    words = f"{bar.index} {bar.side}" if bar.side and len(f"{bar.index} {bar.side}") <= inner else str(bar.index)
    return f"[{words:<{inner}}]" if len(words) <= inner else str(bar.index)


def _axis(shown: Window) -> list[Piece]:
    cells = [" "] * shown.columns
    for column, seconds in ticks(shown):
        label = clock(seconds).removeprefix("0")
        if column + len(label) <= shown.columns:
            cells[column : column + len(label)] = label
    return [("".join(cells), "muted")]
