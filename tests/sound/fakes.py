"""Stand-ins for loudspeaker, speech program and cues."""

import io
import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from imu_hinge.cues.cue import Cue
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input
from imu_hinge.sound.device import Frames
from imu_hinge.sound.mixer import Sound, Tick
from imu_hinge.sound.samples import NOTHING, Samples, frames_of

QUIET = Step(frames=np.zeros(0, FRAME))


def hum(seconds: float, level: int = 1000) -> Samples:
    """Every sample the same, so that a mix tells what it is made of."""
    return np.full(frames_of(seconds), level, np.int16)


def wav(samples: bytes, width: int = 2, channels: int = 1, rate_hz: int = 44_100) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writing:
        writing.setnchannels(channels)
        writing.setsampwidth(width)
        writing.setframerate(rate_hz)
        writing.writeframes(samples)
    return file.getvalue()


class KeepingPlayer:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.problem = ""
        self.played: list[Sound | Tick] = []
        self.drained_at: list[int] = []
        """How much had been played when somebody waited for it to be heard."""
        self.closed = False

    def play(self, sound: Sound | Tick) -> None:
        self.played.append(sound)

    def drain(self, limit_s: float) -> None:
        self.drained_at.append(len(self.played))

    def close(self) -> None:
        self.closed = True


class HandDevice:
    """A device whose frames are asked for by the test."""

    def __init__(self) -> None:
        self.closed = False

    def start(self, frames: Frames) -> "HandDevice":
        self._frames = frames
        return self

    def ask(self, frames: int) -> Samples:
        return np.frombuffer(self._frames.send(frames), np.int16)

    def close(self) -> None:
        self.closed = True


class ListVoice:
    """Speaks at once what was prepared; every word hums for 0.1 s."""

    def __init__(self) -> None:
        self.problem = ""
        self.prepared: list[str] = []

    def prepare(self, phrases: Iterable[str]) -> None:
        self.prepared += phrases

    def samples(self, words: str) -> Samples:
        return hum(0.1) if words and words in self.prepared else NOTHING

    def wait(self, limit_s: float) -> bool:
        return True

    def close(self) -> None:
        pass


class ScriptedCues:
    """Gives the cues it was last told to."""

    def __init__(self) -> None:
        self.now: tuple[Cue, ...] = ()

    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        return self.now


class BrokenCues:
    def step(self, item: Input, step: Step) -> tuple[Cue, ...]:
        raise ZeroDivisionError


def program(folder: Path, name: str, script: str) -> None:
    """An executable of this name, to be put on the PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
