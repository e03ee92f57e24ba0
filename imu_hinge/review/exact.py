"""The exact answer to what another limit would have done in a session: the fold goes through it again."""

from collections.abc import Callable
from pathlib import Path

from imu_hinge.catalogue import Exercise, exercise_from_texts
from imu_hinge.catalogue.limits import with_limit
from imu_hinge.model.errors import UsageError
from imu_hinge.model.plural import counted
from imu_hinge.review.beside import Beside
from imu_hinge.review.book import Book
from imu_hinge.review.opening import texts_of
from imu_hinge.review.reading import Folded, Stopped, Through
from imu_hinge.review.reviewed import Reader
from imu_hinge.review.tuner import Setting, cues

Again = Callable[[Path, Exercise], Reader]
"""Begins to go through a file under an exercise."""


def again(path: Path, exercise: Exercise) -> Reader:
    """In a process of its own."""
    return Beside(path, exercise, compare=False, shown=False)


class Exact:
    """One such question; `look` takes what has come."""

    def __init__(self, book: Book, setting: Setting, read: Again = again) -> None:
        """Raises UsageError without a recording, CatalogueError for limits that make no sense."""
        if book.path is None:
            raise UsageError("there is no recording of this session to go through again")
        self._fault, self._before = setting.fault, cues(book.raised, setting.fault.id)
        self._duration_ns, self._t_ns = max(book.duration_ns, 1), 0
        self._answer = ""
        self._reader = read(book.path, limited(book, setting))

    def look(self) -> bool:
        """Takes what has come; whether the answer is there."""
        for news in self._reader.news():
            match news:
                case Folded():
                    self._t_ns = max(self._t_ns, news.t_ns)
                case Stopped():
                    self._answer = news.words
                case Through():
                    self._answer = self._words(cues(news.raised, self._fault.id))
        return bool(self._answer)

    @property
    def words(self) -> str:
        """The answer, or how far it is."""
        return self._answer or f"going through the session again: {min(100 * self._t_ns // self._duration_ns, 99)} %"

    def close(self) -> None:
        """Ends it."""
        self._reader.close()

    def _words(self, now: int) -> str:
        if not self._fault.cue:
            return "this one is shown only, never cued"
        return f"would have cued {counted(now, 'time')} instead of {self._before}"


def limited(book: Book, setting: Setting) -> Exercise:
    """The exercise of the session with this fault's limits changed. Raises UsageError, CatalogueError."""
    exercise, faults = texts_of(book)
    changed = with_limit(faults[setting.fault.id], setting.caution, setting.limit)
    return exercise_from_texts(exercise, {**faults, setting.fault.id: changed})
