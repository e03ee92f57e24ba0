"""Lumbar flexion as a bar, with the early limit and the limit as marks."""

from collections.abc import Sequence
from typing import NamedTuple

from imu_hinge.tui.rows import Piece, Row, merged
from imu_hinge.tui.states import gauge_top_deg
from imu_hinge.tui.widgets.drawn import Drawn
from imu_hinge.view.snapshot import Limits, Snapshot

_LIMIT, _CAUTION = "┃", "╎"
_THORAX_TOP_DEG = 90.0


class Seen(NamedTuple):
    """What the gauge shows, in whole degrees."""

    lumbar_deg: int | None
    limits: Limits | None
    thorax_deg: int | None = None
    """In place of the low back where that is not judged at all."""
    unjudged: str = ""
    """Why it is not; empty where it is."""


class Gauge(Drawn[Seen]):
    """Bar rows, and where there are two rows or more a scale below them."""

    def see(self, snapshot: Snapshot) -> Seen:
        """The newest judged angle; none where it cannot be judged."""
        lumbar, thorax = snapshot.angles.lumbar_deg, snapshot.angles.thorax_deg
        if snapshot.unjudged:
            return Seen(None, None, None if thorax is None else round(thorax), snapshot.unjudged)
        return Seen(None if lumbar is None else round(lumbar), snapshot.limits)

    def draw(self, seen: Seen, width: int, height: int) -> Sequence[Row]:
        """The bar from 0 deg to the top of the scale, then the scale."""
        inner = max(1, width - 2)
        if seen.unjudged:
            return _tilt(seen, inner, height)
        bar, scale = ([(" ", "text"), *merged(cells)] for cells in (_bar(seen, inner), _scale(seen, inner)))
        return [bar] if height == 1 else [bar] * (height - 1) + [scale]


def _tilt(seen: Seen, width: int, height: int) -> Sequence[Row]:
    """The thorax alone from 0 to 90 deg, and below it why there is no more."""
    tilt = seen.thorax_deg
    filled = 0 if tilt is None else max(0, min(width, round(width * tilt / _THORAX_TOP_DEG)))
    bar: Row = [(" ", "text"), ("█" * filled, "text"), (" " * (width - filled), "on-panel")]
    words = f"thorax {'--' if tilt is None else f'{tilt} deg'}, {seen.unjudged}"
    return [bar] if height == 1 else [bar] * (height - 1) + [[(" ", "text"), (words[:width].ljust(width), "text")]]


def column(deg: float, limits: Limits | None, width: int) -> int:
    """The cell of an angle, within the bar."""
    return max(0, min(width - 1, int(deg / gauge_top_deg(limits) * width)))


def _bar(seen: Seen, width: int) -> list[Piece]:
    marks, inks = _marks(seen.limits, width), _zones(seen.limits, width)
    if seen.lumbar_deg is None:
        return [(marks.get(x, "░"), "muted-on-panel") for x in range(width)]
    reached = column(seen.lumbar_deg, seen.limits, width) + 1 if seen.lumbar_deg > 0 else 0
    filled = [(marks[x], f"on-{inks[x]}") if x in marks else ("█", inks[x]) for x in range(reached)]
    return filled + [(marks.get(x, " "), "on-panel") for x in range(reached, width)]


def _marks(limits: Limits | None, width: int) -> dict[int, str]:
    """What stands at which cell, in the bar whatever its value."""
    if limits is None:
        return {}
    return {column(limits.caution_deg, limits, width): _CAUTION, column(limits.fault_deg, limits, width): _LIMIT}


def _zones(limits: Limits | None, width: int) -> list[str]:
    """The ink of each cell: below the early limit, up to the limit, past it."""
    if limits is None:
        return ["text"] * width
    caution, fault = (column(deg, limits, width) for deg in (limits.caution_deg, limits.fault_deg))
    return ["good" if x < caution else "caution" if x < fault else "bad" for x in range(width)]


def _scale(seen: Seen, width: int) -> list[Piece]:
    """`0  low back 12 deg      ^ your limit 18 deg     35`, as far as there is room."""
    row: list[Piece] = [(" ", "muted")] * width
    top = f"{gauge_top_deg(seen.limits):.0f}"
    value = "--" if seen.lumbar_deg is None else f"{seen.lumbar_deg} deg"
    _put(row, 0, "0", "muted")
    _put(row, width - len(top), top, "muted")
    if seen.limits is not None:
        _put(row, *_limit(seen.limits, width), "text")
    _put(row, 3, f"low back {value}", "text")
    return row


def _limit(limits: Limits, width: int) -> tuple[int, str]:
    """Where the name of the limit begins, and what it says; it points at the mark from the side with more room."""
    x = column(limits.fault_deg, limits, width)
    words = f"{'your limit' if limits.own else 'limit'} {limits.fault_deg:.0f} deg"
    right_room = width - x - 5
    return (x, f"^ {words}") if len(words) + 2 <= right_room else (x - len(words) - 1, f"{words} ^")


def _put(row: list[Piece], start: int, text: str, ink: str) -> None:
    """Writes where nothing stands yet; nothing at all where something does."""
    end = start + len(text)
    if start >= 0 and end <= len(row) and all(cell == " " for cell, _ in row[max(0, start - 1) : end + 1]):
        row[start:end] = [(letter, ink) for letter in text]
