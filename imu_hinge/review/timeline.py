"""The whole session, or a part of it, in as many columns as there are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imu_hinge.model.arrays import Array, Records
from imu_hinge.review.book import Book
from imu_hinge.view.verdicts import Verdict

NEAR_NS = 120_000_000_000
"""What the near view shows: a set and its surroundings."""
_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_TICK = 12
"""Least columns between two times of the axis."""
_FIRST = (Verdict.PAST, Verdict.CLOSE, Verdict.UNSURE, Verdict.GOOD, Verdict.COUNTED)
"""Which of several verdicts in one column is shown."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the session that is shown, in `columns` columns of equal length."""

    start_ns: int
    end_ns: int
    columns: int

    def column(self, t_ns: int) -> int:
        """Where a time stands, which may be outside."""
        return int((t_ns - self.start_ns) * self.columns // max(self.end_ns - self.start_ns, 1))

    def time(self, column: int) -> int:
        """The middle of a column, ns."""
        span = self.end_ns - self.start_ns
        return max(0, self.start_ns + round((column + 0.5) * span / max(self.columns, 1)))


def window(duration_ns: int, t_ns: int, columns: int, near: bool) -> Window:
    """The whole session; or NEAR_NS of it, in pages, so that it stands still while the moment moves through it."""
    if not near or duration_ns <= NEAR_NS:
        return Window(0, max(duration_ns, 1), columns)
    page = NEAR_NS // 2
    start = min(max(t_ns // page * page - page // 2, 0), duration_ns - NEAR_NS)
    return Window(start, start + NEAR_NS, columns)


def envelope(rows: Records, shown: Window) -> Array:
    """(columns, 2) smallest and largest thorax tilt of each column, deg; NaN where nothing is known."""
    found = np.full((shown.columns, 2), np.nan)
    at = (rows["t_ns"] - shown.start_ns) * shown.columns // max(shown.end_ns - shown.start_ns, 1)
    tilt = np.degrees(rows["thorax_tilt"])
    kept = np.isfinite(tilt) & (at >= 0) & (at < shown.columns)
    at, tilt = at[kept], tilt[kept]
    if len(at):
        starts = np.flatnonzero(np.diff(at, prepend=-1))
        found[at[starts], 0] = np.minimum.reduceat(tilt, starts)
        found[at[starts], 1] = np.maximum.reduceat(tilt, starts)
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A repetition on the timeline."""

    column: int
    verdict: Verdict | None
    """None: taken out."""


def marks(book: Book, shown: Window) -> tuple[Mark, ...]:
    """One for each column that holds the bottom of a repetition; of several the one to look at first."""
    by_column: dict[int, Mark] = {}
    for line in book.lines:
        column = shown.column(line.rep.t_bottom_ns)
        if 0 <= column < shown.columns:
            new = Mark(column, book.verdict(line.rep) if line.counts else None)
            by_column[column] = min(by_column.get(column, new), new, key=_urgency)
    return tuple(by_column[column] for column in sorted(by_column))


def _urgency(mark: Mark) -> int:
    return len(_FIRST) if mark.verdict is None else _FIRST.index(mark.verdict)


@dataclass(frozen=True, slots=True)
class Bar:
    """A set on the timeline."""

    first: int
    last: int
    """Columns, inclusive; cut at the edges."""
    index: int
    side: str | None


def bars(book: Book, shown: Window) -> tuple[Bar, ...]:
    """The sets that are in sight."""
    found = [Bar(shown.column(one.t_start_ns), shown.column(one.t_end_ns), one.index, one.side) for one in book.sets]
    inside = [one for one in found if one.last >= 0 and one.first < shown.columns]
    return tuple(Bar(max(one.first, 0), min(one.last, shown.columns - 1), one.index, one.side) for one in inside)


def ticks(shown: Window) -> Sequence[tuple[int, int]]:
    """Column and time in whole seconds of the labels of the axis."""
    span_s = (shown.end_ns - shown.start_ns) / 1e9
    most = max(1, shown.columns // _TICK)
    step = next((step for step in _STEPS_S if span_s / step <= most), _STEPS_S[-1])
    first = -(-shown.start_ns // (step * 1_000_000_000))
    last = shown.end_ns // (step * 1_000_000_000)
    return [(shown.column(number * step * 1_000_000_000), number * step) for number in range(first, last + 1)]
