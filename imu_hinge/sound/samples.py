"""Sound as numbers: one channel, 16 bit, 44,100 frames in a second."""

import wave
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from imu_hinge.sound.errors import WordError

Samples = npt.NDArray[np.int16]
"""Shape (frames,)."""
RATE_HZ = 44_100
"""Twice what espeak-ng makes, and every sound system converts from it."""
FULL = 32_767
NOTHING: Samples = np.zeros(0, np.int16)
WORD_PEAK = 0.8
"""Of full scale: a word is as loud as the loudest tones and leaves room for a tick."""
_SILENT = 0.01
"""Of the peak: what is quieter at both ends of a word is cut off, so that it begins at once."""
_WIDTHS = (1, 2, 3, 4)
"""Bytes per sample."""
_RATES_HZ = (4_000, 192_000)
_ZERO_LEVELS = {1: 128}
"""By bytes per sample: one byte is stored without a sign."""


def frames_of(seconds: float) -> int:
    """How many frames last that long."""
    return round(seconds * RATE_HZ)


def read_wav(file: BinaryIO) -> Samples:
    """A spoken word from PCM WAV of any rate and width, ready to be played. Raises WordError."""
    try:
        with wave.open(file) as recording:
            channels, width, rate_hz = recording.getnchannels(), recording.getsampwidth(), recording.getframerate()
            data = recording.readframes(recording.getnframes())
    except (wave.Error, EOFError, RuntimeError) as error:
        raise WordError(f"no PCM WAV ({error}): save it as 16 bit PCM") from error
    if width not in _WIDTHS or not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise WordError(f"a WAV of {8 * width} bit at {rate_hz} Hz: save it as 16 bit PCM at 44,100 Hz")
    return _ready(_resampled(_mono(data, channels, width), rate_hz))


def _mono(data: bytes, channels: int, width: int) -> npt.NDArray[np.float64]:
    """The mean of all channels. Reads the low bytes of any width as one integer, its highest byte with the sign."""
    whole = len(data) // (width * channels) * width * channels
    raw = np.frombuffer(data[:whole], np.uint8).reshape(-1, width)
    wide = np.zeros((len(raw), 4), np.uint8)
    wide[:, 4 - width :] = raw - _ZERO_LEVELS.get(width, 0)
    mixed: npt.NDArray[np.float64] = wide.view("<i4").reshape(-1, channels).mean(axis=1)
    return mixed


def _resampled(sound: npt.NDArray[np.float64], rate_hz: int) -> npt.NDArray[np.float64]:
    """By straight lines between samples: plenty for speech."""
    count = round(len(sound) * RATE_HZ / rate_hz)
    return np.interp(np.arange(count) * (rate_hz / RATE_HZ), np.arange(len(sound)), sound) if count else sound


def _ready(sound: npt.NDArray[np.float64]) -> Samples:
    """Without the silence around it, at WORD_PEAK. Raises WordError where there is nothing to hear."""
    peak = np.abs(sound).max(initial=0.0)
    if not peak:
        raise WordError("a WAV without sound: record it again")
    loud = np.flatnonzero(np.abs(sound) > _SILENT * peak)
    word: Samples = (sound[loud[0] : loud[-1] + 1] * (WORD_PEAK * FULL / peak)).astype(np.int16)
    return word
