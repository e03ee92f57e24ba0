"""A session under review and whatever keeps it: what the keys ask for, answered in words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from imu_hinge.model.errors import HingeError
from imu_hinge.model.said import of_system
from imu_hinge.review.book import Book
from imu_hinge.review.changes import Change, counting
from imu_hinge.review.keeping import Keeping
from imu_hinge.review.moves import uncounted_at
from imu_hinge.review.reviewed import Read, Reviewed, beside
from imu_hinge.review.telling import write_reps
from imu_hinge.review.tuner import Past

P = ParamSpec("P")


def told(act: Callable[Concatenate["Desk", P], str]) -> Callable[Concatenate["Desk", P], str]:
    """A refusal is told like an answer."""

    @wraps(act)
    def telling(desk: "Desk", /, *args: P.args, **kwargs: P.kwargs) -> str:
        try:
            return act(desk, *args, **kwargs)
        except HingeError as error:
            return str(error)
        except OSError as error:
            return of_system(error, "the file")

    return telling


class Desk:
    """One session at a time."""

    def __init__(self, book: Book, keeping: Keeping, read: Read = beside) -> None:
        self.keeping, self._read = keeping, read
        self.reviewed = Reviewed(book, read)

    def look(self) -> bool:
        """Takes what has come; whether anything has. What the whole recording came to is kept."""
        reviewed, before = self.reviewed, self.reviewed.through
        came = reviewed.look()
        if reviewed.through and not before:
            self._checked()
        return came

    def kept_by(self, keeping: Keeping) -> str:
        """From here on somebody else keeps it; the session is looked up there."""
        self.keeping = keeping
        return self._known() if not keeping.why_not else ""

    @told
    def change(self, change: Change, reason: str = "") -> str:
        """Notes a correction; another exercise lets the fold go through the recording again."""
        book, words = self.keeping.change(self.reviewed.book, change, reason)
        self._put(book)
        return words

    @told
    def count(self, t_ns: int) -> str:
        """Counts the movement at this moment that was not counted."""
        movement = uncounted_at(self.reviewed.book, t_ns)
        if movement is None:
            return "enter goes to a movement that was not counted; + then counts it"
        return self.change(counting(self.reviewed.book, movement))

    @told
    def undo(self) -> str:
        """Takes the last correction back."""
        book, words = self.keeping.undo(self.reviewed.book)
        self._put(book)
        return words

    @told
    def note(self, t_ns: int, text: str) -> str:
        """Keeps a note about a moment."""
        book, words = self.keeping.note(self.reviewed.book, t_ns, text)
        self._put(book)
        return words

    @told
    def export(self, out: str) -> str:
        """Writes the table of repetitions."""
        path = Path(out).expanduser()
        write_reps(self.reviewed, path)
        return f"written: {path}"

    def month(self) -> Sequence[Past]:
        """The sessions of this client in the month up to this one; none where nothing is kept."""
        try:
            return self.keeping.month(self.reviewed.book)
        except HingeError:
            return ()

    def turn_to(self, book: Book) -> None:
        """Another session."""
        self.close()
        self.reviewed = Reviewed(book, self._read)

    def close(self) -> None:
        """Ends the reading."""
        self.reviewed.close()

    @told
    def _known(self) -> str:
        self._put(self.keeping.known(self.reviewed.book))
        return ""

    @told
    def _checked(self) -> str:
        through = self.reviewed.through
        if through is not None:
            self.keeping.checked(self.reviewed.book, through)
        return ""

    def _put(self, book: Book) -> None:
        """Another exercise is another reading; everything else goes on."""
        if book.exercise == self.reviewed.book.exercise:
            self.reviewed.book = book
            return
        self.turn_to(replace(book, live=False))
