"""A device's own clock."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Microseconds since boot, off by a constant rate (PROTOCOL.md C4)."""

    boot_s: float
    """True time of the boot."""
    drift_ppm: float = 0.0

    def us(self, t_s: float) -> int:
        """Device time at a true time."""
        return round((t_s - self.boot_s) * self.pace * 1e6)

    @property
    def pace(self) -> float:
        """Seconds of the device per true second."""
        return 1 + self.drift_ppm * 1e-6
