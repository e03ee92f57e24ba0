import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.sound.errors import WordError
from imu_hinge.sound.samples import FULL, NOTHING, RATE_HZ, Samples
from imu_hinge.sound.synthesis import PROGRAMS, recorded
from imu_hinge.sound.voice import NO_VOICE, NoVoice, RenderedVoice, find_voice
from tests.sound.fakes import hum, program, wav

PATIENCE_S = 30.0
needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
needs_sh = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which programs are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_a_phrase_is_spoken_from_memory_once_it_is_rendered() -> None:
    voice = RenderedVoice([lambda words: hum(0.1, len(words))])
    assert not len(voice.samples("seven"))
    voice.prepare(["seven", "eight"])
    assert voice.wait(PATIENCE_S)
    assert voice.samples("seven")[0] == 5
    assert not len(voice.samples("nine"))
    voice.close()


def test_a_phrase_is_rendered_once_however_often_it_is_wanted() -> None:
    rendered = []

    def render(words: str) -> Samples:
        rendered.append(words)
        return hum(0.1)

    voice = RenderedVoice([render])
    for phrases in (["one", "two", ""], ["two", "three"]):
        voice.prepare(phrases)
    assert voice.wait(PATIENCE_S)
    assert rendered == ["one", "two", "three"]
    voice.close()


def test_asking_for_a_phrase_does_not_wait_for_it() -> None:
    free = threading.Event()

    def slow(words: str) -> Samples:
        free.wait(PATIENCE_S)
        return hum(0.1)

    voice = RenderedVoice([slow])
    voice.prepare(["seven"])
    assert not len(voice.samples("seven"))
    free.set()
    assert voice.wait(PATIENCE_S)
    assert len(voice.samples("seven"))
    voice.close()


def test_a_closed_voice_forgets_what_it_was_still_to_render() -> None:
    begun, free, rendered = threading.Event(), threading.Event(), []

    def slow(words: str) -> Samples:
        begun.set()
        free.wait(PATIENCE_S)
        rendered.append(words)
        return hum(0.1)

    voice = RenderedVoice([slow])
    voice.prepare(["one", "two", "three"])
    begun.wait(PATIENCE_S)
    threading.Timer(0.05, free.set).start()
    voice.close()
    assert rendered == ["one"]


def test_what_cannot_be_rendered_is_told_and_the_next_phrase_is_spoken() -> None:
    def render(words: str) -> Samples:
        if words == "bad":
            raise WordError("cannot: do this")
        return hum(0.1)

    voice = RenderedVoice([render])
    voice.prepare(["bad", "good"])
    assert voice.wait(PATIENCE_S)
    assert voice.problem == "cannot: do this"
    assert not len(voice.samples("bad"))
    assert len(voice.samples("good"))
    voice.close()


def test_the_first_that_knows_a_phrase_speaks_it() -> None:
    voice = RenderedVoice([lambda words: hum(0.1, 1) if words == "own" else None, lambda words: hum(0.1, 2)])
    voice.prepare(["own", "other"])
    assert voice.wait(PATIENCE_S)
    assert (voice.samples("own")[0], voice.samples("other")[0]) == (1, 2)
    voice.close()


def test_a_recording_that_is_none_leaves_the_word_to_the_speech_program(tmp_path: Path) -> None:
    (tmp_path / "seven.wav").write_bytes(b"no sound")
    voice = RenderedVoice([lambda words: recorded(words, tmp_path), lambda words: hum(0.1, 2)])
    voice.prepare(["seven"])
    assert voice.wait(PATIENCE_S)
    assert voice.samples("seven")[0] == 2
    assert "seven.wav" in voice.problem
    voice.close()


def test_no_voice_is_silent_about_everything() -> None:
    voice = NoVoice(NO_VOICE)
    voice.prepare(["one"])
    assert voice.samples("one") is NOTHING
    assert voice.problem == NO_VOICE
    voice.close()


