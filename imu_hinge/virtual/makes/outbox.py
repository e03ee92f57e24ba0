"""What waits in a sensor for its radio: packed, held up, cut, and silently lost."""

from collections import deque
from dataclasses import dataclass
from itertools import cycle
from math import inf

Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """How a sensor without sample numbers gets its bytes out."""

    stalls_s: Spans = ()
    """True times, from and until, in which nothing gets out."""
    held: int = 12
    """Frames that wait at most; those that come meanwhile are lost, and nothing in the bytes tells."""
    pieces: tuple[int, ...] = ()
    """Lengths of the notifications, in turn and for ever, whatever the frames are; empty: whole frames."""


class Outbox:
    """Frames go in, payloads come out in the same order."""

    def __init__(self, radio: Radio) -> None:
        self._radio = radio
        self._pieces = cycle(radio.pieces) if radio.pieces else None
        self._piece = next(self._pieces) if self._pieces else 0
        self._bytes = b""
        self._ready: deque[bytes] = deque()

    def clear(self) -> None:
        """The link is over."""
        self._bytes = b""
        self._ready.clear()

    def put(self, frames: list[bytes]) -> None:
        """The frames of one notification, of equal length."""
        waiting = (len(self._bytes) + sum(map(len, self._ready))) // len(frames[0])
        kept = b"".join(frames[: max(0, self._radio.held - waiting)])
        if self._pieces is None:
            self._ready.extend([kept] if kept else [])
        else:
            self._bytes += kept
            self._cut()

    def put_whole(self, frame: bytes) -> None:
        """An answer: a notification of its own, after all that was ready before it."""
        self._ready.extend([self._bytes] if self._bytes else [])
        self._bytes = b""
        self._ready.append(frame)

    def _cut(self) -> None:
        while self._pieces and len(self._bytes) >= self._piece:
            self._ready.append(self._bytes[: self._piece])
            self._bytes = self._bytes[self._piece :]
            self._piece = next(self._pieces)

    def take(self, t_s: float) -> bytes | None:
        """The next payload that gets out by now."""
        return self._ready.popleft() if self._ready and self.next_s(t_s) <= t_s else None

    def next_s(self, t_s: float) -> float:
        """When something gets out, from what is there by now."""
        return self._stalled_until_s(t_s) if self._ready else inf

    def _stalled_until_s(self, t_s: float) -> float:
        return next((end for begin, end in self._radio.stalls_s if begin <= t_s < end), t_s)
