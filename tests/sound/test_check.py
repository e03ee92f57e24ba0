import sys
from pathlib import Path

import pytest

from imu_hinge.cues.cue import Sort
from imu_hinge.sound.check import CHECK, NOT_HEARD, QUESTION, parts, play_check
from imu_hinge.sound.mixer import Sound
from imu_hinge.sound.player import DevicePlayer
from imu_hinge.sound.tones import samples_of
from tests.sound.fakes import HandDevice, KeepingPlayer, ListVoice


def test_a_count_a_fault_and_a_lost_sensor_are_told_and_played_in_turn() -> None:
    player, told, waits = KeepingPlayer(), list[str](), list[float]()
    play_check(player, ListVoice(), told.append, waits.append)
    assert told == [name for name, _ in CHECK] == ["a count", "past the limit", "a sensor is lost"]
    sounds = [sound for sound in player.played if isinstance(sound, Sound)]
    assert [sound.tone is samples_of(sort) for sound, sort in zip(sounds, _SORTS, strict=True)] == [True] * 3
    assert all(len(sound.word()) for sound in sounds)
    assert player.drained_at == [1, 2, 3], "each is heard to its end before the next"
    assert len(waits) == 3


_SORTS = (Sort.REP, Sort.FAULT, Sort.LOST)


def test_a_device_that_died_ends_the_check_at_once() -> None:
    now_s = [0.0]
    player = DevicePlayer(HandDevice().start, lambda: now_s[0])
    now_s[0] = 5.0
    play_check(player, ListVoice(), lambda name: None, lambda seconds: None)
    assert "start again" in player.problem


def test_who_did_not_hear_it_is_told_what_to_do() -> None:
    assert QUESTION.endswith("?")
    assert "volume" in NOT_HEARD


def test_the_doctor_tells_the_remedy_of_each_missing_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    extra, device, voice = parts()
    assert not (extra.ready or device.ready or voice.ready)
    assert "pip install 'imu-hinge[sound]'" in extra.words
    assert "pip install 'imu-hinge[sound]'" in device.words
    assert "install espeak-ng" in voice.words


def test_the_doctor_opens_the_device_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("miniaudio")
    player = KeepingPlayer()
    monkeypatch.setattr("imu_hinge.sound.check.open_player", lambda: player)
    extra, device, _ = parts()
    assert extra.ready
    assert device.ready
    assert player.closed
