"""Notifications of one Thingy:52 to samples in SI units."""

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.thingy52.codec import CONFIG, DRIVER_ID, RAW, RAW_BYTES, decode_raw

PERIOD_NS = 10_000_000
"""Of the 100 Hz that the sensor is set to."""


class Thingy52Decoder:
    """Counts samples, as the sensor tells neither time nor number: one comes with each notification.

    Before every stream the sensor's settings are read: what comes then is a stream of its own.
    """

    def __init__(self) -> None:
        self._stream, self._index = 0, 0

    def decode(self, packet: Packet) -> Decoded | None:
        """One sample; None for other characteristics. Raises ProtocolError length."""
        if packet.characteristic == CONFIG and self._index:
            self._stream, self._index = self._stream + 1, 0
        if packet.characteristic not in ("", RAW):
            return None
        if len(packet.payload) != RAW_BYTES:
            raise ProtocolError(DRIVER_ID, len(packet.payload), "length")
        return self._decoded(packet.payload)

    def _decoded(self, payload: bytes) -> Decoded:
        si, index = decode_raw(payload), self._index
        self._index += 1
        return Decoded(
            stream=(self._stream,),
            origin=(),
            index=index,
            device_ns=index * PERIOD_NS,
            nominal_period_ns=PERIOD_NS,
            acc=si[None, :3],
            gyr=si[None, 3:],
            rotation=None,
            counted=True,
        )
