"""The review as a program: a list of sessions to choose from, or one session at once."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from imu_hinge.model.errors import HingeError
from imu_hinge.review.book import Book
from imu_hinge.review.desk import Desk
from imu_hinge.review.keeping import Keeping, Unkept
from imu_hinge.review.reviewed import Read, beside
from imu_hinge.tui.dressed import Dressed
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.find import FindScreen
from imu_hinge.tui.review.screen import ReviewScreen

if TYPE_CHECKING:
    from imu_hinge.review.day_reviewed import KindReviewed
    from imu_hinge.review.opened import Opened
    from imu_hinge.tui.review.kind_screen import KindScreen

    Reviewing = ReviewScreen | KindScreen

_AFTER_S = 0.3
_ASCII = """
.-ascii {
    LimitsScreen Lines, ChartScreen Chart { border: ascii $gym-muted; }
}
"""
OPENING = "the history is being opened; try again in a moment"


class ReviewApp(Dressed):
    """Shows `book`, of any kind; without one the list comes first. `keep` opens the history, which may take a while."""

    CSS = Dressed.CSS + _ASCII
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "quit", show=False)]

    def __init__(
        self,
        book: "Opened | None",
        keep: Callable[[], Keeping],
        looks: Looks,
        *,
        keeping: Keeping | None = None,
        exercise: str | None = None,
        theme: str = "",
        keymap: Mapping[str, str] | None = None,
        read: Read = beside,
        settle: Callable[[], object] = lambda: None,
    ) -> None:
        """`keeping`: what `keep` gave already; `exercise`: what recordings are judged as, where not as recorded.

        `settle` is called when much has been loaded that stays until the end.
        """
        super().__init__(ascii_only=looks.ascii)
        self._keeping, self._keep = keeping or Unkept(OPENING), None if keeping else keep
        self._looks, self._exercise, self._read, self._settle = looks, exercise, read, settle
        self._desk: Desk | KindReviewed | None = self._desk_of(book) if book else None
        if theme in self.available_themes:
            self.theme = theme
        self.set_keymap(keymap or {})

    def _desk_of(self, book: "Opened") -> "Desk | KindReviewed":
        if isinstance(book, Book):
            return Desk(book, self._keeping, self._read)
        from imu_hinge.review.day_reviewed import KindReviewed

        return KindReviewed(book, self._keeping, self._read)

    def on_mount(self) -> None:
        """The session, or the list; the history is opened meanwhile."""
        if self._desk:
            self._review()
        self.call_after_refresh(self._settle)
        if self._keep and self._desk:
            self.set_timer(_AFTER_S, self._open_history)
        elif self._keep:
            self._open_history()
        elif not self._desk:
            self.find()

    def _open_history(self) -> None:
        """On a thread: its library takes a while to load, and the first picture comes first."""
        assert self._keep
        self.run_worker(self._keep, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The history is there, or it is known why not."""
        if event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        found: Keeping | None = event.worker.result if event.state is WorkerState.SUCCESS else None
        self._keeping = found or Unkept(str(event.worker.error))
        if self._desk is None:
            self.find()
            return
        words = self._desk.kept_by(self._keeping) or self._keeping.why_not
        self._settle()
        self._screen().told(words)

    def find(self) -> None:
        """The list of sessions."""
        told = self._keeping.why_not and f"only for reading: {self._keeping.why_not}"
        self.push_screen(FindScreen(self._keeping.find, told), self._chosen)

    def _chosen(self, what: str | None) -> None:
        if what is None and self._desk is None:
            self.exit()
        if what is None:
            return
        try:
            book = self._keeping.open(what, self._exercise)
        except (HingeError, OSError) as error:
            self.notify(str(error), severity="warning", markup=False)
            self.find()
            return
        self._show(book)

    def _show(self, book: "Opened") -> None:
        screen = self._screen() if self._desk else None
        if isinstance(self._desk, Desk) and isinstance(book, Book) and isinstance(screen, ReviewScreen):
            self._desk.turn_to(book)  # what is marked for a comparison stays
            screen.show_session()
            return
        if self._desk:
            self._desk.close()
            self.pop_screen()
        self._desk = self._desk_of(book)
        self._review()

    def _review(self) -> None:
        assert self._desk is not None
        self.push_screen(self._screen_of(self._desk))

    def _screen_of(self, desk: "Desk | KindReviewed") -> "Reviewing":
        if isinstance(desk, Desk):
            return ReviewScreen(desk, self._looks, find=self.find, leave=self.exit)
        from imu_hinge.review.day_book import DayBook
        from imu_hinge.tui.review.assessed_screen import AssessedScreen
        from imu_hinge.tui.review.day_screen import DayScreen

        kind = DayScreen if isinstance(desk.book, DayBook) else AssessedScreen
        return kind(desk, self._looks, find=self.find, leave=self.exit)

    def _screen(self) -> "Reviewing":
        return next(screen for screen in self.screen_stack if hasattr(screen, "told"))  # type: ignore[return-value]

    def on_unmount(self) -> None:
        """Nobody waits for the reading any more."""
        if self._desk:
            self._desk.close()
