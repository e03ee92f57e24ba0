"""What every driver gives: the Driver record, what it sees in an advertisement, and its decoder for the fold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.dialogue import Dialogue
from imu_hinge.sensors.identity import AskIdentity, Identity, read_identity
from imu_hinge.sensors.pace import Pace

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
    """(n, 3) angular rate, rad/s; NaN where the device has no gyroscope."""
    rotation: Quaternion | None
    """Cumulative strapdown rotation after the last sample, gyroscope bias included; None where the device has none."""
    past: bool = False
    """Samples of the past that fill a hole: for the recording, never for the live judgement."""
    counted: bool = False
    """The device tells no time: `device_ns` is index times nominal period, and samples that were lost do not show."""


@dataclass(frozen=True, slots=True)
class Echo:
    """One answered ping: what the two clocks showed at one instant."""

    device_ns: int
    session_ns: int
    rtt_ns: int
    """The way there and back; the lower, the better the pair."""


class Decoder(Protocol):
    """Decodes the notifications of one device; holds that device's state and nothing of another's."""

    def decode(self, packet: Packet) -> Decoded | Echo | None:
        """Samples of a data notification, or an answered ping; None for other values, and for late or doubled ones.

        Raises ProtocolError for bytes it refuses; nothing of them is used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Advertised:
    """What a scan heard of one device."""

    name: str
    """Empty: not heard yet."""
    services: tuple[str, ...]
    """Full lower-case UUIDs."""
    manufacturer: Mapping[int, bytes] = field(default_factory=dict)
    """Company number to bytes."""


READY = "ready"
"""`Sighting.state` of a sensor that can be used at once."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a driver makes of an advertisement of its own."""

    placement: Placement | None
    """The role the sensor claims; None where it claims none."""
    battery_pct: int | None = None
    hint: str = ""
    """Tells sensors of one make apart before they are connected; the serial decides."""
    obstacle: str = ""
    """Why it must not be connected by itself, in words; empty when it may."""
    state: str = ""
    """READY, or what it is doing and what to do about it, in words; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One make of sensor."""

    id: str
    name: str
    data_characteristic: str
    new_decoder: Callable[[], Decoder]
    sight: Callable[[Advertised], Sighting | None]
    """None for an advertisement of another make."""
    new_dialogue: Callable[[], Dialogue]
    new_paced_dialogue: Callable[[Pace], Dialogue] | None = None
    """A dialogue that asks for a pace; None where the make measures as it does."""
    identify: AskIdentity = read_identity
    """Who is there, before the dialogue begins."""
    probe: str | None = None
    """A characteristic that can be read at any time, to see whether the sensor answers; None: those of every make."""
    cannot: tuple[str, ...] = ()
    """What the wearer is told that it cannot do, each in a few words."""
    remark: Callable[[Identity], str] = field(default=lambda identity: "")
    """Words about a model or firmware that was never tried, with what is supported; empty for a known one."""

    def dialogue(self, pace: Pace) -> Dialogue:
        """A new one, at this pace where the sensor can be asked for it."""
        return self.new_paced_dialogue(pace) if self.new_paced_dialogue else self.new_dialogue()
