"""One bar for each repetition, against the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Rep
from imu_hinge.model.plural import counted
from imu_hinge.report.charts.canvas import COLOURS, PAPER, UNSURE, svg
from imu_hinge.report.charts.library import Axes, Figure, MaxNLocator
from imu_hinge.report.charts.places import Group, Row, rows_of, set_name
from imu_hinge.report.contents import Contents
from imu_hinge.report.wording import deg
from imu_hinge.view.snapshot import Limits
from imu_hinge.view.verdicts import Verdict, verdict_of

WIDE_MM, LEFT_MM, RIGHT_MM = 190.0, 8.0, 17.0
ROW_MM, SHORT_MM, BELOW_MM, ABOVE_MM = 38.0, 32.0, 9.0, 2.5
_WIDTH = 0.72
"""Of a bar, as a share of its place."""
_VALUE_MM, _NUMBER_MM = 5.0, 3.4
"""Least width of a place that has room for the value, and for the number."""
_TELL_ALL = 36
"""Up to so many repetitions each value is told to those who do not see the bars."""
_BACK, _TRUNK = "lumbar_flexion_peak_deg", "thorax_rom_deg"
_TITLES = {
    _BACK: "Low back: largest bend in each rep, in degrees",
    _TRUNK: "How far the trunk bent in each rep, in degrees; the low back was not judged",
    "": "Reps; neither low back nor trunk could be measured",
}


@dataclass(frozen=True, slots=True)
class Bars:
    """What is drawn."""

    contents: Contents
    measure: str
    """Name in Rep: the first of low back and trunk that any repetition has; empty where none has."""

    @property
    def limits(self) -> Limits | None:
        """Those that belong to the measure."""
        return self.contents.limits if self.measure == _BACK else None

    def value(self, rep: Rep) -> float | None:
        """Deg."""
        return getattr(rep, self.measure) if self.measure else None

    def values(self, reps: Sequence[Rep]) -> list[float]:
        """Those that are known, deg."""
        return [value for rep in reps if (value := self.value(rep)) is not None]

    def verdict(self, rep: Rep) -> Verdict:
        """What became of it."""
        return verdict_of(rep, self.contents.exercise)


def bars_of(contents: Contents) -> Bars:
    """The bars of a session."""
    known = (name for name in (_BACK, _TRUNK) if any(getattr(rep, name) is not None for rep in contents.reps))
    return Bars(contents, next(known, ""))


def title(contents: Contents) -> str:
    """What the bars show."""
    return _TITLES[bars_of(contents).measure]


def bars(contents: Contents) -> str:
    """An SVG; without sets an empty text."""
    if not contents.sets:
        return ""
    chart, rows = bars_of(contents), rows_of(contents.sets)
    row_mm = ROW_MM if len(rows) == 1 else SHORT_MM

    def draw(figure: Figure) -> None:
        for place, row in enumerate(rows):
            _draw_row(figure.add_axes(_area(place, len(rows), row_mm)), row, chart)

    return svg("bars", (WIDE_MM, row_mm * len(rows)), title(contents), _meaning(chart), draw)


def _area(place: int, rows: int, row_mm: float) -> tuple[float, float, float, float]:
    """Left, bottom, width and height as shares of the figure; row 0 is on top."""
    bottom_mm = (rows - 1 - place) * row_mm + BELOW_MM
    width_mm, height_mm = WIDE_MM - LEFT_MM - RIGHT_MM, row_mm - BELOW_MM - ABOVE_MM
    return LEFT_MM / WIDE_MM, bottom_mm / (rows * row_mm), width_mm / WIDE_MM, height_mm / (rows * row_mm)


def _draw_row(axes: Axes, row: Row, chart: Bars) -> None:
    values, limit = chart.values(chart.contents.reps), [chart.limits.fault_deg * 1.1] if chart.limits else []
    axes.set_xlim(-0.7, row.span - 0.3)
    axes.set_ylim(min([0.0, *values]), 1.12 * max([10.0, *values, *limit]))
    axes.set_xticks([])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    axes.grid(axis="y")
    pitch_mm = (WIDE_MM - LEFT_MM - RIGHT_MM) / (row.span + 0.4)
    for group in row.groups:
        _draw_group(axes, group, chart, pitch_mm)
    if chart.limits:
        _draw_limits(axes, chart.limits)


def _draw_group(axes: Axes, group: Group, chart: Bars, pitch_mm: float) -> None:
    """Bars, below them a sign and where there is room a number for each, and the name of the set."""
    every = ceil(_NUMBER_MM / pitch_mm)
    for place, rep in group.bars:
        sign = chart.verdict(rep).value
        _draw_bar(axes, place, rep, chart, pitch_mm)
        _below(
            axes,
            place,
            2.0,
            sign.glyph,
            color=_ink(chart.verdict(rep)),
            fontsize=min(8.0, 2.9 * pitch_mm),
            weight="bold",
        )
    for place, rep in group.bars[::every]:
        _below(axes, place, 11.0, str(rep.index), color=COLOURS["muted"], fontsize=6.0)
    _below(axes, group.middle, 18.0, group.name, fontsize=6.5)


def _draw_bar(axes: Axes, place: float, rep: Rep, chart: Bars, pitch_mm: float) -> None:
    """Full up to the limit, hatched past it; grey where the repetition is unsure."""
    value, verdict = chart.value(rep), chart.verdict(rep)
    if value is None:
        return
    inside = min(value, chart.limits.fault_deg) if chart.limits else value
    axes.bar(place, inside, _WIDTH, color=UNSURE if verdict is Verdict.UNSURE else _ink(verdict))
    if inside < value:
        past: dict[str, Any] = {"color": PAPER, "edgecolor": _ink(verdict), "hatch": "///////", "linewidth": 0.7}
        axes.bar(place, value - inside, _WIDTH, bottom=inside, **past)
    if pitch_mm > _VALUE_MM:
        above: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": 6.0}
        axes.annotate(deg(value), (place, max(value, 0.0)), (0, 1.5), **above)


def _ink(verdict: Verdict) -> str:
    """What is counted without being judged looks as what is good, but for the words."""
    return COLOURS[Verdict.GOOD.value.ink if verdict is Verdict.COUNTED else verdict.value.ink]


def _below(axes: Axes, place: float, points: float, text: str, **look: Any) -> None:
    across = axes.get_xaxis_transform()
    where: dict[str, Any] = {"xycoords": across, "textcoords": "offset points", "ha": "center", "va": "top"}
    axes.annotate(text, (place, 0), (0, -points), **where, **look)


def _draw_limits(axes: Axes, limits: Limits) -> None:
    lines: tuple[tuple[float, str, str, Any], ...] = (
        (limits.fault_deg, "limit", "bad", "-"),
        (limits.caution_deg, "close", "caution", (0, (4, 2))),
    )
    for value, name, ink, dashes in lines:
        axes.axhline(value, color=COLOURS[ink], linewidth=0.9, linestyle=dashes, zorder=3)
        beside: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
        axes.annotate(f"{name} {deg(value)}", (1, value), (3, 0), color=COLOURS[ink], fontweight="bold", **beside)


def _meaning(chart: Bars) -> str:
    """The chart for those who do not see it."""
    limits = chart.limits
    against = f" Limit {deg(limits.fault_deg)}, close from {deg(limits.caution_deg)}." if limits else ""
    tell = _each if len(chart.contents.reps) <= _TELL_ALL else _ends
    return "Bar chart." + against + "".join(f" {set_name(one)}: {tell(chart, one)}." for one in chart.contents.sets)


def _each(chart: Bars, one: SetSummary) -> str:
    return ", ".join(f"{deg(chart.value(rep))} {chart.verdict(rep).value.words}" for rep in one.reps)


def _ends(chart: Bars, one: SetSummary) -> str:
    values = chart.values(one.reps)
    return counted(len(one.reps), "rep") + (f", {deg(min(values))} to {deg(max(values))}" if values else "")
