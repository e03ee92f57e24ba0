"""What each part of the page of an assessment shows. Pure."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.history.captures import DROPPED, Capture
from imu_hinge.history.part_rows import local_day
from imu_hinge.review.assessed_book import AssessedBook
from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.review.tilts import NO_TILTS, Tilts
from imu_hinge.tui.review.day_parts import Choice, Curves
from imu_hinge.tui.rows import Line
from imu_hinge.tui.widgets.head import Heads, Part, Told
from imu_hinge.view.assess.lines import VERDICTS, Kind, lines
from imu_hinge.view.assess.outcome import Row
from imu_hinge.view.posture_words import hour_words, lasted
from imu_hinge.view.words import UNKNOWN, number, spaced

HEAD = f"   {'test':<24}{'median':>8}{'spread':>8}{'noise':>7}{'taken':>7}{'share':>7}{'change':>14}"
_ROUND_NS = 2_000_000_000
_POINTS = 400
_INKS = {Kind.HEAD: "*text", Kind.NOTE: "muted"}


@dataclass
class TestView:
    """Which test is looked at."""

    __test__ = False  # no test of pytest

    at: int = 0
    first: int = 0
    """Of the words, the first line in sight."""
    said: str = ""
    tilts: Tilts = field(default_factory=lambda: NO_TILTS)
    read: bool = False
    """Whether tilts were read, or are being read."""


def heads(reviewed: KindReviewed, book: AssessedBook) -> Heads:
    """Whose, when; where the check stands."""
    on, at_s = local_day(book.started_ns, book.utc_offset_min)
    when = f"{on:%A} {on.day} {on:%B %Y}, {hour_words(at_s)}"
    earlier = f"beside {book.outcome.earlier}" if book.outcome.earlier else "no earlier one is known"
    listed = ((book.client, "text", 2), ("assessment", "text", 3), (when, "*text", 0), (earlier, "muted", 1))
    return Heads(
        tuple(Part(words, ink, rank) for words, ink, rank in listed if words), Part(reviewed.checked, "muted", 4)
    )


def tests(book: AssessedBook, view: TestView) -> Choice:
    """A line for each test."""
    rows = book.outcome.rows
    return Choice(tuple(map(_test, rows)), view.at if rows else None, "nothing was captured")


def _test(row: Row) -> str:
    result, change = row.result, row.change("value")
    cells = (number(result.median_deg, 0, " deg"), number(result.sd_deg, 1), number(result.noise_deg, 1), str(result.n))
    verdict = UNKNOWN if change is None else f"{round(change.change) + 0:+d} {VERDICTS[change.different]}"
    widths = (8, 8, 7, 7)
    numbers = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{row.test.title:<24}{numbers}{number(result.share, 2):>7}{verdict:>14}"


def words(book: AssessedBook, view: TestView) -> tuple[Line, ...]:
    """Each capture of the test, then what there is to say of all of them."""
    rows = book.outcome.rows
    own = _captures(book, rows[view.at]) if rows else []
    of_all = [(one.words, _INKS.get(one.kind, "text")) for one in lines(book.outcome) if one.kind is not Kind.ROW]
    noted = [(f"{one.author}: {one.text}", "text") for one in book.notes]
    noted = [("notes", "*text"), *noted, ("", "text")] if noted else []
    shown: list[Line] = [((text, ink),) for text, ink in [*own, ("", "text"), *noted, *of_all[1:]]]
    return tuple(shown[view.first :])


def _captures(book: AssessedBook, row: Row) -> list[tuple[str, str]]:
    told = [(_capture(one), "muted" if one.fate == DROPPED else "text") for one in book.captures_of(row)]
    refused = [one for one in book.captures if one.test == row.test.id and one.reason]
    told += [(f"{lasted(one.t_ns / 1e9)}  not measured, {spaced(one.reason or '')}", "muted") for one in refused]
    return [(row.test.title, "*text"), *told]


def _capture(one: Capture) -> str:
    """`2  52 deg at 1:20: pelvis 55, thorax 107; pain 2`."""
    sides = (("pelvis", one.pelvis_deg), ("thorax", one.thorax_deg), ("low back", one.lumbar_deg))
    angles = ", ".join(f"{name} {number(value)}" for name, value in sides)
    share = "" if one.hinge_share is None else f", share {one.hinge_share:.2f}"
    pain = "" if one.pain is None else f"; pain {one.pain}"
    back = "; taken back" if one.fate == DROPPED else ""
    when = lasted((one.t_peak_ns or 0) / 1e9)
    return f"{one.capture}  {number(one.value_deg, 0, ' deg')} at {when}: {angles}{share}{pain}{back}"


def curves(book: AssessedBook, view: TestView) -> Curves:
    """Tilts from before the first capture of the test to after the last."""
    rows = book.outcome.rows
    captures = book.captures_of(rows[view.at]) if rows else ()
    start_ns = min((one.t_start_ns or 0 for one in captures), default=0) - _ROUND_NS
    end_ns = max((one.t_end_ns or 0 for one in captures), default=0) + _ROUND_NS
    seen = view.tilts.between(start_ns, end_ns)
    at = (seen["t_ns"] - start_ns) * (_POINTS - 1) // max(end_ns - start_ns, 1)
    curves = {name: _placed(at, seen[name]) for name in ("thorax_tilt", "pelvis_tilt")}
    highest = max((abs(value) for curve in curves.values() for value in curve if value == value), default=30.0)
    top = max(10.0 * np.ceil(highest / 10.0), 30.0)
    foot = f"{lasted(max(start_ns, 0) / 1e9)} to {lasted(max(end_ns, 0) / 1e9)}: every capture of it"
    return Curves(
        title="tilt, deg: trunk, and pelvis beneath it",
        low_deg=-min(top, 60.0),
        high_deg=float(top),
        thorax=curves["thorax_tilt"],
        pelvis=curves["pelvis_tilt"],
        foot=foot if len(seen) else "its curves are not known: the recording is gone or not whole",
    )


def _placed(at: "np.typing.NDArray[np.int64]", values: "np.typing.NDArray[np.float64]") -> tuple[float, ...]:
    points = np.full(_POINTS, np.nan)
    points[at] = np.degrees(values)
    return tuple(points.round(1).tolist())


def told(reviewed: KindReviewed, book: AssessedBook, view: TestView) -> Told:
    """What a key led to, else what the test asks for."""
    rows = book.outcome.rows
    return Told(view.said or (rows[view.at].test.sentence if rows else ""), "text", heads(reviewed, book))
