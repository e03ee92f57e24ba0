"""The page of a day: minutes by zone, its strip, what happened, and the tilts of a moment."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import Worker, WorkerState

from imu_hinge.review.day_book import DayBook, DayPart, near, part_at
from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.review.tilts import NO_TILTS, Tilts, tilts_of
from imu_hinge.tui.key_table import bindings_of
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.parts import Strip
from imu_hinge.tui.review import day_picture
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.review.day_keys import DAY_KEYS
from imu_hinge.tui.review.day_parts import ChoiceList, CurveBox, DayZones
from imu_hinge.tui.review.day_picture import DayView
from imu_hinge.tui.review.kind_screen import LINE_CSS, KindScreen
from imu_hinge.tui.review.palette import commands_of
from imu_hinge.tui.widgets.head import Head, ToldRow
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.lines import Lines

CSS = """
DayScreen { layout: vertical; overflow: hidden; background: $gym-ground; }
DayScreen Painted { width: 100%; height: 1; background: $gym-ground; }
DayScreen #numbers { layout: horizontal; width: 100%; height: 9; }
DayScreen #zones { width: 1fr; height: 100%; }
DayScreen #facts { width: 40; height: 100%; }
DayScreen #strip { height: 3; }
DayScreen.-tall #strip, DayScreen.-extra #strip { height: 5; padding: 1 0 0 0; }
DayScreen.-tall #numbers, DayScreen.-extra #numbers { height: 10; padding: 1 0 0 0; }
DayScreen #middle { layout: horizontal; width: 100%; height: 1fr; }
DayScreen #moments { width: 1fr; height: 100%; }
DayScreen #tilts { width: 1fr; height: 100%; display: none; }
DayScreen.-mid #tilts, DayScreen.-wide #tilts { display: block; }
DayScreen.-mid #facts { width: 56; }
DayScreen.-wide #facts { width: 80; }
DayScreen.-low #numbers, DayScreen.-slim #numbers { display: none; }
DayScreen.-low #strip, DayScreen.-low #keys, DayScreen.-slim #keys { display: none; }
DayScreen.-narrow #facts { width: 36; }
"""
NUMBERS = (
    ("tall .. back", "where the trunk was, by its tilt from your own stance; limits in deg beside them"),
    ("slumped", "sitting with the pelvis rolled back and the low back round, in addition to the zones"),
    ("bends", "of the trunk past 45 deg, told apart by how much the pelvis did of the way down"),
    ("strip", "five minutes a column, by what most of them was spent in; ! reminder, n note, ^ the moment"),
    ("t l b d k", "tall, lean, bent, deep, back; _ lying, - not worn, ? unknown"),
    ("checking", "the recording is gone through again and compared with what was said live"),
)
"""What the help says of the numbers."""


TILTS = "tilts"
"""Name of the worker that reads them."""


class DayScreen(KindScreen):
    """Shows the day on which a part was asked for."""

    CSS = CSS + LINE_CSS
    KEYS = DAY_KEYS
    BINDINGS = bindings_of(DAY_KEYS)  # type: ignore[assignment]
    COMMANDS = {commands_of(DAY_KEYS)}  # noqa: RUF012  # Textual's way
    NUMBERS: ClassVar = NUMBERS
    FOLDING: ClassVar = "the recording is gone through; that takes minutes for a whole day"

    def __init__(
        self,
        reviewed: KindReviewed,
        looks: Looks,
        *,
        find: Callable[[], object] = lambda: None,
        leave: Callable[[], object] = lambda: None,
        read_tilts: Callable[..., Tilts] = tilts_of,
    ) -> None:
        super().__init__(reviewed, looks, find=find, leave=leave)
        self._read_tilts = read_tilts
        self.view = DayView(at_s=day_picture.first_s(self.book))

    @property
    def book(self) -> DayBook:
        """The day."""
        book = self.reviewed.book
        assert isinstance(book, DayBook)
        return book

    def compose(self) -> ComposeResult:
        """All parts; the size says which are shown."""
        looks = self._looks
        yield Head(looks, id="head")
        with Horizontal(id="numbers"):
            yield DayZones(looks, id="zones")
            yield Lines(looks, id="facts")
        yield Strip(looks, id="strip")
        with Horizontal(id="middle"):
            yield ChoiceList(looks, id="moments")
            yield CurveBox(looks, id="tilts")
        yield ToldRow(looks, id="told")
        yield KeyBar(looks, id="keys")
        yield AskLine(looks, id="line")

    def paint(self) -> None:
        """Shows everything as it is."""
        book, view = self.book, self.view
        self._see_tilts()
        with self.app.batch_update():
            self.query_one(Head).paint(day_picture.heads(self.reviewed, book))
            self.query_one(DayZones).paint(day_picture.zones(book))
            self.query_one(Lines).paint(day_picture.beside(book))
            self.query_one(Strip).paint(day_picture.stretch(book, view.at_s, self.size.width))
            self.query_one(ChoiceList).paint(day_picture.moments(book, view.at_s))
            self.query_one(CurveBox).paint(day_picture.curves(book, view))
            self.query_one(ToldRow).paint(day_picture.told(self.reviewed, book, view))

    def noted_s(self) -> float:
        """The moment looked at."""
        return self.view.at_s

    def told(self, words: str) -> None:
        """In the row of words."""
        self.view.said = words
        self.paint()

    def _see_tilts(self) -> None:
        """Reads those of the part in sight, on a thread: hours of them take a second."""
        part = part_at(self.book, self.view.at_s)
        if part is None or part.path is None or self.view.of is part or self.view.reading:
            return
        path = part.path
        self.view.reading = True
        self.run_worker(lambda: (part, self._read_tilts(path)), thread=True, exit_on_error=False, name=TILTS)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The tilts are there, or cannot be read."""
        if event.worker.name != TILTS or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        self.view.reading = False
        found: tuple[DayPart | None, Tilts] | None = event.worker.result
        self.view.of, self.view.tilts = found or (part_at(self.book, self.view.at_s), NO_TILTS)
        self.paint()

    def _go(self, at_s: float) -> None:
        book = self.book
        self.view.said = ""
        self.view.at_s = min(max(at_s, book.begun_s), book.end_s)
        self.paint()

    def action_moments(self, count: int) -> None:
        """So many on."""
        found = self.book.moments
        place = near(found, self.view.at_s)
        if place is not None:
            self._go(found[min(max(place + count, 0), len(found) - 1)].at_s)

    def action_minutes(self, count: int) -> None:
        """So much later."""
        self._go(self.view.at_s + 60 * count)

    def action_parts(self, count: int) -> None:
        """To the beginning of another part."""
        parts = self.book.parts
        began = [part.origin_s for part in parts]
        here = max(sum(origin_s <= self.view.at_s for origin_s in began) - 1, 0)
        self._go(began[min(max(here + count, 0), len(parts) - 1)])
