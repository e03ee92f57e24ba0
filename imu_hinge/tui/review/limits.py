"""The limits: change one, and see at once what it would have made of the repetitions that were measured."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from imu_hinge.model.errors import HingeError
from imu_hinge.review.book import Book
from imu_hinge.review.desk import Desk
from imu_hinge.review.exact import Again, Exact, again
from imu_hinge.review.tuner import HOW, STORED, Past, Setting, judged, setting, tally, tunable
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.rows import Line
from imu_hinge.tui.widgets.lines import Lines

FRAME_S = 1 / 15
_KEYS = (
    "up down  another fault    <- ->  limit    [ ]  early limit",
    "enter  exactly, for this session    s  keep it for the client    esc  back",
)
_UNITS = {"deg": "{:.0f} deg", "share": "{:.2f}"}


class LimitsScreen(ModalScreen[None]):
    """One fault at a time."""

    DEFAULT_CSS = """
    LimitsScreen { align: center middle; }
    LimitsScreen Lines { width: 78; max-width: 100%; height: 18; max-height: 100%; padding: 0; background: $gym-ground;
        border: outer $gym-panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "fault(-1)", show=False),
        Binding("down", "fault(1)", show=False),
        Binding("left", "move(0, -1)", show=False),
        Binding("right", "move(0, 1)", show=False),
        Binding("left_square_bracket", "move(-1, 0)", show=False),
        Binding("right_square_bracket", "move(1, 0)", show=False),
        Binding("enter", "exactly", show=False),
        Binding("s", "save", show=False),
        Binding("escape,l,q", "leave", show=False),
    ]

    def __init__(self, desk: Desk, looks: Looks, set_index: int, read: Again = again) -> None:
        super().__init__()
        self._desk, self._looks, self._set, self._read = desk, looks, set_index, read
        self._faults = tunable(desk.reviewed.book.exercise)
        self._month = desk.month()
        self._chosen = 0
        self._before: Setting
        self._now: Setting
        self._exact: Exact | None = None
        self._told = ""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Lines(self._looks)

    def on_mount(self) -> None:
        """The first fault."""
        self._begin()
        self.set_interval(FRAME_S, self._look)

    def on_unmount(self) -> None:
        """Nobody waits for the exact answer any more."""
        self._drop()

    def action_fault(self, count: int) -> None:
        """Another fault."""
        self._chosen = (self._chosen + count) % max(len(self._faults), 1)
        self._begin()

    def action_move(self, early: int, limit: int) -> None:
        """One step."""
        if self._faults:
            self._now = self._now.moved(early, limit) if self._now.fault.fault else self._now.moved(early + limit, 0)
            self._drop()
            self._show()

    def action_exactly(self) -> None:
        """Lets the fold go through the session again."""
        self._drop()
        try:
            self._exact = Exact(self._book, self._now, self._read) if self._faults else None
        except HingeError as error:
            self._told = str(error)
        self._show()

    def action_save(self) -> None:
        """Keeps the limit for the client."""
        try:
            self._told = self._desk.keeping.keep_limit(self._book, self._now) if self._faults else ""
        except HingeError as error:
            self._told = str(error)
        self._show()

    def action_leave(self) -> None:
        """Back to the review."""
        self.dismiss()

    @property
    def _book(self) -> Book:
        return self._desk.reviewed.book

    def _begin(self) -> None:
        """What was in force for this session."""
        self._drop()
        if self._faults:
            fault = self._faults[self._chosen]
            lines = self._book.lines
            self._before = self._now = setting(fault, self._book.calibrated(lines[-1].rep.t_end_ns if lines else 0))
        self._show()

    def _drop(self) -> None:
        if self._exact:
            self._exact.close()
        self._exact, self._told = None, ""

    def _look(self) -> None:
        if self._exact:
            self._exact.look()
            self._show()

    def _show(self) -> None:
        lines = self._lines() if self._faults else [(("This exercise has no limits.", "text"),)]
        self.query_one(Lines).paint(tuple(lines))

    def _lines(self) -> Iterable[Line]:
        fault, book = self._now.fault, self._book
        yield ((f"{fault.title}  ({self._chosen + 1} of {len(self._faults)})", "*text"),)
        yield ((f"was   {limit_words(self._before)}", "muted"),)
        yield ((f"now   {limit_words(self._now)}", "*text"),)
        yield ()
        session = Past(book.sets, book.exercise, book.said.calibrations)
        in_set = replace(session, sets=[one for one in book.sets if one.index == self._set])
        if fault.id in STORED:
            yield from (_counted(f"set {self._set}", [in_set], self._now), _counted("session", [session], self._now))
            if self._month:
                yield _counted(f"last month, {_sessions(len(self._month))}", self._month, self._now)
            yield ((HOW, "muted"),)
        else:
            yield (("Of each repetition its value is not kept: enter goes through the session again.", "text"),)
        yield ()
        yield ((self._exact.words if self._exact else "", "*text"),)
        yield ((self._told, "text"),)
        yield ()
        yield from (((words, "muted"),) for words in _KEYS)


def limit_words(one: Setting) -> str:
    """`early 14 deg, limit 18 deg`."""
    write = _UNITS[one.fault.unit].format
    early = f"early {write(one.caution)}"
    return early if one.fault.fault is None else f"{early}, limit {write(one.limit)}"


def _counted(what: str, sessions: Iterable[Past], now: Setting) -> Line:
    found = tally([group for one in sessions for group in judged(one, now.fault.id)], now)
    if found is None or not found.of:
        return ((f"{what:<26}nothing that could be judged", "muted"),)
    return ((f"{what:<26}past it: {found.now} of {found.of}, was {found.before}", "text"),)


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"
