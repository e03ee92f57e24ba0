"""Notifications of one WitMotion sensor to samples in SI units."""

from math import inf

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.witmotion.codec import DATA, DRIVER_ID, FRAME_BYTES, REPLY, decode_streams
from imu_hinge.sensors.witmotion.framing import Framing

OUTPUT_CONTENT = "reset the sensor's output content: it sends more than acceleration and rate"
PERIOD_NS = 10_000_000
"""Of the 100 Hz that the sensor is set to; it keeps 0.6 to 1.1 % fewer."""
SETTLE_NS = 1_500_000_000
"""The sensor is set up at 10 Hz; its answers come faster than this, even when one is lost, and so long after the last
one the rate it was told is in force. After such a pause the count means nothing, and it may be another connection,
which is set up next."""


class WitmotionDecoder:
    """Counts samples, as the sensor tells neither time nor number.

    It is set up, to send what is read here, before every stream, and that shows by its answers, which come at no other
    time. What it sends before is left out, as nothing in a frame tells what the numbers are.
    """

    def __init__(self) -> None:
        self._framing = Framing()
        self._stream, self._index = 0, 0
        self._heard_ns = 0
        self._settled_ns: float = inf

    @property
    def skipped(self) -> int:
        """Bytes that belonged to no frame."""
        return self._framing.skipped

    def decode(self, packet: Packet) -> Decoded | None:
        """Samples of the frames that are whole; raises ProtocolError for frames with time stamps in them."""
        if packet.characteristic not in ("", DATA):
            return None
        self._note_break(packet.t_ns)
        frames = self._framing.take(packet.payload)
        if any(frame.startswith(REPLY) for frame in frames):
            self._begin(packet.t_ns)
        if packet.t_ns < self._settled_ns:
            return None
        if self._framing.stamped:
            raise ProtocolError(DRIVER_ID, FRAME_BYTES, OUTPUT_CONTENT)
        return self._decoded(frames) if frames else None

    def _note_break(self, t_ns: int) -> None:
        if t_ns - self._heard_ns > SETTLE_NS and self._settled_ns < inf:
            self._begin(t_ns)
        self._heard_ns = t_ns

    def _begin(self, t_ns: int) -> None:
        """The samples from when it has settled are a stream of their own."""
        self._settled_ns = t_ns + SETTLE_NS
        if self._index:
            self._stream, self._index = self._stream + 1, 0

    def _decoded(self, frames: list[bytes]) -> Decoded:
        si, first = decode_streams(frames), self._index
        self._index += len(si)
        return Decoded(
            stream=(self._stream,),
            origin=(),
            index=first,
            device_ns=first * PERIOD_NS,
            nominal_period_ns=PERIOD_NS,
            acc=si[:, :3],
            gyr=si[:, 3:],
            rotation=None,
            counted=True,
        )
