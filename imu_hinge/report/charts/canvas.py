"""A figure as an SVG that stands in a page: reproducible, with title and description, without fonts of its own."""

import io
import re
from collections.abc import Callable
from html import escape
from typing import Any

from imu_hinge.report.charts.library import Figure, FigureCanvasSVG, matplotlib
from imu_hinge.view.colours import ROLES

MM = 1 / 25.4
"""Inch."""
COLOURS = {name: role.light for name, role in ROLES.items()}
PAPER, GRID, BAND, UNSURE = "#ffffff", "#d5dbe2", "#e8ecf1", "#9a9fa6"
"""What is printed on, lines to read values by, what lies behind curves, and bars that nobody vouches for."""
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # the page's own letters, and a reader may search them
    "svg.hashsalt": "imu-hinge",
    "text.parse_math": False,  # a word of a recording is no formula
    "font.size": 7.0,
    "axes.titlesize": 7.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5.0,
    "axes.edgecolor": COLOURS["idle"],
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.labelcolor": COLOURS["muted"],
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.5,
    "hatch.linewidth": 0.8,
    "text.color": COLOURS["text"],
    "xtick.color": COLOURS["idle"],
    "ytick.color": COLOURS["idle"],
    "xtick.labelcolor": COLOURS["muted"],
    "ytick.labelcolor": COLOURS["muted"],
    "xtick.major.size": 2.0,
    "ytick.major.size": 0.0,
    "xtick.major.width": 0.6,
}


def svg(name: str, size_mm: tuple[float, float], title: str, meaning: str, draw: Callable[[Figure], None]) -> str:
    """An `<svg>` of this size; `name` keeps its ids apart from those of other charts on the page."""
    written = io.StringIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # what a user set for plots of his own does not count
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=(size_mm[0] * MM, size_mm[1] * MM))
        draw(figure)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        FigureCanvasSVG(figure).print_svg(written, metadata=nothing)  # type: ignore[no-untyped-call]
    return _embedded(written.getvalue(), name, title, meaning)


def _embedded(text: str, name: str, title: str, meaning: str) -> str:
    """Without the head of a file of its own; ids begin with the name, rules of style hold inside only."""
    body = text[text.index("<svg") :].strip()
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", body)
    body = body.replace("*{", f"#{name} *{{", 1)
    box = re.search(r'viewBox="[^"]*"', body)
    head = (
        f'<svg id="{name}" class="chart" role="img" aria-labelledby="{name}-title {name}-meaning" '
        f'{box.group() if box else ""} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-meaning">{escape(meaning)}</desc>'
    )
    return head + body[body.index(">") + 1 :]
