"""Every cue hums at a level of its own, so that the mix tells who is heard."""

import numpy as np
import pytest

from imu_hinge.sound.mixer import FADE_S, Mixer, Sound, Tick
from imu_hinge.sound.samples import FULL, NOTHING, Samples, frames_of
from tests.sound.fakes import hum

BLOCK_S = 0.01
TONE_S, WORD_S = 0.1, 0.3
LOST, FAULT, NEAR, REP = 2, 5, 7, 9
"""Urgencies."""


class Ear:
    """A mixer and its time."""

    def __init__(self) -> None:
        self.mixer, self.now_s = Mixer(), 0.0

    def cue(self, rank: int, level: int, patience_s: float = 10.0) -> None:
        word = hum(WORD_S, level + 1)
        self.mixer.submit(Sound(hum(TONE_S, level), lambda: word, rank, patience_s), self.now_s)

    def tick(self, level: int) -> None:
        self.mixer.submit(Tick(hum(0.02, level), NEAR), self.now_s)

    def listen(self, seconds: float) -> Samples:
        blocks = [self._block() for _ in range(round(seconds / BLOCK_S))]
        return np.concatenate(blocks)

    def _block(self) -> Samples:
        block = self.mixer.fill(frames_of(BLOCK_S), self.now_s)
        self.now_s += BLOCK_S
        return block


def levels(sound: Samples) -> list[int]:
    """What is heard in turn, each level once."""
    return [int(sound[0]), *sound[1:][np.diff(sound) != 0].tolist()]


def test_nothing_to_hear_is_silence() -> None:
    assert levels(Ear().listen(1.0)) == [0]


def test_the_tone_comes_first_at_once_then_the_word_then_silence() -> None:
    ear = Ear()
    ear.cue(REP, 100)
    heard = ear.listen(1.0)
    assert levels(heard) == [100, 101, 0]
    assert np.count_nonzero(heard == 100) == frames_of(TONE_S)
    assert np.count_nonzero(heard == 101) == frames_of(WORD_S)


def test_blocks_of_any_size_give_the_same_sound() -> None:
    whole, pieces = Mixer(), Mixer()
    for mixer in (whole, pieces):
        mixer.submit(Sound(hum(TONE_S, 1), lambda: hum(WORD_S, 2), REP, 1.0), 0.0)
    sizes = [1, 7, 500, 3000, 4410, 17_640 - 7918, 100]
    assert np.array_equal(whole.fill(sum(sizes), 0.0), np.concatenate([pieces.fill(size, 0.0) for size in sizes]))


def test_a_word_that_is_ready_only_when_the_tone_ends_is_heard() -> None:
    ear, ready = Ear(), [NOTHING]
    ear.mixer.submit(Sound(hum(TONE_S, 100), lambda: ready[0], REP, 1.0), 0.0)
    tone = ear.listen(TONE_S)
    ready[0] = hum(WORD_S, 101)
    assert levels(np.concatenate([tone, ear.listen(1.0)])) == [100, 101, 0]


def test_a_word_without_a_tone_and_a_tone_without_a_word() -> None:
    ear = Ear()
    ear.mixer.submit(Sound(NOTHING, lambda: hum(WORD_S, 101), REP, 1.0), 0.0)
    ear.mixer.submit(Sound(hum(TONE_S, 200), lambda: NOTHING, REP, 1.0), 0.0)
    assert levels(ear.listen(1.0)) == [101, 200, 0]
    ear.mixer.submit(Sound(NOTHING, lambda: hum(WORD_S, 101), REP, 1.0), ear.now_s)
    assert levels(ear.listen(1.0)) == [101, 0]


def test_a_more_urgent_cue_cuts_a_lesser_one_off_within_5_ms_and_without_a_click() -> None:
    ear = Ear()
    ear.cue(REP, 8000)
    ear.listen(0.2)
    ear.mixer.submit(Sound(NOTHING, lambda: hum(WORD_S, 0), LOST, 1.0), ear.now_s)
    fading = ear.listen(0.05).astype(int)
    assert np.flatnonzero(fading)[-1] < frames_of(FADE_S)
    assert np.abs(np.diff(fading, prepend=8001)).max() < 100


def test_what_was_cut_off_is_not_taken_up_again() -> None:
    ear = Ear()
    ear.cue(FAULT, 100)
    ear.listen(0.05)
    ear.cue(LOST, 200)
    assert levels(ear.listen(2.0))[-3:] == [200, 201, 0]
    assert 101 not in levels(ear.listen(2.0))


def test_what_waits_outlives_a_cue_that_is_cut_off() -> None:
    ear = Ear()
    ear.cue(FAULT, 100)
    ear.listen(0.05)
    ear.cue(REP, 300)
    ear.cue(LOST, 200)
    assert levels(ear.listen(2.0))[-5:] == [200, 201, 300, 301, 0]


