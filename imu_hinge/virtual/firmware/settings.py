"""What one device is, and what can be set on it."""

from dataclasses import dataclass
from zlib import crc32

from imu_hinge.sensors.hsp import Capability, Role

ALL_CAPABILITIES = sum(
    1 << bit
    for bit in (Capability.HAPTIC, Capability.LED, Capability.BACKFILL, Capability.BUTTON, Capability.QUATERNION)
)
"""What a virtual sensor can do: no self test, no thermometer, no firmware update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a device says of itself for good (PROTOCOL.md G2)."""

    serial: str
    model: str = "Virtual hinge sensor"
    firmware: str = "1.0.0"
    hardware: str = "none"

    @property
    def number(self) -> int:
        """Low 16 bits of the chip's number: the `id` of the advertisement and the name."""
        return crc32(self.serial.encode()) & 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """How a device is built."""

    caps: int = ALL_CAPABILITIES
    """Bits numbered by Capability."""
    batch: int = 5
    """Samples per full frame after a boot."""
    ring_samples: int = 8620
    """128 KiB of frames of five: 83 s at 104 Hz (PROTOCOL.md section 12)."""
    queue_frames: int = 54
    """Live frames that wait for the radio at most: 2.6 s of frames of five."""
    drift_ppm: float = 0.0
    """Rate error of the clock."""
    seed: int = 0
    """Of the boot ids."""

    def can(self, capability: Capability) -> bool:
        """Whether the device has it."""
        return bool(self.caps >> capability & 1)


@dataclass(slots=True)
class Settings:
    """What requests change."""

    role: Role
    batch: int
    """Samples per full frame asked for; the MTU may allow fewer."""
    epoch: int = 1

    def changed(self) -> None:
        """One more epoch (PROTOCOL.md E1)."""
        self.epoch = (self.epoch + 1) % 256
