import contextlib
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.sound.errors import WordError
from imu_hinge.sound.samples import FULL, RATE_HZ, WORD_PEAK, Samples, read_wav
from tests.sound.fakes import wav

TURNS_HZ = 300
SPOKEN = np.sin(2 * np.pi * TURNS_HZ * np.arange(2205) / 22_050)
"""0.1 s at the rate of espeak-ng."""


def read(samples: bytes, width: int = 2, channels: int = 1, rate_hz: int = 22_050) -> Samples:
    return read_wav(io.BytesIO(wav(samples, width, channels, rate_hz)))


@pytest.mark.parametrize(("width", "scale"), [(1, 100), (2, 10_000), (3, 1_000_000), (4, 1_000_000_000)])
def test_a_word_of_any_width_is_the_same_word(width: int, scale: int) -> None:
    levels = np.round(SPOKEN * scale).astype("<i4")
    raw = (levels + 128 * (width == 1)).astype("<i4").view(np.uint8).reshape(-1, 4)[:, :width].tobytes()
    word, expected = read(raw, width), read((SPOKEN * 10_000).astype("<i2").tobytes())
    assert np.abs(word.astype(int) - expected.astype(int)).max() < FULL / 50


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
def test_a_word_of_any_rate_lasts_as_long_and_keeps_its_pitch(rate_hz: int) -> None:
    spoken = np.sin(2 * np.pi * TURNS_HZ * np.arange(rate_hz // 10) / rate_hz)
    word = read((spoken * 5000).astype("<i2").tobytes(), rate_hz=rate_hz)
    assert len(word) / RATE_HZ == pytest.approx(0.1, abs=0.002)
    crossings = np.count_nonzero(np.diff(np.signbit(word)))
    assert crossings == pytest.approx(2 * TURNS_HZ * 0.1, abs=2)


def test_two_channels_become_one() -> None:
    left_only = np.stack([SPOKEN * 8000, np.zeros(len(SPOKEN))], axis=1).astype("<i2").tobytes()
    both, one = read(left_only, channels=2), read((SPOKEN * 4000).astype("<i2").tobytes())
    assert np.abs(both.astype(int) - one.astype(int)).max() < FULL / 1000


def test_a_word_begins_at_once_and_is_as_loud_as_any_other() -> None:
    pause = np.zeros(5000, "<i2")
    quiet = np.concatenate([pause, (SPOKEN * 300).astype("<i2"), pause]).tobytes()
    word = read(quiet)
    assert np.abs(word).max() == pytest.approx(WORD_PEAK * FULL, rel=0.01)
    assert len(word) / RATE_HZ == pytest.approx(0.1, abs=0.002)


@pytest.mark.parametrize("content", [b"", b"no sound at all", wav(b""), wav(bytes(2000))])
def test_what_holds_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(WordError, match=r"save it as|record it again"):
        read_wav(io.BytesIO(content))


@given(at=st.integers(0, 43), byte=st.integers(0, 255))
def test_a_damaged_head_is_a_word_or_a_refusal(at: int, byte: int) -> None:
    content = bytearray(wav((SPOKEN[:20] * 9000).astype("<i2").tobytes()))
    content[at] = byte
    with contextlib.suppress(WordError):
        assert len(read_wav(io.BytesIO(content)))


@pytest.mark.parametrize("cut", range(0, 90, 7))
def test_a_file_cut_off_anywhere_is_a_word_or_a_refusal(cut: int) -> None:
    content = wav((SPOKEN[:20] * 9000).astype("<i2").tobytes())
    try:
        assert len(read_wav(io.BytesIO(content[:cut])))
    except WordError as refusal:
        assert str(refusal)
