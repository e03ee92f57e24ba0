"""Live frames on their way to the radio: cut, queued, dropped oldest first (PROTOCOL.md F7)."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveSpan:
    """Samples of one live frame, by full index."""

    first: int
    end: int
    gap: bool
    """What came before was not sent."""


class LiveQueue:
    """Spans of the ring that wait to be sent. Every sample of a run is sent once or counted in `drops`."""

    def __init__(self, most_frames: int) -> None:
        self._most_frames = most_frames
        self.begin()

    def begin(self) -> None:
        """A new run begins."""
        self.drops = 0
        """Samples of this run not sent live."""
        self._waiting: deque[tuple[int, int]] = deque()
        self._cut = 0
        self._sent = 0

    @property
    def cut(self) -> int:
        """Full index of the first sample that is in no frame yet."""
        return self._cut

    @property
    def waiting(self) -> int:
        """Frames that wait."""
        return len(self._waiting)

    def resume(self, end: int) -> None:
        """Frames flow again, from this sample on, and the first one says that it follows a gap."""
        self.skip(end)
        self._sent = -1

    def grow(self, end: int, batch: int) -> None:
        """The run has samples up to `end`: cuts full frames."""
        while end - self._cut >= batch:
            self._push(self._cut + batch)

    def flush(self, end: int) -> None:
        """The run is over: the frame that had begun goes out short."""
        if end > self._cut:
            self._push(end)

    def skip(self, end: int) -> None:
        """Samples up to `end` that are in no frame yet are not sent live."""
        self.drops += end - self._cut
        self._cut = end

    def abandon(self) -> None:
        """Nothing that waits is sent."""
        while self._waiting:
            self._drop()

    def take(self) -> LiveSpan | None:
        """The next frame to send."""
        if not self._waiting:
            return None
        first, end = self._waiting.popleft()
        gap, self._sent = first != self._sent, end
        return LiveSpan(first, end, gap)

    def _push(self, end: int) -> None:
        if len(self._waiting) == self._most_frames:
            self._drop()
        self._waiting.append((self._cut, end))
        self._cut = end

    def _drop(self) -> None:
        first, end = self._waiting.popleft()
        self.drops += end - first