@needs_espeak
def test_espeak_speaks_every_phrase_at_once_and_as_loud(tmp_path: Path) -> None:
    voice = find_voice(tmp_path)
    phrases = ["seven", "stand tall", "sensor lost, counting paused", "--version"]
    voice.prepare(phrases)
    assert voice.wait(PATIENCE_S)
    assert voice.problem == ""
    for phrase in phrases:
        spoken = voice.samples(phrase)
        assert 0.2 < len(spoken) / RATE_HZ < 3.0, phrase
        assert np.abs(spoken).max() == pytest.approx(0.8 * FULL, rel=0.01)
        assert np.abs(spoken[: RATE_HZ // 10]).max() > 0.05 * FULL, "no pause in front"
    voice.close()


@needs_espeak
def test_other_words_sound_otherwise(tmp_path: Path) -> None:
    voice = find_voice(tmp_path)
    voice.prepare(["left", "right"])
    assert voice.wait(PATIENCE_S)
    left, right = voice.samples("left"), voice.samples("right")
    assert len(left) != len(right) or not np.array_equal(left, right)
    voice.close()


def test_without_a_speech_program_there_are_tones_alone_and_a_remedy(only_path: Path, tmp_path: Path) -> None:
    voice = find_voice(tmp_path)
    voice.prepare(["seven"])
    assert voice.wait(PATIENCE_S)
    assert voice.problem == "no voice: install espeak-ng"
    assert not len(voice.samples("seven"))
    voice.close()


@needs_sh
def test_a_recorded_word_is_heard_in_place_of_the_spoken_one(only_path: Path, tmp_path: Path) -> None:
    (tmp_path / "sensor-lost-counting-paused.wav").write_bytes(wav(hum(0.5).tobytes()))
    voice = find_voice(tmp_path)
    voice.prepare(["Sensor lost, counting paused!", "seven"])
    assert voice.wait(PATIENCE_S)
    assert len(voice.samples("Sensor lost, counting paused!")) / RATE_HZ == pytest.approx(0.5)
    voice.close()


def test_words_without_a_recording_have_none(tmp_path: Path) -> None:
    assert recorded("seven", tmp_path / "not there") is None


def test_a_recording_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "seven.wav"
    path.write_bytes(b"ID3 an MP3")
    with pytest.raises(WordError) as refusal:
        recorded("seven", tmp_path)
    assert str(path) in str(refusal.value)
    assert "save it as 16 bit PCM" in str(refusal.value)


def test_a_folder_named_like_a_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "seven.wav").mkdir()
    with pytest.raises(WordError, match=r"seven\.wav.*check that it can be read"):
        recorded("seven", tmp_path)


@needs_sh
@pytest.mark.parametrize("name", ["espeak-ng", "say"])
def test_each_program_is_found_and_asked_for_a_file(name: str, only_path: Path, tmp_path: Path) -> None:
    """A stand-in that writes the sound of the words' length into the file after -w or -o."""
    (tmp_path / "spoken.wav").write_bytes(wav(hum(0.25).tobytes()))
    copy, said = shutil.which("cp", path=os.defpath), tmp_path / "said"
    program(
        only_path,
        name,
        f'for word in "$@"; do case "$before" in -w|-o) {copy} {tmp_path}/spoken.wav "$word";; esac; before=$word\n'
        "done\n"
        f'printf %s "$before" > {said}',
    )
    voice = find_voice(tmp_path / "words")
    voice.prepare(["it's -w seven; $HOME"])
    assert voice.wait(PATIENCE_S)
    assert voice.problem == ""
    assert said.read_text(encoding="utf-8") == "it's -w seven; $HOME"
    assert len(voice.samples("it's -w seven; $HOME")) / RATE_HZ == pytest.approx(0.25)
    voice.close()


@needs_sh
@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_a_program_that_fails_is_named_and_nothing_breaks(script: str, only_path: Path, tmp_path: Path) -> None:
    program(only_path, "espeak-ng", script)
    voice = find_voice(tmp_path)
    voice.prepare(["seven"])
    assert voice.wait(PATIENCE_S)
    assert voice.problem.startswith("espeak-ng")
    assert voice.problem.endswith("try it in a terminal")
    assert not len(voice.samples("seven"))
    voice.close()


def test_windows_gets_the_words_as_one_quoted_text() -> None:
    (powershell,) = (one for one in PROGRAMS if one.name == "powershell")
    script = powershell.arguments("it's seven\u2019); Remove-Item *", r"C:\Temp\a b.wav")[-1]
    assert "$voice.Speak('it''s seven\u2019\u2019); Remove-Item *')" in script
    assert r"SetOutputToWaveFile('C:\Temp\a b.wav')" in script
