"""The ring: the newest samples of the run with all that a frame of them needs (PROTOCOL.md R1, R2)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from imu_hinge.sensors.hsp import Frame
from imu_hinge.sensors.hsp.frame import RawQuaternion, RawSamples
from imu_hinge.virtual.firmware.turning import RawQuaternions

Flags = npt.NDArray[np.uint8]
_U16, _U32 = 1 << 16, 1 << 32


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Samples of one epoch without a hole: what one frame can carry."""

    first: int
    """Full index."""
    t_us: int
    raw: RawSamples
    quaternion: RawQuaternion
    """After the last sample."""
    flags: int
    epoch: int

    def __len__(self) -> int:
        return len(self.raw)

    def frame(self, kind: int, more_flags: int = 0) -> Frame:
        """The frame of this type; a type with the quaternion bit carries it."""
        quat = self.quaternion if kind & 1 else None
        flags = self.flags | more_flags
        return Frame(kind, flags, self.epoch % 4, self.first % _U16, self.t_us % _U32, quat, self.raw)


class Ring:
    """Samples by full index. A place may be empty: that sample was never read."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._raw = np.zeros((capacity, 6), np.int16)
        self._quaternions = np.zeros((capacity, 4), np.int16)
        self._t_us = np.zeros(capacity, np.int64)
        self._flags = np.zeros(capacity, np.uint8)
        self._epochs = np.zeros(capacity, np.uint8)
        self._held = np.zeros(capacity, np.bool_)
        self.clear()

    def clear(self) -> None:
        """A new run begins at index 0."""
        self.end = 0
        """Full index after the newest sample."""

    @property
    def oldest(self) -> int:
        """Full index of the oldest sample; equal to `end` when the ring is empty."""
        return max(0, self.end - self.capacity)

    @property
    def overrun(self) -> bool:
        """Whether samples of this run were overwritten."""
        return self.oldest > 0

    def store(self, raw: RawSamples, quaternions: RawQuaternions, t_us: list[int], flags: Flags, epoch: int) -> None:
        """The next samples, at most as many as the ring has places."""
        places = self._places(self.end, self.end + len(raw))
        self._raw[places], self._quaternions[places], self._t_us[places] = raw, quaternions, t_us
        self._flags[places], self._epochs[places], self._held[places] = flags, epoch, True
        self.end += len(raw)

    def skip(self, count: int) -> None:
        """The next samples were never read."""
        self._held[self._places(self.end, self.end + min(count, self.capacity))] = False
        self.end += count
        if count > self.capacity:
            self._held[:] = False

    def next_held(self, first: int, end: int) -> int:
        """Full index of the first sample in a span that is still there; `end` when none is."""
        first = max(first, self.oldest)
        held = self._held[self._places(first, end)]
        return first + int(np.argmax(held)) if held.any() else end

    def piece(self, first: int, end: int) -> Piece:
        """The longest piece from a sample that is there, at most up to `end`."""
        places = self._places(first, end)
        alike = self._held[places] & (self._epochs[places] == self._epochs[places[0]])
        if not alike.all():
            places = places[: int(np.argmin(alike))]
        w, x, y, z = self._quaternions[places[-1]].tolist()
        return Piece(
            first=first,
            t_us=int(self._t_us[places[0]]),
            raw=self._raw[places],
            quaternion=(w, x, y, z),
            flags=int(np.bitwise_or.reduce(self._flags[places])),
            epoch=int(self._epochs[places[0]]),
        )

    def _places(self, first: int, end: int) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        return np.arange(first, end) % self.capacity
