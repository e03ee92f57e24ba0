"""The last seconds of lumbar flexion as a line of braille dots."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from imu_hinge.model.arrays import Array, Bools
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Row
from imu_hinge.tui.states import gauge_top_deg
from imu_hinge.tui.widgets import dots
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import TRACE_S, Limits, Snapshot

_BOTTOM_DEG = -5.0
_GUTTER = 5
"""Columns of the scale at the left."""
FRAMES_S, JOIN_S = 0.05, 3.0
"""Rows that are usually closer than the first are frames: where some are missing, something was lost. Rows of a client
elsewhere are further apart, and joined up to the second: of 200 clients each has one in 2.7 s."""


class Span(NamedTuple):
    """What one picture covers."""

    t_ns: int
    limits: Limits | None


class Trace(Drawn[Span]):
    """Smallest and largest value of each dot column, joined; the limit as a dotted line."""

    def __init__(self, looks: Looks, **names: str) -> None:
        super().__init__(looks, **names)
        self._points: Array = np.empty((0, 2))

    def see(self, snapshot: Snapshot) -> Span:
        """The time of the newest point; the points themselves are kept by `show`."""
        return Span(snapshot.t_ns, snapshot.limits)

    def show(self, snapshot: Snapshot) -> None:
        """Shows the snapshot."""
        self._points = snapshot.trace
        super().show(snapshot)

    def draw(self, seen: Span, width: int, height: int) -> Sequence[Row]:
        """One piece for the scale and one for the line in each row."""
        t_ns, limits = seen
        columns = width - _GUTTER - 1
        if columns < 1:
            return []
        top = gauge_top_deg(limits)
        high, wide = dots.dots_of(self.looks.ascii)
        grid = line(self._points, t_ns, columns * wide, height * high, top)
        if limits is not None:
            grid[level(limits.fault_deg, height * high, top), :: 2 * wide] = True
        cells = dots.written(grid, self.looks.ascii)
        inks, labels = _inks(limits, height, top), _labels(limits, height, top)
        return [[(f" {label:>3} ", "muted"), (cell, ink)] for label, cell, ink in zip(labels, cells, inks, strict=True)]


def level(deg: float, rows: int, top_deg: float) -> int:
    """The row of an angle, from the top; angles outside are at the edge."""
    return dots.level(deg, rows, _BOTTOM_DEG, top_deg)


def line(points: Array, t_ns: int, columns: int, rows: int, top_deg: float) -> Bools:
    """(rows, columns) bool: the values of the last TRACE_S seconds, with gaps where they are NaN.

    `points` is (n, 2), seconds before `t_ns` and deg. A column is a fixed stretch of session time, so that
    the picture moves without flickering.
    """
    width_s = TRACE_S / columns
    points = with_between(points, width_s / 2.0)
    newest = np.floor(t_ns / 1e9 / width_s)
    place = (np.floor((points[:, 0] + t_ns / 1e9) / width_s) - newest).astype(np.intp) + columns - 1
    shown = (place >= 0) & (place < columns) & np.isfinite(points[:, 1])
    if not shown.any():
        return np.zeros((rows, columns), dtype=bool)
    at, heights = place[shown], dots.height(points[shown, 1], rows, _BOTTOM_DEG, top_deg)
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    low, high = np.minimum.reduceat(heights, starts), np.maximum.reduceat(heights, starts)
    dots.joined(at[starts], low, high)
    return dots.filled(at[starts], low, high, rows, columns)


def with_between(points: Array, step_s: float) -> Array:
    """(n, 2): sparse rows with those between neighbours, at most a step apart; dense ones, and gaps, as they are."""
    apart_s = np.diff(points[:, 0])
    if not len(apart_s) or np.median(apart_s) < FRAMES_S:
        return points
    known = np.isfinite(points[:, 1])
    joined = (apart_s > step_s) & (apart_s <= JOIN_S) & known[:-1] & known[1:]
    between = [_between(points[at], points[at + 1], step_s) for at in np.flatnonzero(joined)]
    rows = np.concatenate([points, *between])
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _between(first: Array, last: Array, step_s: float) -> Array:
    """The rows between two, without them."""
    count = int(np.ceil((last[0] - first[0]) / step_s))
    return np.linspace(first, last, count + 1)[1:-1]


def _inks(limits: Limits | None, height: int, top_deg: float) -> list[str]:
    """Ink by row: the whole row of a limit already has the colour past it."""
    if limits is None:
        return ["trace"] * height
    fault, caution = (level(deg, height, top_deg) for deg in (limits.fault_deg, limits.caution_deg))
    return ["bad" if y < fault else "caution" if y < caution else "trace" for y in range(height)]


def _labels(limits: Limits | None, height: int, top_deg: float) -> list[str]:
    labels = [""] * height
    labels[-1], labels[0] = f"{_BOTTOM_DEG:.0f}", f"{top_deg:.0f}"
    if limits is not None:
        labels[level(limits.fault_deg, height, top_deg)] = f"{limits.fault_deg:.0f}"
    return labels
