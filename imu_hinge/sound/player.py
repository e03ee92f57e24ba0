"""From the mixer to a sound device, which runs from start to end and plays silence in between."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from imu_hinge.sound.device import Device, Frames, start_device
from imu_hinge.sound.mixer import Mixer, Sound, Tick
from imu_hinge.sound.samples import NOTHING

STOPPED = "the sound device stopped: check that it is connected, then start again; counting goes on"
_SILENT_S = 2.0
"""A device that asks for no frames for so long is gone. Not every system tells when it is unplugged."""
_CLOSING_S = 1.0
"""Closing a device that was unplugged may never return (mackron/miniaudio#881, #1034)."""
_LOOK_S = 0.02


class Player(Protocol):
    """Plays what it is given, at once. Nothing here but `drain` waits, and nothing raises."""

    @property
    def problem(self) -> str:
        """Why nothing is heard and what to do; empty when all is well."""
        ...

    def play(self, sound: Sound | Tick) -> None:
        """Hands a cue over; from any thread."""
        ...

    def drain(self, limit_s: float) -> None:
        """Waits until all has been heard, or the limit is over."""
        ...

    def close(self) -> None:
        """Gives the device back."""
        ...


class SilentPlayer:
    """Where there is no device."""

    def __init__(self, problem: str = "") -> None:
        self.problem = problem

    def play(self, sound: Sound | Tick) -> None:
        """Nothing is heard."""

    def drain(self, limit_s: float) -> None:
        """There is nothing to wait for."""

    def close(self) -> None:
        """There is nothing to give back."""


class DevicePlayer:
    """A device that asks for frames in a thread of its own."""

    def __init__(self, start: Callable[[Frames], Device], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._mixer = clock, Mixer()
        self._asked_s = clock()
        self._broken = ""
        frames = self._frames()
        next(frames)
        self._device = start(frames)

    @property
    def problem(self) -> str:
        """Empty while the device asks for frames."""
        late = self._clock() - self._asked_s > _SILENT_S
        return self._broken or (STOPPED if late else "")

    def play(self, sound: Sound | Tick) -> None:
        """Hands a cue over."""
        self._mixer.submit(sound, self._clock())

    def drain(self, limit_s: float) -> None:
        """Looks every 20 ms."""
        end_s = self._clock() + limit_s
        while self._mixer.busy and not self.problem and self._clock() < end_s:
            time.sleep(_LOOK_S)

    def close(self) -> None:
        """Gives the device back, or leaves it alone where that does not return."""
        closing = threading.Thread(target=self._device.close, name="sound closing", daemon=True)
        closing.start()
        closing.join(_CLOSING_S)

    def _frames(self) -> Frames:
        """Runs on the device's thread."""
        samples = NOTHING.tobytes()
        while True:
            frames = yield samples
            self._asked_s = self._clock()
            samples = self._mixed(frames)

    def _mixed(self, frames: int) -> bytes:
        """What is wrong here must not be printed into somebody's screen: it is told, and the device stays silent."""
        try:
            return self._mixer.fill(frames, self._asked_s).tobytes()
        except Exception as error:
            self._broken = f"the sound broke ({error!r}): please report it; counting goes on"
            return bytes(2 * frames)


def open_player(backend: str = "system") -> Player:
    """Opens the default device; `backend="null"` one that plays to nobody. To be done before there is a screen.

    Takes 50 ms and more; what sound libraries print meanwhile is swallowed. Raises SoundUnavailableError.
    """
    return DevicePlayer(partial(start_device, backend=backend))
