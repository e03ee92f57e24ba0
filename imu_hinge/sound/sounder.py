"""The ear's sink: every step of the session becomes cues, and what the mode lets through is played at once."""

from collections import deque
from typing import Protocol

from imu_hinge.cues.cue import Cue, Mode, Sort
from imu_hinge.cues.modes import heard
from imu_hinge.cues.spoken import number
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.sound.player import Player
from imu_hinge.sound.sounds import sound_of
from imu_hinge.sound.tones import samples_of
from imu_hinge.sound.voice import NoVoice, Voice

_LOG = 1000
_NUMBERS = {number(n): n for n in range(1000)}
_READY_NUMBERS = 30
"""Rendered at the start; each above follows while the one before is said."""


class Cueing(Protocol):
    """What a sounder needs of the cues."""

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        """The cues that follow from one input."""
        ...


class Sounder:
    """A sink of the engine. It never waits and never raises: whatever becomes of the sound, counting goes on.

    Player and voice belong to whoever opened them; so the last words are heard while the session is being closed.
    """

    def __init__(self, cues: Cueing, mode: Mode, player: Player, voice: Voice | None = None) -> None:
        self.mode = mode
        """Settable from any thread."""
        self.log: deque[tuple[int, Cue]] = deque(maxlen=_LOG)
        """The last cues that were played, with the session time of the input at which they were."""
        self._cues, self._player, self._voice = cues, player, voice or NoVoice()
        self._broken = ""
        self._voice.prepare(map(number, range(_READY_NUMBERS + 1)))
        samples_of(Sort.REP)  # renders all tones: the first cue must not wait for them

    @property
    def problem(self) -> str:
        """Why tones or words are missing, and what to do; empty when all is well."""
        return self._broken or self._player.problem or self._voice.problem

    def receive(self, item: Input, step: Step) -> None:
        """Plays the cues of one input."""
        try:
            for cue in self._cues.step(item, step):
                self._play(item.t_ns, cue)
        except Exception as error:
            self._broken = f"the sound broke ({error!r}): please report it; counting goes on"

    def close(self) -> None:
        """The session is over."""

    def _play(self, t_ns: int, cue: Cue) -> None:
        parts = heard(self.mode, cue)
        if not (parts.tone or parts.words):
            return
        if parts.words:
            self._voice.prepare((cue.words, *_next_number(cue)))
        self._player.play(sound_of(cue, parts, self._voice))
        self.log.append((t_ns, cue))


def _next_number(cue: Cue) -> tuple[str, ...]:
    return (number(_NUMBERS[cue.words] + 1),) if cue.sort is Sort.REP and cue.words in _NUMBERS else ()
