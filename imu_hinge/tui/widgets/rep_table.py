"""The repetitions of a session, one a row."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message

from imu_hinge.catalogue import Exercise
from imu_hinge.model.events import Rep
from imu_hinge.review.book import Book, Line, around
from imu_hinge.tui.rows import Row
from imu_hinge.tui.widgets.drawn import Painted
from imu_hinge.view.words import UNKNOWN, number, verdict

_LOCKOUT = "incomplete_lockout"
_TAKEN_OUT = "- left out"


class Shown(NamedTuple):
    """What is shown."""

    book: Book
    t_ns: int


class Column(NamedTuple):
    """One of the table."""

    title: str
    width: int
    cell: Callable[[Rep], str]


def _tall(rep: Rep) -> str:
    if rep.lockout_pelvis_deg is None or rep.lockout_thorax_deg is None or _LOCKOUT in rep.not_judged:
        return UNKNOWN
    return "no" if _LOCKOUT in rep.faults else "yes"


_BACK = Column("back", 5, lambda rep: number(rep.lumbar_flexion_peak_deg))
_PELVIS = Column("pelvis", 7, lambda rep: number(rep.pelvis_rom_deg))
_TALL = Column("tall", 5, _tall)
_TIME = Column("time", 6, lambda rep: number((rep.t_end_ns - rep.t_start_ns) / 1e9, 1))
_PARTS = (
    Column("down", 5, lambda rep: number(rep.eccentric_s, 1)),
    Column("hold", 5, lambda rep: number(rep.pause_s, 1)),
    Column("up", 5, lambda rep: number(rep.concentric_s, 1)),
)
_PERCENT = Column("%", 4, lambda rep: number(rep.lumbar_flexion_peak_pct))
_SHARE = Column("share", 6, lambda rep: number(rep.hinge_share, 2))
_BY_WIDTH = (
    (64, (_BACK, _PERCENT, _PELVIS, _SHARE, *_PARTS, _TALL)),
    (46, (_BACK, _PELVIS, _TIME, _TALL)),
    (34, (_BACK, _PELVIS, _TALL)),
    (20, (_BACK,)),
    (0, ()),
)
"""Least width, and the columns between the name and the verdict."""
_NAME = 8


class RepTable(Painted[Shown]):
    """Rows around the chosen one; a click chooses."""

    class Chosen(Message):
        """A repetition was pointed at."""

        def __init__(self, t_ns: int) -> None:
            super().__init__()
            self.t_ns = t_ns

    def draw(self, seen: Shown, width: int, height: int) -> Sequence[Row]:
        """Head and rows."""
        columns = next(columns for least, columns in _BY_WIDTH if width >= least)
        titles = "".join(column.title.rjust(column.width) for column in columns)
        head: Row = [(f" {'rep':<{_NAME - 1}}{titles}  verdict"[:width], "muted")]
        chosen, first = around(seen.book, seen.t_ns), self._first(seen, height)
        lines = enumerate(seen.book.lines[first : first + max(height - 1, 0)], first)
        rows = [_row(line, seen.book, columns, width, place == chosen) for place, line in lines]
        return [head, *rows][:height] if height > 1 else [*rows, head][:height] or [head]

    def _first(self, seen: Shown, height: int) -> int:
        """The first row in sight: the chosen one in the middle, the ends not left."""
        room = max(height - 1, 1)
        chosen = around(seen.book, seen.t_ns) or 0
        return max(0, min(chosen - room // 2, len(seen.book.lines) - room))

    def on_click(self, event: events.Click) -> None:
        """The repetition under the pointer."""
        if self.seen is not None:
            place = self._first(self.seen, self.size.height) + event.y - 1
            if event.y > 0 and place < len(self.seen.book.lines):
                self.post_message(self.Chosen(self.seen.book.lines[place].rep.t_bottom_ns))


def _row(line: Line, book: Book, columns: Sequence[Column], width: int, chosen: bool) -> Row:
    sign = book.verdict(line.rep).value
    cells = "".join(column.cell(line.rep).rjust(column.width) for column in columns)
    left = f"{'>' if chosen else ' '}{line.name:<{_NAME - 1}}{cells}  "
    room = max(width - len(left), 0)
    if not line.counts:
        return [(f"{left}{_TAKEN_OUT[:room]}".ljust(width), "*on-text" if chosen else "idle")]
    words = f"{sign.glyph} {_short(line.rep, book.exercise, room - 2)}"
    if chosen:
        return [(f"{left}{words}".ljust(width), "*on-text")]
    return [(left, "text"), (words, sign.ink)]


def _short(rep: Rep, exercise: Exercise, room: int) -> str:
    """The verdict in the words there is room for."""
    whole = verdict(rep, exercise)
    if len(whole) <= room:
        return whole
    first = whole.partition(":")[0] if whole.startswith("close") else whole.partition(", ")[0]
    return first if len(first) <= room else f"{first[: max(room - 1, 0)]}…"
