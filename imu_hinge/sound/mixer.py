"""Which cue is heard: a tone, then its word, one cue at a time. Pure: frames and times are arguments."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imu_hinge.sound.samples import FULL, NOTHING, RATE_HZ, Samples, frames_of

FADE_S = 0.005
"""How fast a cue that is cut off goes silent."""
_INBOX = 16
"""Cues kept while no device asks for frames; older ones are dropped."""
_NONE = math.inf
"""The urgency of silence."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One cue, ready to be heard."""

    tone: Samples
    word: Callable[[], Samples]
    """Asked for when the tone is over: it may still be in the making when the tone begins. Must not block."""
    rank: int
    """Urgency: 0 is the most urgent."""
    patience_s: float
    """How long it may wait for its turn; then it is not heard any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Tick:
    """A short tone on top of a less urgent cue; it never cuts one off and never waits."""

    tone: Samples
    rank: int


class Mixer:
    """Takes cues from one thread, gives frames to another. A more urgent cue cuts a lesser one off; one may wait."""

    def __init__(self) -> None:
        self._inbox: deque[tuple[float, Sound | Tick]] = deque(maxlen=_INBOX)
        self._sounding_rank: float = _NONE
        self._waiting: tuple[float, Sound] | None = None
        self._track, self._tail, self._tick = _Track(), _Track(), _Track()

    @property
    def busy(self) -> bool:
        """Whether something is to be heard yet."""
        return bool(self._inbox or self._waiting or self._sounding_rank != _NONE)

    def submit(self, sound: Sound | Tick, t_s: float) -> None:
        """Hands a cue over, at once and without a lock; t_s in the time of `fill`."""
        self._inbox.append((t_s, sound))

    def fill(self, frames: int, t_s: float) -> Samples:
        """The next frames, silence where there is nothing to hear."""
        while self._inbox:
            self._take(*self._inbox.popleft(), t_s)
        if not self.busy and self._tail.over and self._tick.over:
            return np.zeros(frames, np.int16)
        mix = np.zeros(frames, np.int32)
        self._tail.add_to(mix)
        self._tick.add_to(mix)
        self._play(mix, t_s)
        return np.clip(mix, -FULL, FULL).astype(np.int16)

    def _take(self, since_s: float, sound: Sound | Tick, t_s: float) -> None:
        if isinstance(sound, Tick):
            if sound.rank < self._sounding_rank:
                self._tick = _Track((sound.tone,))
        elif sound.rank < self._sounding_rank:
            self._begin(since_s, sound, t_s)
        elif self._waiting is None or sound.rank <= self._waiting[1].rank:
            self._waiting = (since_s, sound)

    def _begin(self, since_s: float, sound: Sound, t_s: float) -> None:
        """Cuts off what sounds, unless the cue is too old."""
        if t_s - since_s <= sound.patience_s:
            self._tail = self._track.fading()
            self._track, self._sounding_rank = _Track(_parts(sound)), sound.rank

    def _play(self, mix: npt.NDArray[np.int32], t_s: float) -> None:
        """Plays what sounds and, when that is over, what waits."""
        done = self._track.add_to(mix)
        while done < len(mix):
            self._sounding_rank = _NONE
            if self._waiting is None:
                return
            waiting, self._waiting = self._waiting, None
            self._begin(*waiting, t_s + done / RATE_HZ)
            done += self._track.add_to(mix[done:])


class _Track:
    """Samples on their way out."""

    def __init__(self, parts: Iterable[Samples] = ()) -> None:
        self._parts, self._left = iter(parts), NOTHING
        self.over = False

    def add_to(self, mix: npt.NDArray[np.int32]) -> int:
        """Adds what there is; returns how many frames that were, fewer than asked for at the end."""
        done = 0
        while done < len(mix) and self._has_more():
            room = len(mix) - done
            piece, self._left = self._left[:room], self._left[room:]
            mix[done : done + len(piece)] += piece
            done += len(piece)
        return done

    def fading(self) -> "_Track":
        """The next FADE_S of it, down to nothing."""
        piece = self._left[: frames_of(FADE_S)]
        return _Track(((piece * np.linspace(1, 0, len(piece))).astype(np.int16),))

    def _has_more(self) -> bool:
        while not len(self._left):
            part = next(self._parts, None)
            if part is None:
                self.over = True
                return False
            self._left = part
        return True


def _parts(sound: Sound) -> Iterator[Samples]:
    yield sound.tone
    yield sound.word()
