"""Runs the review screen without a terminal, over sample recordings that were gone through once."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from textual.widget import Widget

from imu_hinge.catalogue import Exercise
from imu_hinge.model.errors import UsageError
from imu_hinge.review.book import Book, Remark
from imu_hinge.review.changes import Change
from imu_hinge.review.keeping import Course, Day, Found, Keeping, Trend
from imu_hinge.review.opened import KindBook
from imu_hinge.review.opening import open_book
from imu_hinge.review.reading import Through
from imu_hinge.review.reviewed import Read
from imu_hinge.review.tuner import Past, Setting
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.app import ReviewApp
from imu_hinge.tui.review.screen import ReviewScreen
from tests.review.made import Given, path_of, sample, through_of
from tests.tui.looking import rows_of
from tests.tui.screens import pressed

T = TypeVar("T")
DAY_NS = 86_400_000_000_000


@dataclass
class Noted:
    """Keeps what it is asked to keep in a list."""

    why_not: str = ""
    asked: list[tuple[str, object]] = field(default_factory=list)
    course_: Course = field(default_factory=lambda: Course((), None))
    found: Sequence[Found] = ()

    def find(self, text: str) -> Sequence[Found]:
        return [one for one in self.found if text in one.words]

    def open(self, what: str, exercise: str | None) -> Book:
        self.asked.append(("open", what))
        return open_book(path_of(what), exercise)

    def known(self, book: Book) -> Book:
        return book

    def known_kind(self, book: KindBook) -> KindBook:
        return book

    def checked_kind(self, book: KindBook, through: Through) -> KindBook:
        return book.after(through)

    def trends(self, book: KindBook) -> Sequence[Trend]:
        return (Trend("a number", self.course_),)

    def note_kind(self, book: KindBook, at_s: float, text: str) -> KindBook:
        self.asked.append(("note", text))
        return book

    def checked(self, book: Book, through: Through) -> None:
        self.asked.append(("checked", through.duration_ns))

    def change(self, book: Book, change: Change, reason: str) -> tuple[Book, str]:
        self.asked.append((change.action, reason))
        return book, "kept"

    def undo(self, book: Book) -> tuple[Book, str]:
        self.asked.append(("undo", ""))
        return book, "taken back"

    def note(self, book: Book, t_ns: int, text: str) -> tuple[Book, str]:
        self.asked.append(("note", (t_ns, text)))
        return replace(book, remarks=(Remark(t_ns=t_ns, author="trainer", text=text),)), "note kept"

    def month(self, book: Book) -> Sequence[Past]:
        return (Past(book.sets, book.exercise, book.said.calibrations),) * 2

    def keep_limit(self, book: Book, setting: Setting) -> str:
        self.asked.append(("limit", (setting.fault.id, setting.caution, setting.limit)))
        return "kept for Anna"

    def course(self, book: Book, measure: str) -> Course:
        if measure == "hinge_share":
            raise UsageError("nothing is known of that")
        return self.course_


def weeks(*values: float) -> Course:
    return Course(tuple(Day(place * 3 * DAY_NS, 0, value, 8) for place, value in enumerate(values)), 8.0)


def again_told(path: Path, exercise: Exercise) -> Given:
    """The fold goes through it once more and says the same."""
    return Given([through_of(path.stem)])


def app_of(
    name: str | None,
    keeping: Keeping | None = None,
    looks: Looks | None = None,
    read: Read = sample,
    keep: Callable[[], Keeping] = Noted,
) -> ReviewApp:
    book = open_book(path_of(name)) if name else None
    return ReviewApp(book, keep, looks or Looks(), keeping=keeping, read=read)


def screen_of(app: ReviewApp) -> ReviewScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))


def part(app: ReviewApp, name: str) -> list[str]:
    """The rows of one part of the review screen."""
    widget: Widget = screen_of(app).query_one(f"#{name}")
    return rows_of(widget)


def running(
    name: str | None,
    keys: Sequence[str],
    see: Callable[[ReviewApp], T],
    size: tuple[int, int] = (80, 24),
    keeping: Keeping | None = None,
    looks: Looks | None = None,
) -> T:
    """What `see` gives after the keys, while the app still runs."""

    async def run() -> T:
        app = app_of(name, keeping or Noted(), looks)
        async with app.run_test(size=size) as pilot:
            await pressed(pilot, keys)
            return see(app)

    return asyncio.run(run())


def steps(
    name: str,
    groups: Sequence[Sequence[str]],
    see: Callable[[ReviewApp], T],
    size: tuple[int, int] = (80, 24),
    keeping: Keeping | None = None,
) -> list[T]:
    """What `see` gives after each group of keys, one after the other in one run."""

    async def run() -> list[T]:
        app, seen = app_of(name, keeping or Noted()), []
        async with app.run_test(size=size) as pilot:
            for keys in groups:
                await pressed(pilot, keys)
                seen.append(see(app))
        return seen

    return asyncio.run(run())


def told(app: ReviewApp) -> str:
    """The row of words."""
    return part(app, "told")[0].strip()


def title(app: ReviewApp) -> str:
    """Of the first overlay."""
    return part(app, "lumbar")[0].strip()


def page_of(app: ReviewApp) -> type:
    return type(app.screen)
