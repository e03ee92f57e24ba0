"""What the pages of a day and of an assessment share: their head, keys, trends, and the check of the recording."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.screen import Screen

from imu_hinge.review.day_reviewed import KindReviewed
from imu_hinge.tui.dressed import change_theme
from imu_hinge.tui.help_page import HelpPage
from imu_hinge.tui.key_table import Key, entries_of
from imu_hinge.tui.layout import COLUMNS, ROWS
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.ask import AskLine
from imu_hinge.tui.review.helping import help_text
from imu_hinge.tui.review.trend import CourseScreen
from imu_hinge.tui.widgets.key_bar import KeyBar

LOOK_S = 0.25
NO_TREND = "there is nothing to compare with yet; demos of the virtual wearer are in no trend"
LINE_CSS = """
#line { height: 1; border: none; padding: 0 1; display: none; background: $gym-panel; color: $gym-text; }
DayScreen.-writing #keys, AssessedScreen.-writing #keys { display: none; }
"""
"""Of the line that is written in."""


class KindScreen(Screen[None]):
    """Shows what `reviewed` holds. `find` leads to another session."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = COLUMNS
    VERTICAL_BREAKPOINTS = ROWS
    KEYS: ClassVar[Sequence[Key]] = ()
    NUMBERS: ClassVar[Sequence[tuple[str, str]]] = ()
    """What the help says of the numbers, by name."""
    FOLDING: ClassVar[str] = "the recording is gone through"
    """What is told meanwhile."""

    def __init__(
        self,
        reviewed: KindReviewed,
        looks: Looks,
        *,
        find: Callable[[], object] = lambda: None,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self.reviewed, self._looks = reviewed, looks
        self._find, self._leave = find, leave

    def on_mount(self) -> None:
        """What there is; then whatever comes."""
        self.query_one(KeyBar).paint(entries_of(self.KEYS))
        self.paint()
        self.set_interval(LOOK_S, self._tick)

    def _tick(self) -> None:
        if self.reviewed.look():
            self.paint()

    @abstractmethod
    def paint(self) -> None:
        """Shows everything as it is."""

    @abstractmethod
    def told(self, words: str) -> None:
        """Something happened that no key asked for."""

    def noted_s(self) -> float:
        """The second that a note is about."""
        return 0.0

    def action_note(self) -> None:
        """A line to write in, in place of the keys."""
        at_s = self.noted_s()
        self.query_one(AskLine).ask("note, enter keeps it, esc drops it", "", lambda text: self._note(at_s, text))

    def _note(self, at_s: float, text: str) -> str:
        return self.reviewed.note(at_s, text) if text else ""

    def on_ask_line_told(self, message: AskLine.Told) -> None:
        """Answered, or dropped."""
        self.told(message.words)

    def on_resize(self) -> None:
        """What was not in sight before is drawn."""
        self.call_after_refresh(self.paint)

    def action_fold(self) -> None:
        """Goes through the recording."""
        self.told(self.reviewed.fold() or self.FOLDING)

    def action_trend(self) -> None:
        """This client over weeks."""
        found, why_not = self.reviewed.trends()
        if found:
            self.app.push_screen(CourseScreen(found, self._looks))
        else:
            self.told(why_not or NO_TREND)

    def action_find(self) -> None:
        """Another session."""
        self._find()

    def action_theme(self) -> None:
        """Dark or light."""
        change_theme(self.app)

    def action_help(self) -> None:
        """The keys, and what each number means."""
        self.app.push_screen(HelpPage(help_text(self.KEYS, self.NUMBERS), self._looks))

    def action_leave(self) -> None:
        """Leaves."""
        self._leave()
