"""The sessions before this one, and how far a change means nothing."""

from imu_hinge.report.charts.canvas import BAND, COLOURS, svg
from imu_hinge.report.charts.library import Figure
from imu_hinge.report.contents import Point
from imu_hinge.report.wording import day_words, deg, short_day
from imu_hinge.view.noise import NOISE_DEG

SIZE_MM = (74.0, 36.0)
MOST = 12
"""The newest sessions that are drawn."""
_ROOM = 6
"""Up to so many of them each gets its day."""


def trend(points: tuple[Point, ...]) -> str:
    """An SVG; an empty text below two sessions."""
    shown = points[-MOST:]
    if len(shown) < 2:
        return ""
    title = "Low back, middle rep of each session, degrees"
    return svg("trend", SIZE_MM, title, _meaning(shown), lambda figure: _draw(figure, shown))


def _draw(figure: Figure, points: tuple[Point, ...]) -> None:
    axes = figure.add_axes((0.075, 0.23, 0.87, 0.72))
    places, values, last = list(range(len(points))), [point.value_deg for point in points], points[-1].value_deg
    axes.axhspan(last - NOISE_DEG, last + NOISE_DEG, color=BAND, linewidth=0, zorder=0)
    axes.plot(places, values, color=COLOURS["trace"], linewidth=1.0, marker="o", markersize=3.5)
    axes.plot(places[-1], last, "o", markersize=6, color=COLOURS["trace"])
    for place, point in zip(places, points, strict=True):
        if len(points) <= _ROOM or place in (0, places[-1]):
            axes.annotate(
                deg(point.value_deg), (place, point.value_deg), (0, 5), textcoords="offset points", ha="center"
            )
    axes.grid(axis="y")
    axes.set_xlim(-0.4, places[-1] + 0.4)
    axes.set_ylim(min([0.0, *values, last - NOISE_DEG]), max([*values, last + NOISE_DEG]) * 1.15)
    axes.set_xticks(*_ticks(points))


def _ticks(points: tuple[Point, ...]) -> tuple[list[int], list[str]]:
    """Days where they are known and have room, and the pain after the session below."""
    places = list(range(len(points)))
    every = 1 if len(points) <= _ROOM else 2
    shown = places[::-every][::-1]
    return shown, [_tick(points[place], place) for place in shown]


def _tick(point: Point, place: int) -> str:
    pain = "" if point.pain_after is None else f"\npain {point.pain_after}"
    return (short_day(point.day) or str(place + 1)) + pain


def _meaning(points: tuple[Point, ...]) -> str:
    told = "; ".join(
        f"{day_words(point.day) or f'session {place}'}: {deg(point.value_deg)}"
        + ("" if point.pain_after is None else f", pain {point.pain_after}")
        for place, point in enumerate(points, 1)
    )
    return f"Line chart, oldest first. {told}. The band is {NOISE_DEG:.0f} degrees to both sides of this session."
