"""From a cue to what the mixer plays."""

from functools import partial
from typing import Protocol

from imu_hinge.cues.cue import Cue, Sort, rank
from imu_hinge.sound.mixer import Sound, Tick
from imu_hinge.sound.samples import NOTHING
from imu_hinge.sound.tones import samples_of
from imu_hinge.sound.voice import Voice

_COUNT_S, _FORM_S, _HINT_S, _NEWS_S = 0.4, 1.0, 2.0, 10.0
"""A count or a correction heard late is wrong; what became of a sensor or a set stays true."""
_GO_S = 5.0
"""Who may begin may begin later too: it waits for the sentence about the movement before."""
PATIENCE_S = {
    Sort.STOPPED: _NEWS_S,
    Sort.NOT_RECORDING: _NEWS_S,
    Sort.LOST: _NEWS_S,
    Sort.MOVED: _NEWS_S,
    Sort.BACK: _NEWS_S,
    Sort.FAULT: _FORM_S,
    Sort.TALL: _FORM_S,
    Sort.LAST_REP: _COUNT_S,
    Sort.REP: _COUNT_S,
    Sort.HINT: _HINT_S,
    Sort.MORE: _NEWS_S,
    Sort.CAPTURED: _NEWS_S,
    Sort.GO: _GO_S,
    Sort.HELD: _FORM_S,
    Sort.STEP: _NEWS_S,
    Sort.READY: _NEWS_S,
    Sort.SIDE: _NEWS_S,
    Sort.REST: _NEWS_S,
    Sort.REMINDER: _NEWS_S,
}
"""How long a cue may wait for its turn. Ticks do not wait."""


class Heard(Protocol):
    """Which parts of a cue are heard."""

    @property
    def tone(self) -> bool:
        """Whether its tone is."""
        ...

    @property
    def words(self) -> bool:
        """Whether its words are."""
        ...


def sound_of(cue: Cue, heard: Heard, voice: Voice) -> Sound | Tick:
    """What is to be played."""
    tone = samples_of(cue.sort, cue.soft) if heard.tone else NOTHING
    if cue.sort is Sort.NEAR:
        return Tick(tone, rank(cue))
    words = cue.words if heard.words else ""
    return Sound(tone, partial(voice.samples, words), rank(cue), PATIENCE_S[cue.sort])
