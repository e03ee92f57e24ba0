"""What each part of the page of a day shows. Pure."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.model.arrays import Records
from imu_hinge.review.day_book import DayBook, DayPart, near, part_at
from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.review.day_told import facts, span_words, stays
from imu_hinge.review.tilts import NO_TILTS, Tilts
from imu_hinge.tui.posture.parts import COLUMN_S, Stretch
from imu_hinge.tui.review.day_parts import Choice, Curves
from imu_hinge.tui.rows import Line
from imu_hinge.tui.widgets.head import Heads, Part, Told
from imu_hinge.view.day import Mark, Share, shares
from imu_hinge.view.day_words import minutes
from imu_hinge.view.posture_words import hour_words, lasted

AROUND_S = 120
"""The curves show so much before and after the moment."""
_LOW_DEG, _HIGH_DEG = -30.0, 90.0
_NAMES = 10


def first_s(book: DayBook) -> float:
    """The first moment of the part that was asked for; without one where it begins."""
    return next((one.at_s for one in book.moments if book.part.holds(one.at_s)), book.part.origin_s)


@dataclass
class DayView:
    """Where the wearer of the screen's eyes is."""

    at_s: float = 0.0
    """Second of the day."""
    said: str = ""
    """What a key led to, until the next one."""
    tilts: Tilts = field(default_factory=lambda: NO_TILTS)
    """Of the part `of`."""
    of: DayPart | None = None
    reading: bool = False
    """Whether tilts are being read."""


def heads(reviewed: KindReviewed, book: DayBook) -> Heads:
    """Whose day, when, how long; where the check stands."""
    parts = f"{len(book.parts)} parts" if len(book.parts) > 1 else ""
    span = span_words(book.begun_s, book.end_s)
    date = f"{'part of ' if book.alone else ''}{book.date:%A} {book.date.day} {book.date:%B %Y}"
    looked = f"{lasted(book.seen.seconds)} looked at" if book.seen.seconds else ""
    listed = ((book.client, "text", 3), (date, "*text", 0), (span, "text", 1), (looked, "text", 2), (parts, "text", 4))
    return Heads(
        tuple(Part(words, ink, rank) for words, ink, rank in listed if words), Part(reviewed.checked, "muted", 5)
    )


def zones(book: DayBook) -> tuple[Share, ...]:
    """Each second of the day once."""
    return shares(book.seen)


def beside(book: DayBook) -> tuple[Line, ...]:
    """Names and numbers, and the longest stays."""
    if not book.known:
        slumped = _pair("slumped", f"{minutes(book.seen.slumped_s)} min, sitting")
        return (slumped, (("changes, bends and stays once the recording was gone through", "muted"),))
    rows: list[Line] = [_pair(name, value) for name, value in facts(book.posture)]
    rows += [_pair(f"{held:>8}", f"{at}  {what}") for held, at, what in stays(book.posture)]
    return tuple(rows)


def _pair(name: str, value: str) -> Line:
    return ((f"{name:<{_NAMES}}", "muted"), (value, "text"))


def stretch(book: DayBook, at_s: float, width: int) -> Stretch:
    """The strip around the moment; as much of the day as there is room for."""
    until_s = max(at_s + 1800, book.begun_s + max(width - 2, 0) * COLUMN_S)
    strip = tuple(column for column in book.seen.strip if column.start_s < until_s)
    return Stretch(strip, (*book.marks, Mark(at_s, "^")), book.begun_s)


def moments(book: DayBook, at_s: float) -> Choice:
    """What happened, by time; the last one up to the moment is chosen."""
    lines = tuple(f"{hour_words(one.at_s)}  {one.words}" for one in book.moments)
    return Choice(lines, near(book.moments, at_s), "nothing was marked on this day")


def told(reviewed: KindReviewed, book: DayBook, view: DayView) -> Told:
    """What a key led to, else what the wearer did at the moment."""
    head = heads(reviewed, book)
    if view.said:
        return Told(view.said, "text", head)
    return Told(f"{hour_words(view.at_s)}:{int(view.at_s) % 60:02}  {_then(book, view)}", "text", head)


def _then(book: DayBook, view: DayView) -> str:
    part = part_at(book, view.at_s)
    if part is None:
        return "nothing was recorded then"
    if part.path is None:
        return "the recording of this part is gone: tilts are not known"
    if view.of is not part:
        return "its tilts are being read" if view.reading else ""
    return view.tilts.words(_t_ns(part, view.at_s)) or "nothing is known of this moment"


def curves(book: DayBook, view: DayView) -> Curves:
    """Tilts around the moment."""
    part = part_at(book, view.at_s)
    rows = view.tilts.rows[:0]
    if part is not None and view.of is part:
        t_ns, around_ns = _t_ns(part, view.at_s), AROUND_S * 1_000_000_000
        rows = view.tilts.between(t_ns - around_ns, t_ns + around_ns)
        seconds = (rows["t_ns"] - (t_ns - around_ns)) // 1_000_000_000
    else:
        seconds = np.empty(0, np.int64)
    span = f"{hour_words(view.at_s - AROUND_S)} to {hour_words(view.at_s + AROUND_S)}"
    return Curves(
        title="tilt, deg: trunk, and pelvis beneath it",
        low_deg=_LOW_DEG,
        high_deg=_HIGH_DEG,
        thorax=_placed(rows, seconds, "thorax_tilt"),
        pelvis=_placed(rows, seconds, "pelvis_tilt"),
        foot=f"{span}, the moment in the middle",
    )


def _placed(rows: Records, seconds: "np.typing.NDArray[np.int64]", name: str) -> tuple[float, ...]:
    """A value for each second."""
    values = np.full(2 * AROUND_S + 1, np.nan)
    values[seconds] = np.degrees(rows[name])
    return tuple(values.round(1).tolist())


def _t_ns(part: DayPart, at_s: float) -> int:
    return round((at_s - part.origin_s) * 1e9)
