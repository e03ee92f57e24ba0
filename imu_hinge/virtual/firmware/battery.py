"""The battery's two warnings (PROTOCOL.md P2, P3)."""

from dataclasses import dataclass

CHARGING, FULL = 2, 3
"""Values of Status.charge."""


@dataclass(slots=True)
class Battery:
    """What is left, with the hysteresis of its warnings."""

    pct: int = 87
    """255 unknown."""
    charge: int = 1
    low: bool = False
    critical: bool = False

    def set(self, pct: int, charge: int) -> None:
        """A new reading of the gauge."""
        self.pct, self.charge = pct, charge
        powered = charge in (CHARGING, FULL)
        self.low = _kept(self.low, pct < 15, pct >= 18)
        self.critical = _kept(self.critical, pct < 5 and not powered, pct >= 8 or powered)


def _kept(was: bool, begins: bool, ends: bool) -> bool:
    return begins or (was and not ends)