def test_two_cues_of_one_moment_are_heard_in_turn() -> None:
    ear = Ear()
    ear.cue(FAULT, 100)
    ear.cue(REP, 200)
    assert levels(ear.listen(2.0)) == [100, 101, 200, 201, 0]


def test_a_stale_cue_cuts_nothing_off() -> None:
    ear = Ear()
    ear.cue(REP, 100)
    ear.listen(0.05)
    ear.cue(LOST, 200, patience_s=0.4)
    ear.now_s += 0.5
    assert levels(ear.listen(2.0)) == [100, 101, 0]


@pytest.mark.parametrize("rank", [FAULT, REP])
def test_a_cue_that_is_not_more_urgent_waits_its_turn(rank: int) -> None:
    ear = Ear()
    ear.cue(FAULT, 100)
    ear.listen(0.05)
    ear.cue(rank, 200)
    assert levels(ear.listen(2.0)) == [100, 101, 200, 201, 0]


def test_the_turn_comes_without_a_pause() -> None:
    ear = Ear()
    ear.cue(FAULT, 100)
    ear.listen(0.05)
    ear.cue(REP, 200)
    assert np.count_nonzero(ear.listen(2.0)) == frames_of(2 * (TONE_S + WORD_S) - 0.05)


@pytest.mark.parametrize(("first", "second", "heard"), [(REP, LOST + 1, 300), (LOST + 1, REP, 200), (REP, REP, 300)])
def test_two_never_wait_the_more_urgent_one_stays_else_the_newer(first: int, second: int, heard: int) -> None:
    ear = Ear()
    ear.cue(LOST, 100)
    ear.listen(0.05)
    ear.cue(first, 200)
    ear.cue(second, 300)
    assert levels(ear.listen(2.0)) == [100, 101, heard, heard + 1, 0]


@pytest.mark.parametrize(("left_s", "said"), [(0.38, True), (0.42, False)])
def test_a_count_older_than_400_ms_is_dropped(left_s: float, said: bool) -> None:
    ear = Ear()
    ear.mixer.submit(Sound(hum(left_s, 100), lambda: NOTHING, FAULT, 10.0), 0.0)
    ear.cue(REP, 200, patience_s=0.4)
    assert (200 in levels(ear.listen(2.0))) is said


def test_a_wait_is_measured_to_the_frame() -> None:
    mixer = Mixer()
    mixer.submit(Sound(hum(0.42, 100), lambda: NOTHING, FAULT, 10.0), 0.0)
    mixer.submit(Sound(hum(TONE_S, 200), lambda: NOTHING, REP, 0.4), 0.0)
    assert levels(mixer.fill(frames_of(1.0), 0.0)) == [100, 0]


def test_what_a_stalled_device_did_not_play_in_time_is_dropped() -> None:
    ear = Ear()
    ear.cue(REP, 100, patience_s=0.4)
    ear.now_s += 3.0
    assert levels(ear.listen(1.0)) == [0]


def test_of_cues_that_no_device_fetches_the_latest_are_kept() -> None:
    ear = Ear()
    ear.cue(REP, 100)
    for _ in range(16):
        ear.cue(REP, 200)
    assert levels(ear.listen(5.0)) == [200, 201, 200, 201, 0], "one is heard, one waits"


def test_a_tick_lies_over_a_lesser_cue_and_over_silence() -> None:
    ear = Ear()
    ear.tick(10)
    assert levels(ear.listen(0.5)) == [10, 0]
    ear.cue(REP, 100)
    ear.listen(0.2)
    ear.tick(10)
    assert levels(ear.listen(1.0)) == [111, 101, 0]


@pytest.mark.parametrize("rank", [LOST, FAULT, NEAR])
def test_a_tick_is_dropped_while_a_cue_as_urgent_sounds(rank: int) -> None:
    ear = Ear()
    ear.cue(rank, 100)
    ear.tick(10)
    assert levels(ear.listen(0.3)) == [100, 101]
    ear.tick(10)
    assert levels(ear.listen(1.0)) == [101, 0]


def test_ticks_neither_wait_nor_pile_up() -> None:
    ear = Ear()
    for _ in range(5):
        ear.tick(10)
    heard = ear.listen(0.5)
    assert levels(heard) == [10, 0]
    assert np.count_nonzero(heard) == frames_of(0.02)


def test_a_mix_past_full_scale_is_held_there() -> None:
    ear = Ear()
    ear.cue(REP, 30_000)
    ear.tick(20_000)
    assert ear.listen(0.01).max() == FULL


def test_busy_until_all_has_been_played() -> None:
    ear = Ear()
    assert not ear.mixer.busy
    ear.cue(REP, 100)
    assert ear.mixer.busy
    ear.listen(0.3)
    assert ear.mixer.busy
    ear.listen(0.2)
    assert not ear.mixer.busy
