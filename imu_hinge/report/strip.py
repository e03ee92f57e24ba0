"""The strip of a day as SVG: a row for each zone, five minutes a column. Pure; what colour says, the row says, too."""

from collections.abc import Iterator, Mapping
from html import escape

from imu_hinge.core.posture import Column
from imu_hinge.model.events import PostureState, Zone
from imu_hinge.model.plural import counted
from imu_hinge.report.day_contents import DayOf
from imu_hinge.view.colours import ROLES
from imu_hinge.view.day import shares
from imu_hinge.view.posture_words import hour_words

WIDE_MM, LEFT_MM, RIGHT_MM = 190.0, 17.0, 3.0
_HOUR_S, _COLUMN_S = 3600, 300
_ROWS: Mapping[Zone, tuple[str, str]] = {
    Zone.DEEP: ("deep, > 60°", "back"),
    Zone.BENT: ("bent, 20..60°", "back"),
    Zone.LEAN: ("lean, 10..20°", "trace"),
    Zone.TALL: ("tall, -10..10°", "good"),
    Zone.BACK: ("back, < -10°", "lost"),
}
"""From the top: words and colour."""
_AWAY = "no zone"
_NAMES = {PostureState.LYING: "lying", PostureState.NOT_WORN: "not worn"}


def strip(name: str, day: DayOf, span_s: tuple[float, float], row_mm: float) -> str:
    """An SVG of the hours `span_s`; `name` keeps its ids apart from those of other strips."""
    height_mm = row_mm * (len(_ROWS) + 1) + 7.0
    title = f"Where the trunk was, {hour_words(span_s[0])} to {hour_words(span_s[1])}"
    parts = [*_labels(row_mm), *_hours(span_s, row_mm), *_cells(day, span_s, row_mm), *_marks(day, span_s)]
    return (
        f'<svg id="{name}" class="chart" role="img" aria-labelledby="{name}-title {name}-meaning" '
        f'viewBox="0 0 {WIDE_MM:g} {height_mm:g}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-meaning">{escape(_meaning(day))}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _labels(row_mm: float) -> Iterator[str]:
    rows = [(words, ink) for words, ink in _ROWS.values()] + [(_AWAY, "muted")]
    for place, (words, ink) in enumerate(rows):
        yield _text(0.0, _top(place, row_mm) + 0.75 * row_mm, words, min(2.4, 0.85 * row_mm), ROLES[ink].light)


def _top(row: int, row_mm: float) -> float:
    return 3.0 + row * row_mm


def _hours(span_s: tuple[float, float], row_mm: float) -> Iterator[str]:
    bottom = _top(len(_ROWS) + 1, row_mm)
    first, last = int(span_s[0]) // _HOUR_S, -(-int(span_s[1]) // _HOUR_S)
    for hour in range(first, last + 1):
        x = _x(hour * _HOUR_S, span_s)
        if LEFT_MM - 0.1 <= x <= WIDE_MM - RIGHT_MM + 0.1:
            yield f'<path d="M{x:.2f} 3V{bottom:.2f}" stroke="{ROLES["idle"].light}" stroke-width="0.15"/>'
            yield _text(x, bottom + 3.0, f"{hour % 24}", 2.4, ROLES["muted"].light, "middle")


def _x(at_s: float, span_s: tuple[float, float]) -> float:
    width_mm = WIDE_MM - LEFT_MM - RIGHT_MM
    return LEFT_MM + width_mm * (at_s - span_s[0]) / max(span_s[1] - span_s[0], 1.0)


def _cells(day: DayOf, span_s: tuple[float, float], row_mm: float) -> Iterator[str]:
    order = tuple(_ROWS)
    for column in day.posture.strip:
        for what, share in _shares(column).items():
            row = order.index(what) if what in order else len(order)
            ink = _ROWS[what][1] if isinstance(what, Zone) else "idle"
            x, width = _x(column.start_s, span_s), _x(_COLUMN_S, span_s) - _x(0, span_s)
            tall = 0.8 * row_mm * share
            y = _top(row, row_mm) + 0.9 * row_mm - tall
            box = f'x="{x:.2f}" y="{y:.2f}" width="{0.94 * width:.2f}" height="{tall:.2f}"'
            yield f'<rect {box} fill="{ROLES[ink].light}"/>'


def _shares(column: Column) -> Mapping[Zone | PostureState, float]:
    """How much of the five minutes; everything without a zone together."""
    shares: dict[Zone | PostureState, float] = {}
    for what, seconds in column.seconds.items():
        key = what if isinstance(what, Zone) else PostureState.UNKNOWN
        shares[key] = shares.get(key, 0.0) + seconds / _COLUMN_S
    return {what: min(share, 1.0) for what, share in shares.items()}


def _marks(day: DayOf, span_s: tuple[float, float]) -> Iterator[str]:
    for mark in day.marks:
        yield _text(_x(mark.at_s, span_s), 2.3, mark.sign, 2.6, ROLES["text"].light, "middle")


def _text(x: float, y: float, words: str, size_mm: float, ink: str, anchor: str = "start") -> str:
    look = f'font-size="{size_mm:g}" fill="{ink}" text-anchor="{anchor}"'
    return f'<text x="{x:.2f}" y="{y:.2f}" {look}>{escape(words)}</text>'


def _meaning(day: DayOf) -> str:
    """The strip for those who do not see it."""
    minutes = {row.name: row.minutes for row in shares(day.posture)}
    zones = ", ".join(f"{zone} {minutes[zone.value]} min" for zone in Zone)
    given = sum(mark.sign == "!" for mark in day.marks)
    return f"Five minutes a column, a row for each zone: {zones}. {counted(given, 'reminder')}."
