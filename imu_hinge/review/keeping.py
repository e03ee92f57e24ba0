"""What the screen asks of whatever keeps sessions: `imu_hinge.review.kept` for the history, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder
from imu_hinge.review.book import Book
from imu_hinge.review.changes import Change
from imu_hinge.review.reading import Through
from imu_hinge.review.tuner import Past, Setting

if TYPE_CHECKING:  # what days and assessments need takes a while to load
    from imu_hinge.review.opened import KindBook, Opened


@dataclass(frozen=True, slots=True)
class Found:
    """A session in a list."""

    what: str
    """As it is opened: a path, or the id of a session."""
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Day:
    """One session of a trend."""

    started_ns: int
    utc_offset_min: int
    value: float
    of: int
    """Repetitions it is the middle of."""


@dataclass(frozen=True, slots=True)
class Course:
    """A measure over weeks."""

    days: tuple[Day, ...]
    noise: float | None
    """What two days differ by themselves; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One number over days."""

    title: str
    course: Course
    words: tuple[str, ...] = ()
    """What limits it."""


class Keeping(Protocol):
    """Every method may raise HingeError, whose words say what to do."""

    why_not: str
    """Why nothing can be kept; empty where it can."""

    def find(self, text: str) -> Sequence[Found]:
        """Sessions of a client or a date, newest first."""
        ...

    def open(self, what: str, exercise: str | None) -> "Opened":
        """A path, or a session by its id or the beginning of it, with everything people said of it."""
        ...

    def known_kind(self, book: "KindBook") -> "KindBook":
        """A day with all its parts, an assessment beside the one before it; as it is where nothing more is known."""
        ...

    def checked_kind(self, book: "KindBook", through: Through) -> "KindBook":
        """Keeps what going through its recording came to; the day or assessment as it is then."""
        ...

    def trends(self, book: "KindBook") -> Sequence[Trend]:
        """The days or assessments of this client, number by number."""
        ...

    def note_kind(self, book: "KindBook", at_s: float, text: str) -> "KindBook":
        """Keeps a note about a second of a day, or about an assessment; the book as it is then."""
        ...

    def known(self, book: Book) -> Book:
        """The book with what people said of this session."""
        ...

    def checked(self, book: Book, through: Through) -> None:
        """Keeps what going through the whole recording came to."""
        ...

    def change(self, book: Book, change: Change, reason: str) -> tuple[Book, str]:
        """Notes a correction; the book as it is then, and words to tell."""
        ...

    def undo(self, book: Book) -> tuple[Book, str]:
        """Takes the last correction back."""
        ...

    def note(self, book: Book, t_ns: int, text: str) -> tuple[Book, str]:
        """Keeps a note about a moment."""
        ...

    def month(self, book: Book) -> Sequence[Past]:
        """The sessions of this client in the month up to this one, which is the last of them."""
        ...

    def keep_limit(self, book: Book, setting: Setting) -> str:
        """Keeps a limit for this client; words to tell."""
        ...

    def course(self, book: Book, measure: str) -> Course:
        """The measure over this client's sessions with the same exercise."""
        ...


class Unkept:
    """Files can be looked at, nothing can be kept."""

    def __init__(self, why_not: str) -> None:
        self.why_not = why_not

    def find(self, text: str) -> Sequence[Found]:
        """This user's recordings, newest first."""
        return recordings(default_folder(), text)

    def open(self, what: str, exercise: str | None) -> "Opened":
        """A path."""
        from imu_hinge.review.opened import open_session

        return open_session(Path(what), exercise)

    def known_kind(self, book: "KindBook") -> "KindBook":
        """Nothing more is known."""
        return book

    def checked_kind(self, book: "KindBook", through: Through) -> "KindBook":
        """Nothing is kept."""
        return book.after(through)

    def trends(self, book: "KindBook") -> Sequence[Trend]:
        """Refused."""
        raise self._refusal()

    def note_kind(self, book: "KindBook", at_s: float, text: str) -> "KindBook":
        """Refused."""
        raise self._refusal()

    def known(self, book: Book) -> Book:
        """Nothing more is known."""
        return book

    def checked(self, book: Book, through: Through) -> None:
        """Nothing is kept."""

    def change(self, book: Book, change: Change, reason: str) -> tuple[Book, str]:
        """Refused."""
        raise self._refusal()

    def undo(self, book: Book) -> tuple[Book, str]:
        """Refused."""
        raise self._refusal()

    def note(self, book: Book, t_ns: int, text: str) -> tuple[Book, str]:
        """Refused."""
        raise self._refusal()

    def month(self, book: Book) -> Sequence[Past]:
        """Nothing is known of it."""
        return ()

    def keep_limit(self, book: Book, setting: Setting) -> str:
        """Refused."""
        raise self._refusal()

    def course(self, book: Book, measure: str) -> Course:
        """Refused."""
        raise self._refusal()

    def _refusal(self) -> UsageError:
        return UsageError(f"only for reading: {self.why_not}")


_NEWEST = 200


def is_path(what: str) -> bool:
    """Whether this names a file rather than a session."""
    return Path(what).exists() or any(sign in what for sign in "/\\.")


def recordings(folder: Path, text: str = "") -> list[Found]:
    """The recordings below `folder` whose path holds `text`, newest first."""
    paths = sorted(folder.rglob("*.mcap"), key=lambda path: path.stat().st_mtime, reverse=True)
    named = [(path, str(path.relative_to(folder))) for path in paths]
    chosen = [(path, name) for path, name in named if text.casefold() in name.casefold()][:_NEWEST]
    return [Found(str(path), name, f"{path.stat().st_size / 1e6:.1f} MB") for path, name in chosen]
