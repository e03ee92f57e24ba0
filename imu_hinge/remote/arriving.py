"""A PUBLISH packet of MQTT 5, taken apart: the MQTT library makes objects of all its parts, whoever needs them.

That is half of what a thousand messages a second cost their reader.
"""

from typing import NamedTuple

MOST_LENGTH_BYTES = 4
"""Of a length in MQTT."""


class Published(NamedTuple):
    """What one says."""

    topic: str
    payload: bytes
    retained: bool
    qos: int
    number: int
    """By which it is acknowledged; 0 where it is not."""


def published(head: int, packet: bytes | bytearray) -> Published:
    """`head`: the first byte; `packet`: all after the length of the rest. Raises ValueError where it is cut short.

    Properties are left out: of those a broker sends unasked none is used here.
    """
    after = 2 + int.from_bytes(packet[:2])
    topic, qos = packet[2:after].decode(), (head & 0x06) >> 1
    number = int.from_bytes(packet[after : after + 2]) if qos else 0
    after += 2 if qos else 0
    length, size = _length(packet, after)
    after += size + length
    if after > len(packet):
        raise ValueError("a packet that is cut short")
    return Published(topic, bytes(packet[after:]), bool(head & 0x01), qos, number)


def _length(packet: bytes | bytearray, at: int) -> tuple[int, int]:
    """A length of seven bits a byte, the lowest first, and how many bytes it took."""
    length = 0
    for i, byte in enumerate(packet[at : at + MOST_LENGTH_BYTES]):
        length |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return length, i + 1
    raise ValueError("a length without an end")
