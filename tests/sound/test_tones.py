import numpy as np
import numpy.typing as npt
import pytest

from imu_hinge.cues.cue import Sort
from imu_hinge.sound.samples import FULL, RATE_HZ, Samples, frames_of
from imu_hinge.sound.tones import TONES, samples_of

ALIKE = {Sort.STEP, Sort.READY, Sort.SIDE, Sort.REST}
"""The life of a set: the same soft notes, told apart by their words."""
SINGLE = [sort for sort in Sort if sort not in ALIKE]


@pytest.mark.parametrize("sort", Sort)
def test_every_sort_of_cue_has_a_tone_that_leaves_room_and_does_not_click(sort: Sort) -> None:
    tone = samples_of(sort).astype(float) / FULL
    assert 0.1 < np.abs(tone).max() <= 0.8
    assert np.abs(tone[[0, -1]]).max() < 0.01
    for note_end in note_edges(sort):
        assert np.abs(tone[max(note_end - 8, 0) : note_end + 8]).max() < 0.05


def note_edges(sort: Sort) -> list[int]:
    lengths = [frames_of(length_s) for note in TONES[sort].notes for length_s in (note.length_s, note.rest_s)]
    return [0, *np.cumsum(lengths).tolist()]


def test_a_tone_is_rendered_once_and_nobody_can_change_it() -> None:
    tone = samples_of(Sort.FAULT)
    assert samples_of(Sort.FAULT) is tone
    with pytest.raises(ValueError, match="read-only"):
        tone[0] = 1


def test_a_soft_click_is_the_same_click_and_quieter() -> None:
    loud, soft = samples_of(Sort.REP), samples_of(Sort.REP, soft=True)
    assert len(soft) == len(loud)
    assert np.abs(soft).max() < 0.5 * np.abs(loud).max()
    assert pitch_hz(soft) == pytest.approx(pitch_hz(loud), rel=0.01)


def test_a_lost_sensor_falls_an_octave_where_a_fault_buzzes_low_and_level() -> None:
    lost, fault = np.array_split(samples_of(Sort.LOST), 2), np.array_split(samples_of(Sort.FAULT), 2)
    assert pitch_hz(lost[0]) == pytest.approx(880, rel=0.02)
    assert pitch_hz(lost[1]) == pytest.approx(440, rel=0.02)
    assert [pitch_hz(half) for half in fault] == pytest.approx([220, 220], rel=0.02)
    assert overtones(samples_of(Sort.FAULT)) > 0.5 > 0.1 > overtones(lost[1])
    assert likeness(samples_of(Sort.LOST), samples_of(Sort.FAULT)) < 0.05


@pytest.mark.parametrize("sort", SINGLE)
def test_no_two_sorts_sound_alike(sort: Sort) -> None:
    for other in set(Sort) - {sort}:
        assert likeness(samples_of(sort), samples_of(other)) < 0.8, other


def pitch_hz(sound: npt.NDArray[np.int16]) -> float:
    """The strongest frequency."""
    power = spectrum(sound)
    return float(np.argmax(power) * RATE_HZ / (2 * (len(power) - 1)))


def overtones(sound: Samples) -> float:
    """Share of the power that is above one and a half times the strongest frequency."""
    power = spectrum(sound)
    return float(power[int(1.5 * np.argmax(power)) :].sum() / power.sum())


def spectrum(sound: npt.NDArray[np.int16]) -> npt.NDArray[np.float64]:
    size = 1 << 15
    power: npt.NDArray[np.float64] = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size)) ** 2
    return power


def likeness(one: Samples, other: Samples) -> float:
    """How well two spectrograms (20 ms by 30 Hz, padded with silence) cover each other: 0 to 1."""
    a, b = spectrogram(one), spectrogram(other)
    length = max(len(a), len(b))
    a, b = (np.pad(part, ((0, length - len(part)), (0, 0))).ravel() for part in (a, b))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def spectrogram(sound: Samples) -> npt.NDArray[np.float64]:
    step, size = frames_of(0.02), 1470
    padded = np.pad(sound.astype(float), (0, size))
    rows = [padded[at : at + size] * np.hanning(size) for at in range(0, len(sound), step)]
    power: npt.NDArray[np.float64] = np.abs(np.fft.rfft(rows, axis=1))
    return power
