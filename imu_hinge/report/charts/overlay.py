"""Two repetitions laid over each other from start to end, over all the others."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from imu_hinge.model.arrays import Array, Records
from imu_hinge.model.events import Rep
from imu_hinge.report.charts.canvas import BAND, COLOURS, PAPER, svg
from imu_hinge.report.charts.library import Axes, Figure, MaxNLocator
from imu_hinge.report.choice import Pair
from imu_hinge.report.contents import Contents
from imu_hinge.report.curves import band, curve_of, smoothed
from imu_hinge.report.wording import deg
from imu_hinge.review.curves import PERCENT, Curve
from imu_hinge.view.snapshot import Limits

SIZE_MM = (116.0, 44.0)
_HIPS, _BACK = "pelvis", "lumbar"


Ends = tuple[Array, Array]
"""Lower and upper, by percent."""


class Line(NamedTuple):
    """A repetition as it is drawn."""

    rep: Rep
    curve: Curve
    name: str
    """What it is there for."""
    ink: str
    dashes: Any
    """As matplotlib takes them."""
    label_points: float
    """How far above its peak the value stands."""


def overlay(contents: Contents, pair: Pair) -> str:
    """An SVG; an empty text where there are no curves to lay over each other."""
    frames = smoothed(contents.frames)
    lines = list(_lines(pair, frames))
    if all(np.isnan(line.curve.values[_BACK]).all() for line in lines):
        return ""
    behind = [curve_of(frames, rep) for rep in contents.reps]

    def draw(figure: Figure) -> None:
        hips = figure.add_axes((0.05, 0.13, 0.44, 0.77))
        back = figure.add_axes((0.53, 0.13, 0.44, 0.77), sharey=hips)
        _draw_panel(hips, lines, band(behind, _HIPS), _HIPS, "Hips: pelvis tilt, degrees")
        _draw_panel(back, lines, band(behind, _BACK), _BACK, "Low back: bend, degrees")
        for line in lines:
            _mark(back, line)
        _draw_limit(back, contents.limits)
        back.tick_params(labelleft=False)

    return svg("overlay", SIZE_MM, "Two reps laid over each other", _meaning(lines), draw)


def _lines(pair: Pair, frames: Records) -> Iterator[Line]:
    """The label of the smaller peak stands below it, out of the way of the other."""
    if pair.best:
        yield Line(pair.best, curve_of(frames, pair.best), "best", "good", "-", -10.0)
    if pair.other:
        yield Line(pair.other, curve_of(frames, pair.other), pair.other_name, pair.other_ink, (0, (5, 1.5)), 3.0)


def _draw_panel(axes: Axes, lines: Sequence[Line], behind: Ends | None, name: str, title: str) -> None:
    if behind is not None:
        axes.fill_between(PERCENT, *behind, color=BAND, linewidth=0, zorder=0)
    for line in lines:
        axes.plot(PERCENT, line.curve.values[name], color=COLOURS[line.ink], linewidth=1.5, linestyle=line.dashes)
    axes.set_title(title)
    axes.grid(axis="y")
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 100])
    axes.set_xticks([50], minor=True)
    _name_ends(axes)
    axes.margins(y=0.1)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))


def _name_ends(axes: Axes) -> None:
    """Set inwards, so that none is cut off."""
    start, end = axes.set_xticklabels(["start", "end"])
    start.set_horizontalalignment("left")
    end.set_horizontalalignment("right")
    axes.set_xticklabels(["half of its time"], minor=True)


def _mark(axes: Axes, line: Line) -> None:
    """The measured peak, where it is reached."""
    angles = line.curve.values[_BACK]
    if np.isnan(angles).all():
        return
    at = int(np.nanargmax(angles))
    colour, where = COLOURS[line.ink], (float(PERCENT[at]), float(angles[at]))
    label: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "color": colour, "fontweight": "bold"}
    label["bbox"] = {"facecolor": PAPER, "alpha": 0.7, "linewidth": 0, "pad": 0.3}
    axes.plot(*where, "o", markersize=3, color=colour)
    axes.annotate(deg(line.rep.lumbar_flexion_peak_deg), where, (0, line.label_points), **label)


def _draw_limit(axes: Axes, limits: Limits | None) -> None:
    """Where it is not so far away that the curves would become flat."""
    if limits is None or limits.fault_deg > 1.6 * axes.get_ylim()[1]:
        return
    look: dict[str, Any] = {"textcoords": "offset points", "color": COLOURS["bad"], "fontweight": "bold"}
    axes.axhline(limits.fault_deg, color=COLOURS["bad"], linewidth=0.9, zorder=1)
    axes.annotate(f"limit {deg(limits.fault_deg)}", (2, limits.fault_deg), (0, 2), **look)


def _meaning(lines: Sequence[Line]) -> str:
    told = (
        f"{line.name}, set {line.rep.set_index} rep {line.rep.index}: "
        f"low back up to {deg(line.rep.lumbar_flexion_peak_deg)}, pelvis range {deg(line.rep.pelvis_rom_deg)}"
        for line in lines
    )
    return f"Line chart from start to end of a rep; the band behind are all reps. {'; '.join(told)}."
