"""The tone of every sort of cue, as data. A lost sensor is high and falls, a fault is a low buzz."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from imu_hinge.cues.cue import Sort
from imu_hinge.sound.samples import FULL, RATE_HZ, Samples, frames_of

_PURE = (1.0,)
_WARM = (1.0, 0.5, 0.25)
_BUZZ = (1.0, 0.0, 0.8, 0.0, 0.6, 0.0, 0.5)
"""Small loudspeakers hardly give 220 Hz: it is the overtones that are heard. None is a tone of a lost sensor."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note and the silence after it."""

    hz: float
    length_s: float
    partials: tuple[float, ...] = _PURE
    """Strength of the fundamental and its overtones."""
    rise_s: float = 0.005
    """Half a cosine from nothing, so that it does not click; likewise at the end."""
    fall_s: float = 0.005
    rest_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Tone:
    """Notes in a row."""

    notes: tuple[Note, ...]
    peak: float = 0.8
    """Of full scale; 0.2 are left for a tick on top."""


_LOW = Note(165, 0.40, _WARM, rest_s=0.10)
_CLICK = Note(1800, 0.04, rise_s=0.002, fall_s=0.03)
_BELL = Note(784, 0.10, _WARM, fall_s=0.05)
_WARBLE = (Note(700, 0.06), Note(950, 0.06))
_SOFT = Tone((Note(392, 0.12, _WARM, 0.02, 0.04), Note(523, 0.16, _WARM, 0.02, 0.08)), 0.4)
_SOFTER = 0.4
"""A click that may be taken back, in relation to one that stays."""

TONES = {
    Sort.STOPPED: Tone((_LOW, _LOW)),
    Sort.NOT_RECORDING: Tone((replace(_LOW, length_s=0.15, rest_s=0.08),) * 3),
    Sort.LOST: Tone((Note(880, 0.18), Note(440, 0.25))),
    Sort.MOVED: Tone(_WARBLE * 4),
    Sort.BACK: Tone((Note(440, 0.18), Note(880, 0.25))),
    Sort.FAULT: Tone((Note(220, 0.25, _BUZZ),)),
    Sort.TALL: Tone((Note(523, 0.10, _WARM), Note(659, 0.14, _WARM)), 0.6),
    Sort.NEAR: Tone((Note(1200, 0.015, rise_s=0.002, fall_s=0.010),), 0.2),
    Sort.LAST_REP: Tone((replace(_CLICK, rest_s=0.06), _CLICK)),
    Sort.REP: Tone((_CLICK,)),
    Sort.HINT: Tone((Note(262, 0.30, _WARM, 0.05, 0.15),), 0.25),
    Sort.MORE: Tone((Note(330, 0.16, _WARM, rest_s=0.06), Note(294, 0.22, _WARM, fall_s=0.06)), 0.6),
    Sort.CAPTURED: Tone((Note(587, 0.09, _WARM), Note(740, 0.09, _WARM), Note(988, 0.20, _WARM, fall_s=0.08)), 0.6),
    Sort.GO: Tone((Note(1047, 0.22, _WARM, fall_s=0.08),), 0.6),
    Sort.HELD: Tone((replace(_BELL, rest_s=0.05), _BELL), 0.6),
    Sort.STEP: _SOFT,
    Sort.READY: _SOFT,
    Sort.SIDE: _SOFT,
    Sort.REST: _SOFT,
    Sort.REMINDER: Tone((Note(330, 0.20, _WARM, 0.05, 0.10), Note(392, 0.30, _WARM, 0.05, 0.20)), 0.3),
}


def samples_of(sort: Sort, soft: bool = False) -> Samples:
    """The tone of a cue. The first call renders all tones, which takes some 50 ms."""
    return _all_tones()[sort, soft]


@cache
def _all_tones() -> dict[tuple[Sort, bool], Samples]:
    soft = {sort: replace(tone, peak=tone.peak * _SOFTER) for sort, tone in TONES.items()}
    return {(sort, kind): rendered(tones[sort]) for kind, tones in ((False, TONES), (True, soft)) for sort in Sort}


def rendered(tone: Tone) -> Samples:
    """The samples, which may not be changed."""
    parts = [part for note in tone.notes for part in (_sounding(note), np.zeros(frames_of(note.rest_s)))]
    samples = (np.concatenate(parts) * (tone.peak * FULL)).astype(np.int16)
    samples.setflags(write=False)
    return samples


def _sounding(note: Note) -> npt.NDArray[np.float64]:
    """At most 1."""
    time_s = np.arange(frames_of(note.length_s)) / RATE_HZ
    harmonics = np.arange(1, len(note.partials) + 1)
    wave = np.sin(2 * np.pi * note.hz * np.outer(time_s, harmonics)) @ note.partials
    shaped: npt.NDArray[np.float64] = wave * _slope(time_s, note.rise_s) * _slope(note.length_s - time_s, note.fall_s)
    shaped /= np.abs(shaped).max()
    return shaped


def _slope(time_s: npt.NDArray[np.float64], length_s: float) -> npt.NDArray[np.float64]:
    return (1 - np.cos(np.pi * np.clip(time_s / length_s, 0, 1))) / 2
