"""The page of an assessment: each test beside the one before, its captures and their curves."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import Worker, WorkerState

from imu_hinge.review.assessed_book import AssessedBook
from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.review.tilts import tilts_of
from imu_hinge.tui.key_table import bindings_of
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review import assessed_picture
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.review.assessed_picture import TestView
from imu_hinge.tui.review.day_keys import TEST_KEYS
from imu_hinge.tui.review.day_parts import ChoiceList, CurveBox
from imu_hinge.tui.review.kind_screen import LINE_CSS, KindScreen
from imu_hinge.tui.review.palette import commands_of
from imu_hinge.tui.widgets.head import Head, ToldRow
from imu_hinge.tui.widgets.key_bar import KeyBar
from imu_hinge.tui.widgets.lines import Lines

CSS = """
AssessedScreen { layout: vertical; overflow: hidden; background: $gym-ground; }
AssessedScreen Painted { width: 100%; height: 1; background: $gym-ground; }
AssessedScreen #tests { height: 8; }
AssessedScreen.-tall #tests, AssessedScreen.-extra #tests { height: 10; padding: 0 0 1 0; }
AssessedScreen #middle { layout: horizontal; width: 100%; height: 1fr; }
AssessedScreen #words { width: 1fr; height: 100%; }
AssessedScreen #curves { width: 1fr; height: 100%; display: none; }
AssessedScreen.-mid #curves, AssessedScreen.-wide #curves { display: block; }
AssessedScreen.-low #columns, AssessedScreen.-low #keys, AssessedScreen.-slim #keys { display: none; }
AssessedScreen.-low #middle { display: none; }
AssessedScreen.-low #tests { height: 1fr; }
"""
NUMBERS = (
    ("median", "of the captures of a test, deg, positive in its direction"),
    ("spread", "standard deviation of the captures"),
    ("noise", "of the measurement itself, one capture"),
    ("share", "pelvis / trunk in the bend"),
    ("change", "against the assessment before; in noise: two days differ by that much by themselves"),
    ("checking", "the recording is gone through again and compared with what was said live"),
)


class AssessedScreen(KindScreen):
    """Shows one assessment."""

    CSS = CSS + LINE_CSS
    KEYS = TEST_KEYS
    BINDINGS = bindings_of(TEST_KEYS)  # type: ignore[assignment]
    COMMANDS = {commands_of(TEST_KEYS)}  # noqa: RUF012  # Textual's way
    NUMBERS: ClassVar = NUMBERS

    def __init__(self, reviewed: KindReviewed, looks: Looks, **leading: object) -> None:
        super().__init__(reviewed, looks, **leading)  # type: ignore[arg-type]
        self.view = TestView()

    @property
    def book(self) -> AssessedBook:
        """The assessment."""
        book = self.reviewed.book
        assert isinstance(book, AssessedBook)
        return book

    def compose(self) -> ComposeResult:
        """All parts; the size says which are shown."""
        looks = self._looks
        yield Head(looks, id="head")
        yield Lines(looks, id="columns")
        yield ChoiceList(looks, id="tests")
        with Horizontal(id="middle"):
            yield Lines(looks, id="words")
            yield CurveBox(looks, id="curves")
        yield ToldRow(looks, id="told")
        yield KeyBar(looks, id="keys")
        yield AskLine(looks, id="line")

    def on_mount(self) -> None:
        """Its curves come when they are read."""
        super().on_mount()
        path = self.book.path
        if path is not None:
            self.run_worker(lambda: tilts_of(path), thread=True, exit_on_error=False, name="tilts")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """They are there."""
        if event.worker.name == "tilts" and event.state is WorkerState.SUCCESS and event.worker.result is not None:
            self.view.tilts = event.worker.result
            self.paint()

    def paint(self) -> None:
        """Shows everything as it is."""
        book, view = self.book, self.view
        with self.app.batch_update():
            self.query_one(Head).paint(assessed_picture.heads(self.reviewed, book))
            self.query_one("#columns", Lines).paint((((assessed_picture.HEAD, "muted"),),))
            self.query_one(ChoiceList).paint(assessed_picture.tests(book, view))
            self.query_one("#words", Lines).paint(assessed_picture.words(book, view))
            self.query_one(CurveBox).paint(assessed_picture.curves(book, view))
            self.query_one(ToldRow).paint(assessed_picture.told(self.reviewed, book, view))

    def told(self, words: str) -> None:
        """In the row of words."""
        self.view.said = words
        self.paint()

    def action_tests(self, count: int) -> None:
        """So many on."""
        last = max(len(self.book.outcome.rows) - 1, 0)
        self.view.at, self.view.first, self.view.said = min(max(self.view.at + count, 0), last), 0, ""
        self.paint()

    def action_words(self, count: int) -> None:
        """So many lines on."""
        self.view.first = max(self.view.first + count, 0)
        if not assessed_picture.words(self.book, self.view):
            self.view.first = max(self.view.first - count, 0)
        self.view.said = ""
        self.paint()
