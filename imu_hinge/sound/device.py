"""The sound device, by miniaudio: its wheels bring all they need, and a missing device is an error one can catch."""

import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast

from imu_hinge.sound.errors import SoundUnavailableError
from imu_hinge.sound.samples import RATE_HZ

NO_EXTRA = "no sound: pip install 'imu-hinge[sound]'"
NO_DEVICE = "no sound device: connect one, choose it in the system's sound settings, then start again"
_PERIOD_MS, _PERIODS = 10, 3
"""Up to 30 ms lie between the mixer and the device: a thread busy in Python delays a callback by up to 30 ms."""
_NULL = "Null"

Frames = Generator[bytes, int, None]
"""Started; takes a number of frames, yields their samples. Driven by the device's thread."""


class Device(Protocol):
    """A device that plays."""

    def close(self) -> None:
        """Gives the device back."""
        ...


def start_device(frames: Frames, backend: str = "system") -> Device:
    """Starts the default output (`system`), or one that plays to nobody in real time (`null`).

    Sound libraries complain on stderr, so it is closed meanwhile: whoever draws there at that moment draws nothing.
    Raises SoundUnavailableError.
    """
    miniaudio = library()
    try:
        with _quiet_stderr():
            device = _opened(miniaudio, backend)
            device.start(frames)
    except miniaudio.MiniaudioError as error:
        raise SoundUnavailableError(f"{NO_DEVICE} (miniaudio: {error.args[-1]})") from error
    return cast(Device, device)


def _opened(miniaudio: Any, backend: str) -> Any:
    """Left to itself the library falls back to the device that plays to nobody; that is none."""
    wanted = [miniaudio.Backend.NULL] if backend == "null" else None
    device = miniaudio.PlaybackDevice(
        miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=RATE_HZ,
        buffersize_msec=_PERIOD_MS,
        callback_periods=_PERIODS,
        backends=wanted,
        app_name="imu-hinge",
    )
    if wanted is None and device.backend == _NULL:
        device.close()
        raise miniaudio.MiniaudioError("only the one that plays to nobody")
    return device


def library() -> Any:
    """miniaudio. Raises SoundUnavailableError where it is not installed."""
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise SoundUnavailableError(NO_EXTRA) from error
    return miniaudio


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Also for what is not Python."""
    try:
        kept = os.dup(2)
    except OSError:
        yield  # there is no stderr
        return
    with suppress(AttributeError):
        sys.stderr.flush()
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
