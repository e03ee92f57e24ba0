"""Bytes for a decoder, sound and damaged, and what it makes of them."""

import random
from collections.abc import Iterable, Iterator, Sequence

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Decoded, Decoder, Driver, Echo

SECOND_NS = 1_000_000_000
LONGEST_BYTES = 300
"""More than a notification can hold (244 bytes at an ATT MTU of 247)."""
Outcome = Decoded | Echo | None | ProtocolError


def any_bytes(seed: int) -> Iterator[bytes]:
    """Nothing, then 1 to LONGEST_BYTES of chance; the same for the same seed."""
    chance = random.Random(seed)
    yield b""
    for length in range(1, LONGEST_BYTES + 1):
        yield chance.randbytes(length)


def damaged(specimen: bytes) -> Iterator[bytes]:
    """Cut after each byte, then with each of its bits turned."""
    yield from (specimen[:length] for length in range(len(specimen)))
    for bit in range(8 * len(specimen)):
        turned = bytearray(specimen)
        turned[bit // 8] ^= 1 << bit % 8
        yield bytes(turned)


def packets(
    driver: Driver, payloads: Sequence[bytes], characteristic: str = "", begin_ns: int = 0, step_ns: int = 10_000_000
) -> list[Packet]:
    """The payloads as they arrive, one after the other."""
    return [
        Packet(begin_ns + number * step_ns, Placement.THORACIC, driver.id, payload, characteristic)
        for number, payload in enumerate(payloads)
    ]


def one_second(driver: Driver, specimens: Sequence[bytes]) -> list[Packet]:
    """The specimens at even steps within a second."""
    return packets(driver, specimens, driver.data_characteristic, step_ns=SECOND_NS // len(specimens))


def outcome(decoder: Decoder, packet: Packet) -> Outcome:
    """What `decode` gives, or the error it may raise; every other error goes on to the caller."""
    try:
        return decoder.decode(packet)
    except ProtocolError as refusal:
        return refusal


def live(outcomes: Iterable[Outcome]) -> list[Decoded]:
    """The samples among them that are no past ones."""
    return [found for found in outcomes if isinstance(found, Decoded) and not found.past]


def decoded(driver: Driver, packets: Iterable[Packet]) -> list[Decoded]:
    """What a decoder of its own gives as live samples; raises ProtocolError for bytes it refuses."""
    decoder = driver.new_decoder()
    return live([decoder.decode(packet) for packet in packets])


def as_values(outcomes: Iterable[Outcome]) -> list[object]:
    """Equal where the outcomes are."""
    return [
        (one.stream, one.origin, one.index, one.device_ns, one.acc.tobytes(), one.gyr.tobytes())
        if isinstance(one, Decoded)
        else str(one)
        for one in outcomes
    ]
