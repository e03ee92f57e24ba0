"""Which part of a cue each mode lets through: the tone, the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from imu_hinge.cues.cue import Cue, Mode, Sort


@dataclass(frozen=True, slots=True)
class Heard:
    """What of a cue is heard."""

    tone: bool
    words: bool


NOTHING: frozenset[Sort] = frozenset()
EVERYTHING = frozenset(Sort)
SIGNALS = EVERYTHING - {Sort.NEAR}
NUMBERS = frozenset({Sort.REP, Sort.LAST_REP, Sort.CAPTURED})

TONES: Mapping[Mode, frozenset[Sort]] = {
    Mode.OFF: NOTHING,
    Mode.TONES: SIGNALS,
    Mode.COUNTS: SIGNALS,
    Mode.ALL: EVERYTHING,
}
"""Sorts whose tone is heard; the ticks near the limit only where everything is."""
WORDS: Mapping[Mode, frozenset[Sort]] = {
    Mode.OFF: NOTHING,
    Mode.TONES: NOTHING,
    Mode.COUNTS: NUMBERS,
    Mode.ALL: EVERYTHING,
}
"""Sorts whose words are heard."""


def heard(mode: Mode, cue: Cue) -> Heard:
    """What of a cue is heard in a mode; a cue without words has none to hear."""
    return Heard(tone=cue.sort in TONES[mode], words=bool(cue.words) and cue.sort in WORDS[mode])


def next_mode(mode: Mode) -> Mode:
    """The mode after this one, round in a circle."""
    modes = list(Mode)
    return modes[(modes.index(mode) + 1) % len(modes)]
