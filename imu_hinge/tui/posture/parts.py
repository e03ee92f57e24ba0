"""The parts of the posture screen that no other screen has: table of zones, strip of the day, the days before."""

import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple

from imu_hinge.core.posture import Column
from imu_hinge.model.events import PostureState, Zone
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Piece, Row, merged, spread, width_of
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.tui.widgets.link_bar import LinkBar, Seen
from imu_hinge.view.day import AWAY, Mark, Past, Share, shares, whole_minutes
from imu_hinge.view.day_words import minutes
from imu_hinge.view.snapshot import Snapshot

COLUMN_S, HOUR_S = 300, 3600
SIGNS: dict[Zone | PostureState, tuple[str, str]] = {
    Zone.TALL: ("t", "good"),
    Zone.LEAN: ("l", "text"),
    Zone.BENT: ("b", "back"),
    Zone.DEEP: ("d", "back"),
    Zone.BACK: ("k", "trace"),
    PostureState.LYING: ("_", "muted"),
    PostureState.NOT_WORN: ("-", "muted"),
}
"""Letter and ink of what most of a column was spent in."""
_UNKNOWN, _EMPTY = ("?", "muted"), ("·", "idle")
_INKS = {what.value: ink for what, (_, ink) in SIGNS.items()}
_LEGEND = "t tall   l lean   b bent   d deep   k back   _ lying   - not worn   ? unknown   ! reminder   n note"
_TABLE_ROWS = 9
"""Of the table with every row; where there are fewer, the states without a zone stand elsewhere."""


class DayLinks(LinkBar):
    """The bar of sensors and recording; at its end when the day began."""

    def __init__(self, looks: Looks, sound: Callable[[], str], **names: str) -> None:
        super().__init__(looks, sound, **names)
        self.since = ""

    def see(self, snapshot: Snapshot) -> Seen:
        """No set and no exercise: nothing is trained."""
        (left, _), (short, right) = super().see(snapshot)
        ends = (*right[:-1], (f"since {self.since} ", "text"))
        return Seen((left, ends), (short, ends))


class Ends(NamedTuple):
    """A row with words at both ends."""

    left: tuple[str, ...]
    """Parts with commas between them; the last ones give way."""
    right: str = ""
    ink: str = "text"


class EndsRow(Painted[Ends]):
    """What does not fit is left out from the end of the left."""

    def draw(self, seen: Ends, width: int, height: int) -> Sequence[Row]:
        """One row."""
        right: Row = [(f"{seen.right} ", "text")] if seen.right else []
        room = width - width_of(right) - 2
        counts = range(len(seen.left), 0, -1)
        words = next((said for count in counts if len(said := ", ".join(seen.left[:count])) <= room), "")
        return [spread([(f" {words}", seen.ink)], right, width)]


class Sentence(Painted[str]):
    """In the middle, in as many rows as there are."""

    def draw(self, seen: str, width: int, height: int) -> Sequence[Row]:
        """What does not fit is marked."""
        lines = textwrap.wrap(seen, max(width - 2, 8), max_lines=max(height, 1), placeholder=" …")
        return [[(line.center(width)[:width], "*text")] for line in lines]


class ZoneTable(Painted[tuple[Share, ...]]):
    """Minutes, shares, bars: the longest bar takes all the room."""

    def draw(self, seen: tuple[Share, ...], width: int, height: int) -> Sequence[Row]:
        """A head, then a row for each share."""
        return _table(seen, width, height)


class Today(NamedTuple):
    """The minutes, and how much of the earlier parts is in them, 0 to 1."""

    shares: tuple[Share, ...]
    read: float


class TodayTable(Painted[Today]):
    """The table of a day under way; while earlier parts are still to come into it, its head says so."""

    def draw(self, seen: Today, width: int, height: int) -> Sequence[Row]:
        """A head, then a row for each share."""
        head, *rows = _table(seen.shares, width, height)
        return [[*head, *_reading(seen.read, width - width_of(head))], *rows]


def _reading(read: float, room: int) -> Row:
    """The longest words that find room; empty where all is read."""
    if read >= 1:
        return []
    said = f"  reading {int(100 * read)} %"
    words = next((one for one in (f"  earlier parts:{said[1:]}", said) if len(one) <= room), "")
    return [(words, "*text")]


def _table(seen: tuple[Share, ...], width: int, height: int) -> list[Row]:
    most = max((one.share for one in seen), default=0.0) or 1.0
    rows = [one for one in seen if height >= _TABLE_ROWS or one.name not in AWAY.values()]
    head: Row = [(f" {'today':<8} {'deg':>7} {'min':>5} {'share':>6}", "muted")]
    return [head, *(_share_row(one, one.share / most, width) for one in rows)]


