"""Notifications of one Example IMU to samples in SI units."""

from fractions import Fraction

from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.timeline import Timeline

from example_imu.codec import DATA, decode_frame

PERIOD_NS = 10_000_000
"""Of its 100 Hz."""
_US_NS = Fraction(1000)


class ExampleDecoder:
    """Numbers samples by the sensor's own time. All state is the object's: another sensor has a decoder of its own."""

    def __init__(self) -> None:
        self._timeline = Timeline(_US_NS, 32, PERIOD_NS)

    def decode(self, packet: Packet) -> Decoded | None:
        """One sample; None for other characteristics. Raises ProtocolError as the codec does."""
        if packet.characteristic not in ("", DATA):
            return None
        frame = decode_frame(packet.payload)
        placed = self._timeline.place(frame.t_us, 1, packet.t_ns)
        if placed is None:
            return None
        return Decoded(
            stream=placed.stream,
            origin=(),
            index=placed.index,
            device_ns=placed.device_ns,
            nominal_period_ns=PERIOD_NS,
            acc=frame.si[None, :3],
            gyr=frame.si[None, 3:],
            rotation=None,
        )
