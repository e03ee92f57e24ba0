"""A device in two builds, the Python model and the C core: one scene is played to each, all they say is compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import pytest

from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware import Firmware, Identity, Make, Outgoing, Source, Wish, quiet_source
from imu_hinge.virtual.firmware_c import CFirmware, FirmwareUnavailableError
from imu_hinge.virtual.firmware_c.building import library
from tests.firmware.receiver import Receiver

TICK_S = 1 / 512
"""Both are looked at at the same instants, whatever they ask for; sums of such steps are exact."""


def needs_compiler() -> None:
    """Skips the test, with the reason, where the C core cannot be built."""
    try:
        library()
    except FirmwareUnavailableError as reason:
        pytest.skip(str(reason))


def in_c(source: Source | None = None, role: hsp.Role = hsp.Role.SACRUM, **make: float) -> Firmware:
    """As `tests.firmware.receiver.firmware`, with the C core."""
    built = Make(**make)  # type: ignore[arg-type]  # fields of Make
    device = CFirmware(source or quiet_source(1, begin_s=0.004), Identity(serial="HS-0001"), role, make=built)
    return cast(Firmware, device)


class Ticking(Receiver):
    """Looks at the device in steps of equal length."""

    def run(self, seconds: float, tick_s: float = TICK_S) -> "Ticking":
        for _ in range(round(seconds / tick_s)):
            self.t_s += tick_s
            self.collect()
        return self


@dataclass(frozen=True)
class Heard:
    """All that left a device, and what it says of itself at the end."""

    values: list[tuple[float, Outgoing]]
    wishes: list[tuple[float, Wish]]
    advert: hsp.Advert
    times_s: tuple[float, float, float]
    """True times at which it sleeps, closes pairing, advertises slowly."""


Scene = Callable[[Ticking], object]


def played(scene: Scene, device: Firmware) -> Heard:
    receiver = Ticking(device)
    scene(receiver)
    times_s = (device.asleep_from_s, device.pairing_until_s, device.quick_until_s)
    return Heard(receiver.got, receiver.wishes, device.advert(), times_s)
