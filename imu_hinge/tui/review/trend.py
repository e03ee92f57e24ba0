"""A client over weeks: one point a session, and how much two days differ by themselves."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, NamedTuple

import numpy as np
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from imu_hinge.core.summary import MEASURES
from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import HingeError
from imu_hinge.review.desk import Desk
from imu_hinge.review.keeping import Course, Day, Trend
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Piece, Row, merged
from imu_hinge.tui.widgets import dots
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.view.words import spaced

_GUTTER = 7
_POINT, _BAND = "●", "░"
_KEYS = " <- ->: measure   esc: back"
_FIRST = ("lumbar_flexion_peak_deg", "pelvis_rom_deg", "hinge_share", "thorax_rom_deg")
ORDER = (*_FIRST, *(name for name in MEASURES if name not in _FIRST))


class Weeks(NamedTuple):
    """What is shown."""

    title: str
    course: Course | None
    told: tuple[str, ...]


class Chart(Painted[Weeks]):
    """Points over the days; the band is what the first day may differ from by itself."""

    def draw(self, seen: Weeks, width: int, height: int) -> Sequence[Row]:
        """Title, chart, days, words."""
        title: Row = [(f" {seen.title}", "*text")]
        foot: list[Row] = [*([(f" {words}", "text")] for words in seen.told), [(_KEYS, "muted")]]
        days = seen.course.days if seen.course else ()
        rows, columns = height - 3 - len(seen.told), width - _GUTTER - 1
        if not days or rows < 2 or columns < 10 or seen.course is None:
            return [title, *foot]
        body = _body(days, seen.course.noise, rows, columns)
        return [title, *body, [(" " * _GUTTER + _dates(days, columns), "muted")], *foot]


def _body(days: Sequence[Day], noise: float | None, rows: int, columns: int) -> list[Row]:
    values = np.array([day.value for day in days])
    low, high = _ends(values, noise)
    cells: list[list[Piece]] = [[(" ", "text")] * columns for _ in range(rows)]
    if noise is not None:
        top, bottom = (dots.level(float(values[0]) + way * noise, rows, low, high) for way in (1, -1))
        for y in range(top, bottom + 1):
            cells[y] = [(_BAND, "idle")] * columns
    for day, y in zip(days, dots.height(values, rows, low, high), strict=True):
        cells[int(y)][_place(day, days, columns)] = (_POINT, "*text")
    digits = 2 if high - low < 3 else 0
    marks = [high, low] if noise is None else [high, low, float(values[0]) + noise, float(values[0]) - noise]
    labels = {dots.level(mark, rows, low, high): f"{mark:.{digits}f}" for mark in marks}
    return [[(f"{labels.get(y, ''):>{_GUTTER - 1}} ", "muted"), *merged(row)] for y, row in enumerate(cells)]


def _ends(values: Array, noise: float | None) -> tuple[float, float]:
    around = noise or 0.0
    low, high = min(values.min(), values[0] - around), max(values.max(), values[0] + around)
    spare = 0.05 * (high - low) or 1.0
    return float(low - spare), float(high + spare)


def _place(day: Day, days: Sequence[Day], columns: int) -> int:
    span = max(days[-1].started_ns - days[0].started_ns, 1)
    return (columns - 1) * (day.started_ns - days[0].started_ns) // span


def _dates(days: Sequence[Day], columns: int) -> str:
    first, last = _date(days[0]), _date(days[-1])
    return first if len(days) == 1 else f"{first}{last:>{max(columns - len(first), 0)}}"


def _date(day: Day) -> str:
    local = datetime.fromtimestamp(day.started_ns / 1e9, UTC) + timedelta(minutes=day.utc_offset_min)
    return f"{local.day} {local:%b %Y}"


class ChartScreen(ModalScreen[None]):
    """One chart at a time, of several that the arrows lead through in a ring."""

    DEFAULT_CSS = """
    ChartScreen { align: center middle; }
    ChartScreen Chart { width: 100%; max-width: 120; height: 100%; max-height: 30; background: $gym-ground;
        border: outer $gym-panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "other(-1)", show=False),
        Binding("right", "other(1)", show=False),
        Binding("escape,T,q", "dismiss", show=False),
    ]

    def __init__(self, count: int, looks: Looks) -> None:
        super().__init__()
        self._count, self._looks, self._chosen = count, looks, 0

    @abstractmethod
    def seen(self, place: int) -> Weeks:
        """What the chart at this place shows."""

    def compose(self) -> ComposeResult:
        """The chart."""
        yield Chart(self._looks)

    def on_mount(self) -> None:
        """The first one."""
        self.action_other(0)

    def action_other(self, count: int) -> None:
        """Another one."""
        self._chosen = (self._chosen + count) % self._count
        self.query_one(Chart).paint(self.seen(self._chosen))


class TrendScreen(ChartScreen):
    """The measures of the exercise under review."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__(len(ORDER), looks)
        self._desk = desk

    def seen(self, place: int) -> Weeks:
        """A measure of this client; why not, where the history cannot tell."""
        book = self._desk.reviewed.book
        title = ", ".join(filter(None, (spaced(ORDER[place]), book.client, book.exercise.title)))
        try:
            course = self._desk.keeping.course(book, ORDER[place])
        except HingeError as error:
            return Weeks(title, None, (str(error),))
        return Weeks(title, course, course_words(course))


class CourseScreen(ChartScreen):
    """Numbers of days or tests."""

    def __init__(self, found: Sequence[Trend], looks: Looks) -> None:
        super().__init__(len(found), looks)
        self._found = found

    def seen(self, place: int) -> Weeks:
        """One of them, with its own words before those of every trend."""
        trend = self._found[place]
        return Weeks(trend.title, trend.course, (*trend.words, *course_words(trend.course)))


def course_words(course: Course) -> tuple[str, ...]:
    """What may be read from it, and what may not."""
    days = course.days
    if len(days) < 2:
        return ("one session: nothing to compare with yet" if days else "no session with sensors has this measure",)
    change = days[-1].value - days[0].value
    if course.noise is None:
        return f"last less first day {change:+.2f}", "how much two days differ by themselves is not known"
    within = "within the noise between days" if abs(change) <= course.noise else "more than the noise between days"
    shaded = f"shaded: {course.noise:g} around the first day; two days differ by that much by themselves"
    return f"last less first day {change:+.2g}: {within}", shaded
