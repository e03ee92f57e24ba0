"""A day or an assessment under review: its book, and where going through its recording again stands."""

from pathlib import Path

from imu_hinge.analysis import own_profile
from imu_hinge.catalogue import Exercise
from imu_hinge.model.errors import HingeError
from imu_hinge.model.said import of_system
from imu_hinge.review.agreement import agreement_words
from imu_hinge.review.day_book import DayBook
from imu_hinge.review.keeping import Keeping, Trend
from imu_hinge.review.opened import KindBook
from imu_hinge.review.opening import seen_of
from imu_hinge.review.reading import Folded, Shown, Stopped, Through
from imu_hinge.review.reviewed import Read, Reader, beside

GONE = "there is no recording of this any more: nothing but its numbers is known"


class KindReviewed:
    """Holds what is known; `look` takes what has come. Hours of a recording take minutes: it is gone through when
    somebody asks for it, and at once where the numbers of a day are not known.
    """

    def __init__(self, book: KindBook, keeping: Keeping, read: Read = beside) -> None:
        self.book, self.keeping, self._read = book, keeping, read
        self.stopped = "" if book.path else GONE
        """Why the recording cannot be gone through."""
        self.through: Through | None = None
        self._reader: Reader | None = None
        self._t_ns = self._duration_ns = 0
        if isinstance(book, DayBook) and not book.known:
            self.fold()

    def fold(self) -> str:
        """Begins to go through the recording; words to tell where that is not possible."""
        if self.book.path is None or self.stopped or self._reader:
            return self.stopped
        try:
            exercise, self._duration_ns = _profile(self.book.path)
        except (HingeError, OSError) as error:
            self.stopped = of_system(error, "the recording") if isinstance(error, OSError) else str(error)
            return self.stopped
        self._reader = self._read(self.book.path, exercise, True)
        return ""

    @property
    def going(self) -> bool:
        """Whether it is being gone through."""
        return self._reader is not None and self.through is None and not self.stopped

    @property
    def checked(self) -> str:
        """Where that stands, in a few words."""
        if self.stopped:
            return "not checked"
        if self.through:
            return agreement_words(self.through.agreement)
        return f"checking {min(100 * self._t_ns // max(self._duration_ns, 1), 99)} %" if self.going else ""

    def look(self) -> bool:
        """Takes what has come; whether anything has."""
        came = False
        for news in self._reader.news() if self._reader else ():
            came = True
            match news:
                case Folded():
                    self._t_ns = max(self._t_ns, news.t_ns)
                case Stopped():
                    self.stopped = news.words
                case Through():
                    self._end(news)
                case Shown():
                    pass  # its tilts are taken from the file when somebody looks at a moment
        return came

    def kept_by(self, keeping: Keeping) -> str:
        """From here on somebody else keeps it; words to tell."""
        self.keeping = keeping
        try:
            self.book = keeping.known_kind(self.book)
        except HingeError as error:
            return str(error)
        return keeping.why_not

    def trends(self) -> tuple[list[Trend], str]:
        """What there is over weeks, and why there is none."""
        try:
            return list(self.keeping.trends(self.book)), ""
        except HingeError as error:
            return [], str(error)

    def note(self, at_s: float, text: str) -> str:
        """Keeps a note about this second of the day, or about the assessment; words to tell."""
        try:
            self.book = self.keeping.note_kind(self.book, at_s, text)
        except (HingeError, OSError) as error:
            return str(error)
        return "note kept"

    def close(self) -> None:
        """Ends the reading."""
        if self._reader:
            self._reader.close()

    def _end(self, through: Through) -> None:
        self.through = through
        try:
            self.book = self.keeping.checked_kind(self.book, through)
        except (HingeError, OSError):
            self.book = self.book.after(through)


def _profile(path: Path) -> tuple[Exercise, int]:
    seen = seen_of(path)
    return own_profile(path, seen.about), seen.duration_ns
