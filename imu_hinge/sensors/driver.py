"""What every driver gives the fold: the Driver record, its decoder, and what one notification holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Packet

Quaternion = tuple[float, float, float, float]
"""w, x, y, z."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """The samples of one notification, in SI units and sensor axes."""

    stream: tuple[int, ...]
    """Names the run of the device; indices of different streams must not be joined."""
    origin: tuple[int, ...]
    """Names the origin of `rotation`; only rotations with the same origin can be compared."""
    index: int
    """Full index of the first sample in its stream."""
    device_ns: int
    """Device time of the first sample."""
    nominal_period_ns: int
    acc: Array
    """(n, 3) specific force, m/s2."""
    gyr: Array
    """(n, 3) angular rate, rad/s."""
    rotation: Quaternion | None
    """Cumulative strapdown rotation after the last sample, gyroscope bias included; None where the device has none."""


class Decoder(Protocol):
    """Decodes the notifications of one device; holds that device's state and nothing of another's."""

    def decode(self, packet: Packet) -> Decoded | None:
        """Samples of a data notification; None for other values, and for late or doubled ones.

        Raises ProtocolError for bytes it refuses; nothing of them is used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Driver:
    """One make of sensor."""

    id: str
    name: str
    data_characteristic: str
    new_decoder: Callable[[], Decoder]


def find_driver(driver_id: str) -> Driver:
    """The driver with this id; raises KeyError with the ids that exist."""
    from imu_hinge.sensors import hsp

    drivers = {driver.id: driver for driver in (hsp.DRIVER,)}
    if driver_id not in drivers:
        raise KeyError(f"no driver {driver_id!r}; there are: {', '.join(sorted(drivers))}")
    return drivers[driver_id]
