"""One session under review: its book, its angles as they come, and whether the fold agrees with what was said live."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from imu_hinge.catalogue import Exercise
from imu_hinge.model.events import Rep
from imu_hinge.review.agreement import SAME, agreement_words, state_of
from imu_hinge.review.angles import Angles
from imu_hinge.review.beside import Beside
from imu_hinge.review.book import Book, Line
from imu_hinge.review.compare import Side, side
from imu_hinge.review.curves import Curve, curve
from imu_hinge.review.reading import Folded, News, Shown, Stopped, Through

_SPARE_NS = 100_000_000
"""Angles around a repetition that its curve looks at."""


class Reader(Protocol):
    """Whoever goes through the file."""

    def news(self) -> Iterator[News | Stopped]:
        """What has come since."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...


Read = Callable[[Path, Exercise, bool], Reader]
"""Begins to read a file through under an exercise; whether it is compared with what was said live."""


def beside(path: Path, exercise: Exercise, compare: bool) -> Reader:
    """In a process of its own."""
    return Beside(path, exercise, compare=compare)


class Reviewed:
    """Holds what is known; `look` takes what has come."""

    def __init__(self, book: Book, read: Read = beside) -> None:
        self.book = book
        self.angles = Angles()
        self.through: Through | None = None
        """The end of the file, once it was reached."""
        self.stopped = "" if book.path else "there is no recording of this session: nothing but its numbers is known"
        """Why it will not be reached."""
        self._t_ns = 0
        self._origin_ns: int | None = None
        self._curves: dict[int, Curve] = {}
        self._sides: dict[tuple[str, int], Side] = {}
        self._made_of = (self.angles.state, book)
        self._reader = read(book.path, book.exercise, book.live) if book.path else None

    def look(self) -> bool:
        """Takes what has come; whether anything has."""
        came = False
        for news in self._reader.news() if self._reader else ():
            came = True
            self._take(news)
        return came

    def close(self) -> None:
        """Ends the reading."""
        if self._reader:
            self._reader.close()

    def curve(self, rep: Rep) -> Curve:
        """The curves of a repetition, as far as its angles are known."""
        self._forget()
        if rep.id not in self._curves:
            rows = self.angles.between(rep.t_start_ns - _SPARE_NS, rep.t_end_ns + _SPARE_NS)
            self._curves[rep.id] = curve(rows, rep)
        return self._curves[rep.id]

    def side(self, line: Line, scope: str) -> Side:
        """A repetition, its set or the session, as it is compared with others."""
        self._forget()
        key = (scope, {"rep": line.rep.id, "set": line.rep.set_index, "session": 0}[scope])
        if key not in self._sides:
            self._sides[key] = side(self.book, line, scope, self.curve)
        return self._sides[key]

    def _forget(self) -> None:
        """What was made of fewer angles, or of another book, is made again."""
        if self._made_of != (self.angles.state, self.book):
            self._curves, self._sides, self._made_of = {}, {}, (self.angles.state, self.book)

    @property
    def checked(self) -> str:
        """Where the check stands, in a few words."""
        if self.stopped:
            return "not checked"
        if self.through is None:
            done = 100 * self._t_ns // max(self.book.duration_ns, 1) if self.book.duration_ns else 0
            return f"checking {min(done, 99)} %"
        return agreement_words(self.through.agreement)

    @property
    def origin_ns(self) -> int | None:
        """Time of the first sample, from which tables count; None while it is not known."""
        if self.through:
            return self.through.analysis.origin_ns
        return self.book.origin_ns if self._origin_ns is None else self._origin_ns

    def _take(self, news: News | Stopped) -> None:
        match news:
            case Shown():
                self.angles.take_shown(news.rows)
            case Folded():
                self.angles.take(news.rows)
                self._t_ns, self._origin_ns = max(self._t_ns, news.t_ns), news.origin_ns
            case Stopped():
                self.stopped = news.words
            case Through():
                self._end(news)

    def _end(self, through: Through) -> None:
        """What the fold says holds where nothing was said before, and where it is the same, to more digits."""
        self.angles.finish()
        self.through = through
        self.book = replace(self.book, duration_ns=max(self.book.duration_ns, through.duration_ns))
        if not self.book.live or state_of(through.agreement) == SAME:
            warnings = through.analysis.warnings
            self.book = replace(self.book, said=through.said, raised=through.raised, warnings=warnings)
