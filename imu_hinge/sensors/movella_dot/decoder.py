"""Notifications of one DOT to samples in SI units."""

from fractions import Fraction

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.movella_dot.codec import (
    MEDIUM,
    PERIOD_NS,
    RATE_QUANTITIES,
    RUN,
    decode_rate_quantities,
    refused,
)
from imu_hinge.sensors.timeline import Timeline

_US_NS = Fraction(1000)
_ON_AT, _MODE_AT = 1, 2


class DotDecoder:
    """Numbers samples by the sensor's own time.

    The payloads of some modes look alike: what streams was started by us unless RUN, as last read, tells another mode.
    """

    def __init__(self) -> None:
        self._timeline = Timeline(_US_NS, 32, PERIOD_NS)
        self._mode = RATE_QUANTITIES

    def decode(self, packet: Packet) -> Decoded | None:
        """One sample. Raises ProtocolError truncated, mode, or value."""
        if packet.characteristic == RUN:
            running = len(packet.payload) > _MODE_AT and packet.payload[_ON_AT]
            self._mode = packet.payload[_MODE_AT] if running else RATE_QUANTITIES
        if packet.characteristic not in ("", MEDIUM):
            return None
        if self._mode != RATE_QUANTITIES:
            raise refused(0, "mode")
        return self._decoded(packet)

    def _decoded(self, packet: Packet) -> Decoded | None:
        t_us, si = decode_rate_quantities(packet.payload)
        placed = self._timeline.place(t_us, 1, packet.t_ns)
        if placed is None:
            return None
        return Decoded(
            stream=placed.stream,
            origin=(),
            index=placed.index,
            device_ns=placed.device_ns,
            nominal_period_ns=PERIOD_NS,
            acc=si[None, :3],
            gyr=si[None, 3:],
            rotation=None,
        )
