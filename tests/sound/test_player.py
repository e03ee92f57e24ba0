import subprocess
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest

from imu_hinge.sound import SilentPlayer, SoundUnavailableError, open_player
from imu_hinge.sound.device import NO_EXTRA, Frames
from imu_hinge.sound.mixer import Sound
from imu_hinge.sound.player import STOPPED, DevicePlayer
from imu_hinge.sound.samples import NOTHING, Samples, frames_of
from tests.sound.fakes import HandDevice, hum

PATIENCE_S = 30.0
BLOCK = 441


class Bench:
    """A player, its device, and a clock that stands still."""

    def __init__(self) -> None:
        self.now_s, self.device = 100.0, HandDevice()
        self.player = DevicePlayer(self.device.start, lambda: self.now_s)

    def ask(self) -> Samples:
        self.now_s += 0.01
        return self.device.ask(BLOCK)


def sound(tone: Samples, word: Samples = NOTHING) -> Sound:
    return Sound(tone, lambda: word, 1, 1.0)


def test_a_device_hears_silence_then_what_is_played_then_silence() -> None:
    bench = Bench()
    assert not bench.ask().any()
    bench.player.play(sound(hum(0.01, 7), hum(0.01, 8)))
    assert [set(bench.ask().tolist()) for _ in range(3)] == [{7}, {8}, {0}]
    assert bench.player.problem == ""


def test_a_device_that_asks_no_more_is_told_and_welcome_again() -> None:
    bench = Bench()
    bench.ask()
    bench.now_s += 1.9
    assert bench.player.problem == ""
    bench.now_s += 0.2
    assert bench.player.problem == STOPPED
    bench.ask()
    assert bench.player.problem == ""


def test_a_device_that_never_asked_is_told() -> None:
    bench = Bench()
    bench.now_s += 2.1
    assert bench.player.problem == STOPPED


def test_an_error_in_the_mix_is_told_and_the_device_stays_silent(capfd: pytest.CaptureFixture[str]) -> None:
    bench = Bench()

    def broken() -> Samples:
        raise ZeroDivisionError

    bench.player.play(Sound(NOTHING, broken, 1, 1.0))
    assert bench.ask().tolist() == [0] * BLOCK
    assert "ZeroDivisionError" in bench.player.problem
    assert "counting goes on" in bench.player.problem
    assert capfd.readouterr() == ("", "")


def test_a_device_that_does_not_let_itself_be_closed_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu_hinge.sound.player._CLOSING_S", 0.01)
    let_go = threading.Event()
    bench = Bench()
    monkeypatch.setattr(bench.device, "close", lambda: let_go.wait(PATIENCE_S))
    bench.player.close()
    let_go.set()


def test_closing_gives_the_device_back() -> None:
    bench = Bench()
    bench.player.close()
    assert bench.device.closed


def test_the_device_that_plays_to_nobody_runs_the_whole_way_in_real_time() -> None:
    pytest.importorskip("miniaudio")
    spoken = threading.Event()

    def word() -> Samples:
        spoken.set()
        return hum(0.02)

    player = open_player("null")
    player.play(Sound(hum(0.02), word, 1, PATIENCE_S))
    assert spoken.wait(PATIENCE_S), "the tone was played to its end, from the device's own thread"
    player.drain(PATIENCE_S)
    assert player.problem == ""
    player.close()


def test_without_the_extra_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    with pytest.raises(SoundUnavailableError, match=r"pip install 'imu-hinge\[sound\]'") as refusal:
        open_player()
    assert str(refusal.value) == NO_EXTRA


class Refusing(SimpleNamespace):
    """In place of miniaudio: a device that goes wrong in a way of its own."""

    class MiniaudioError(Exception):
        pass

    Backend = SampleFormat = SimpleNamespace(NULL=0, SIGNED16=0)

    def __init__(self, backend: str) -> None:
        self.closed = False
        super().__init__(PlaybackDevice=lambda *_, **__: self, backend=backend)

    def start(self, frames: Frames) -> None:
        raise self.MiniaudioError("failed to start audio device", -400)

    def close(self) -> None:
        self.closed = True


def test_a_system_left_with_the_device_that_plays_to_nobody_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Refusing("Null")
    monkeypatch.setitem(sys.modules, "miniaudio", library)
    with pytest.raises(SoundUnavailableError, match="no sound device: connect one"):
        open_player()
    assert library.closed


def test_a_device_that_does_not_start_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", Refusing("ALSA"))
    with pytest.raises(SoundUnavailableError, match=r"no sound device: connect one.*-400"):
        open_player()


OPEN_AND_TELL = """
import sys
from imu_hinge.sound import SoundUnavailableError, open_player
try:
    open_player()
except SoundUnavailableError as refusal:
    print(refusal)
print("goes on", file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there one can take the devices away")
def test_without_a_device_there_is_a_remedy_and_nothing_else_is_printed() -> None:
    pytest.importorskip("miniaudio")
    nowhere = {"PULSE_SERVER": "unix:/nonexistent", "ALSA_CONFIG_PATH": "/nonexistent", "JACK_NO_START_SERVER": "1"}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_TELL], env=nowhere, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert done.stdout.startswith(
        "no sound device: connect one, choose it in the system's sound settings, then start again"
    )
    assert (done.stderr, done.returncode) == ("goes on\n", 0)


def test_where_there_is_no_device_playing_changes_nothing() -> None:
    player = SilentPlayer("no sound device")
    player.play(sound(hum(1.0)))
    player.drain(PATIENCE_S)
    player.close()
    assert player.problem == "no sound device"


def test_blocks_of_any_size_are_filled() -> None:
    bench = Bench()
    bench.player.play(sound(hum(0.1, 7)))
    blocks = [bench.device.ask(size) for size in (1, 1000, 3409, 100)]
    assert np.count_nonzero(np.concatenate(blocks) == 7) == frames_of(0.1)