def _share_row(one: Share, part: float, width: int) -> Row:
    words = f" {one.name:<8} {one.range_deg:>7} {one.minutes:>5} {one.percent:>4} %  "
    bar = "█" * round(max(width - len(words) - 1, 0) * part)
    return [(words, "text"), (bar, _INKS.get(one.name.replace(" ", "_"), "idle"))]


class Stretch(NamedTuple):
    """The day so far."""

    strip: tuple[Column, ...]
    marks: tuple[Mark, ...]
    begun_s: float


class Strip(Painted[Stretch]):
    """Five minutes a column from the hour in which the day began; the newest ones where not all find room."""

    def draw(self, seen: Stretch, width: int, height: int) -> Sequence[Row]:
        """Hours, columns, marks; the legend where there is a row for it."""
        room = max(width - 2, 0)
        first = first_column(seen, room)
        places = [(" ", [*_hours(first, room)]), (" ", _columns(seen, first, room)), (" ", _marks(seen, first, room))]
        rows: list[Row] = [[(edge, "text"), *merged(cells)] for edge, cells in places]
        legend: Row = [(f" {_LEGEND}", "muted")]
        return [*rows, legend][:height]


def first_column(seen: Stretch, room: int) -> int:
    """The first column shown, in five minutes from midnight; at a whole hour."""
    per_hour = HOUR_S // COLUMN_S
    begun = min([seen.begun_s, *(column.start_s for column in seen.strip[:1])])
    first = int(begun // HOUR_S) * per_hour
    last = int(max([seen.begun_s, *(column.start_s for column in seen.strip[-1:])]) // COLUMN_S)
    missing = last + 1 - (first + room)
    return first + max(-(-missing // per_hour), 0) * per_hour if room >= per_hour else first + max(missing, 0)


def _hours(first: int, room: int) -> list[Piece]:
    cells: list[Piece] = [(" ", "muted")] * room
    for at in range(room):
        if (first + at) * COLUMN_S % HOUR_S == 0 and at + 2 <= room:
            label = f"{(first + at) * COLUMN_S // HOUR_S % 24:02}"
            cells[at : at + 2] = [(letter, "muted") for letter in label]
    return cells


def _columns(seen: Stretch, first: int, room: int) -> list[Piece]:
    cells: list[Piece] = [_EMPTY] * room
    for column in seen.strip:
        at = int(column.start_s // COLUMN_S) - first
        if 0 <= at < room:
            cells[at] = SIGNS.get(column.most, _UNKNOWN)
    return cells


def _marks(seen: Stretch, first: int, room: int) -> list[Piece]:
    cells: list[Piece] = [(" ", "text")] * room
    for mark in seen.marks:
        at = int(mark.at_s // COLUMN_S) - first
        if 0 <= at < room:
            cells[at] = (mark.sign, "*text")
    return cells


class Week(Painted[tuple[Past, ...]]):
    """The days before, a row each; where there are few rows, one number each."""

    def draw(self, seen: tuple[Past, ...], width: int, height: int) -> Sequence[Row]:
        """Nothing where there is no history."""
        if not seen or not height:
            return ()
        return _week_table(seen, height) if height > len(seen) else [_week_line(seen, width)]


def _week_table(seen: tuple[Past, ...], height: int) -> list[Row]:
    names = [one.name for one in shares(seen[0].day)]
    head = "".join(f"{name:>9}" for name in [*names, "slumped"])
    rows: list[Row] = [[(f" {'minutes':<11}{head}", "muted")]]
    return [*rows, *([(_week_row(past), "text")] for past in seen[-(height - 1) :])]


def _week_row(past: Past) -> str:
    cells = [*(one.minutes for one in shares(past.day)), whole_minutes(past.day.slumped_s)]
    return f" {past.date:<11}" + "".join(f"{cell:>9}" for cell in cells)


def _week_line(seen: tuple[Past, ...], width: int) -> Row:
    """`last 3 days, min lean and bent:  48  52  61`."""
    cells = [f"{minutes(_strained_s(past)):>4}" for past in seen]
    days = "last day" if len(seen) == 1 else f"last {len(seen)} days"
    return [(f" {days}, minutes lean, bent or deep:{''.join(cells)}"[:width], "muted")]


def _strained_s(past: Past) -> int:
    return sum(past.day.by_zone_s.get(zone, 0) for zone in (Zone.LEAN, Zone.BENT, Zone.DEEP))
