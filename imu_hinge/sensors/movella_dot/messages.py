"""Messages between programs and a DOT: synchronisation, recording. Each ends with a checksum.

None is needed for a live stream. The specification prints one with a wrong checksum (StartRecording).
"""

from dataclasses import dataclass

from imu_hinge.sensors.movella_dot.codec import refused


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    mid: int
    """Whom it is for: 1 recording, 2 synchronisation."""
    data: bytes


def encode_message(message: Message) -> bytes:
    """With length and checksum: all bytes add up to 0."""
    body = bytes((message.mid, len(message.data))) + message.data
    return body + bytes((-sum(body) % 256,))


def decode_message(payload: bytes) -> Message:
    """Raises ProtocolError length or checksum, in this order."""
    if len(payload) < 3 or len(payload) != payload[1] + 3:
        raise refused(min(1, len(payload)), "length")
    if sum(payload) % 256:
        raise refused(len(payload) - 1, "checksum")
    return Message(payload[0], payload[2:-1])
