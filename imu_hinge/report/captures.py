"""The captures of each test beside what others have measured, as SVG. Pure."""

from collections.abc import Iterator, Sequence
from html import escape

from imu_hinge.core.assess import Placed
from imu_hinge.view.assess.outcome import Row
from imu_hinge.view.colours import ROLES
from imu_hinge.view.words import number

WIDE_MM, LEFT_MM, RIGHT_MM, ROW_MM = 190.0, 44.0, 14.0, 8.5
_BAND = "#dfe4ea"


def captures(rows: Sequence[Row], numbers: dict[str, int]) -> str:
    """An SVG; empty without captures. `numbers`: of each source on the page."""
    shown = [row for row in rows if row.result.n]
    if not shown:
        return ""
    height_mm = ROW_MM * len(shown) + 2.0
    body = "".join(part for place, row in enumerate(shown) for part in _row(row, place * ROW_MM, numbers))
    told = ". ".join(f"{row.test.title}: {', '.join(f'{one:.0f}' for one in row.result.values)} deg" for row in shown)
    return (
        f'<svg id="captures" class="chart" role="img" aria-labelledby="captures-title captures-meaning" '
        f'viewBox="0 0 {WIDE_MM:g} {height_mm:g}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="captures-title">Captures of each test</title>'
        f'<desc id="captures-meaning">{escape(told)}.</desc>{body}</svg>'
    )


def _row(row: Row, top: float, numbers: dict[str, int]) -> Iterator[str]:
    bands = [one for one in row.placed if one.range.quantity == row.test.measure]
    end = _end(row, bands)
    middle = top + ROW_MM / 2
    yield _text(0.0, middle + 0.9, row.test.title, "text")
    for place, one in enumerate(bands):
        yield from _range(one, end, top + 0.8 + place * 1.4, numbers)
    yield _line(f"M{LEFT_MM:g} {middle:g}H{WIDE_MM - RIGHT_MM:g}", "idle", 0.2)
    for value in row.result.values:
        yield f'<circle cx="{_x(value, end):.2f}" cy="{middle:g}" r="1.1" fill="{ROLES["good"].light}"/>'
    median = row.result.median_deg
    if median is not None:
        x = _x(median, end)
        yield _line(f"M{x:.2f} {middle - 2:g}V{middle + 2:g}", "text", 0.5)
    yield _text(WIDE_MM - RIGHT_MM + 1.5, middle + 0.9, number(median, 0, "°"), "text")


def _range(one: Placed, end: float, top: float, numbers: dict[str, int]) -> Iterator[str]:
    """The mean, and one standard deviation to both sides where it was given."""
    known = one.range
    low, high = (_x(known.mean_deg + way * (known.sd_deg or 0.0), end) for way in (-1, 1))
    if high > low:
        yield f'<rect x="{low:.2f}" y="{top:g}" width="{high - low:.2f}" height="{ROW_MM - 2.4:g}" fill="{_BAND}"/>'
    x = _x(known.mean_deg, end)
    yield _line(f"M{x:.2f} {top:g}v{ROW_MM - 2.4:g}", "muted", 0.3)
    yield _text(x + 0.5, top + 1.9, str(numbers[known.source]), "muted", 2.0)


def _line(path: str, ink: str, width_mm: float) -> str:
    return f'<path d="{path}" stroke="{ROLES[ink].light}" stroke-width="{width_mm:g}"/>'


def _end(row: Row, bands: Sequence[Placed]) -> float:
    """Right end of the scale, deg."""
    others = [one.range.mean_deg + (one.range.sd_deg or 0.0) for one in bands]
    return max([row.test.full_range_deg, *row.result.values, *others])


def _x(value: float, end: float) -> float:
    return LEFT_MM + (WIDE_MM - LEFT_MM - RIGHT_MM) * min(max(value / end, 0.0), 1.0)


def _text(x: float, y: float, words: str, ink: str, size_mm: float = 2.7) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size_mm:g}" fill="{ROLES[ink].light}">{escape(words)}</text>'
