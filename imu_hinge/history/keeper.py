"""Keeps a live session in the history while it goes on, on a thread of its own: no count ever waits for a database.

Importing this loads no database library; the thread does that while the sensors are looked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from imu_hinge.analysis import Span
from imu_hinge.catalogue import Exercise
from imu_hinge.model.events import Event, Step
from imu_hinge.model.inputs import Command, Input, Packet, Placement, Samples
from imu_hinge.recording import About

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay
    from imu_hinge.core.session import SensorStats

EXPOSURE_EVERY_NS = 180_000_000_000
"""The exposure of a day is kept so often: a crash takes no more of it from the history, and none from the recording."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One input that matters here: a word, or what the fold said because of any other."""

    word: Command | None
    events: tuple[Event, ...]
    day: "PostureDay | None" = None
    """The exposure so far, where it is time to keep it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The session is over."""

    t_ns: int
    """Session time of the last input."""
    origin_ns: int
    duration_ns: int
    lost_samples: int
    path: Path | None
    """Of the recording; None: there is none."""
    reason: str
    day: "PostureDay | None" = None
    """The exposure of a posture session."""


class Keeper:
    """A sink. Whatever becomes of the database, `receive` neither raises nor waits; `tell` hears of it once, in words.

    `about` is that of the recording and names the client; `span` must have been given to the session as its tap,
    `sensors` is the session's. `tell` is called on the keeper's thread. A session in which no sensor spoke is not
    kept. `path` is where the recording will lie, as far as that is known at the start; `url` as for `open_history`.
    `day` gives the exposure so far of a posture session; it is called by whoever calls `receive` and `close`.
    """

    def __init__(
        self,
        about: About,
        exercise: Exercise,
        tell: Callable[[str], None],
        *,
        span: Span,
        sensors: "Callable[[], Mapping[Placement, SensorStats]]",
        path: Path | None = None,
        url: str | None = None,
        day: "Callable[[], PostureDay] | None" = None,
    ) -> None:
        self._about, self._exercise, self._tell, self._url = about, exercise, tell, url
        self._span, self._sensors = span, sensors
        self._path, self._reason, self._now_ns = path, "", 0
        self._began = False
        self._day, self._day_due_ns = day, EXPOSURE_EVERY_NS
        self._queue: SimpleQueue[Heard | End] = SimpleQueue()
        self._thread = Thread(target=self._work, name="keeper", daemon=True)

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it."""
        self._now_ns = max(self._now_ns, item.t_ns)
        word, day = item if isinstance(item, Command) else None, self._due_day()
        if word or step.events or day:
            self._queue.put(Heard(word, step.events, day))
        if isinstance(item, Packet | Samples) and not self._began:
            self._began = True
            self._thread.start()

    def recorded_at(self, path: Path | None, end_reason: str) -> None:
        """Where the recording lies and why it ended, ahead of `close`; None: there is none."""
        self._path, self._reason = path, end_reason

    def close(self) -> None:
        """Waits until all is kept, or known not to be."""
        if self._began:
            self._queue.put(self._end())
            self._thread.join()

    def _due_day(self) -> "PostureDay | None":
        if self._day is None or self._now_ns < self._day_due_ns:
            return None
        self._day_due_ns = self._now_ns + EXPOSURE_EVERY_NS
        return self._day()

    def _end(self) -> End:
        first, last = self._span.first_ns or 0, self._span.last_ns or 0
        return End(
            t_ns=self._now_ns,
            origin_ns=first,
            duration_ns=last - first,
            lost_samples=sum(stats.lost_samples for stats in self._sensors().values()),
            path=self._path,
            reason=self._reason,
            day=self._day() if self._day else None,
        )

    def _work(self) -> None:
        try:
            from imu_hinge.history.books import Books
        except ImportError as error:
            self._tell(f"not kept in the history: {error}; install imu_hinge again")
        else:
            Books(self._about, self._exercise, self._path, self._tell, self._url).run(self._queue.get)
