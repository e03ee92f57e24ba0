"""Hostile and broken sensors: whatever comes, refusals only, and no growth."""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

import pytest

from imu_hinge.model.errors import LinkDownError, ProtocolError, SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors import hsp
from imu_hinge.virtual.loops import run_jumping
from tests.sensors.bench import Bench, device
from tests.sensors.scripted import ScriptedDevice, attended

CHARACTERISTICS = (hsp.DATA, hsp.CONFIG, hsp.CONTROL, hsp.STATUS, hsp.TIME_SYNC, hsp.BACKFILL, "", "2a19")
HEADS = (b"\x20", b"\x21", b"\x22", b"\x23", b"\x1c\x01", b"\x24", b"\x80\x01", b"\x80\x09", b"\x81")
GROWN_OBJECTS = 10_000


def noise(random: Random) -> tuple[str, bytes]:
    return random.choice(CHARACTERISTICS), random.choice(HEADS) * random.randrange(2) + random.randbytes(
        random.choice((0, 1, 4, 12, 20, 36, 76, 244, 600))
    )


def damaged(random: Random, packets: list[Packet]) -> tuple[str, bytes]:
    """A packet of a real session, out of order, some of its bytes changed, cut or prolonged."""
    packet = random.choice(packets)
    payload = bytearray(packet.payload)
    for _ in range(random.choice((0, 0, 1, 1, 4))):
        if payload:
            payload[random.randrange(len(payload))] = random.randrange(256)
    if random.random() < 0.1:
        payload = payload[: random.randrange(len(payload) + 1)] + random.randbytes(random.choice((0, 3, 12)))
    return packet.characteristic, bytes(payload)


def attack(seed: int, n: int, packets: list[Packet]) -> Iterator[Packet]:
    random, t_ns = Random(seed), 0
    for _ in range(n):
        t_ns += random.choice((0, 1_000_000, 48_000_000, 48_000_000, 3_000_000_000))
        characteristic, payload = noise(random) if random.random() < 0.3 else damaged(random, packets)
        yield Packet(t_ns, Placement.SACRUM, "hsp", payload, characteristic)


@pytest.fixture(scope="module")
def packets() -> list[Packet]:
    """What a session with a reconnect looks like."""

    async def session() -> list[Packet]:
        bench = Bench(device())
        for _ in range(2):
            async with bench.connection() as link:
                await link.sleep(10)
        return bench.session.packets

    return run_jumping(session())


def test_a_hundred_thousand_hostile_notifications_raise_refusals_only_and_fill_nothing(packets: list[Packet]) -> None:
    decoder, dialogue, refused, half = hsp.HspDecoder(), hsp.HspDialogue(), 0, 0
    for i, packet in enumerate(attack(1, 100_000, packets)):
        dialogue.notified(packet)
        try:
            decoder.decode(packet)
        except ProtocolError:
            refused += 1
        half = len(gc.get_objects()) if i == 50_000 else half
    assert 10_000 < refused < 90_000
    assert len(gc.get_objects()) - half < GROWN_OBJECTS


def test_decoded_values_fit_64_bits(packets: list[Packet]) -> None:
    decoder = hsp.HspDecoder()
    for packet in attack(2, 30_000, packets):
        with suppress(ProtocolError):
            found = decoder.decode(packet)
            if found is not None:
                assert 0 <= found.device_ns < 1 << 63


class HostileDevice(ScriptedDevice):
    """Answers with damaged values, and notifies what it likes meanwhile."""

    def __init__(self, seed: int, packets: list[Packet]) -> None:
        super().__init__(hsp.HspDialogue())
        self._random, self._packets = Random(seed), packets

    async def read(self, characteristic: str) -> bytes:
        self._harm(self.values, characteristic)
        return await super().read(characteristic)

    def _harm(self, values: dict[str, bytes], characteristic: str) -> None:
        payload = bytearray(values[characteristic])
        if self._random.random() < 0.2:
            payload[self._random.randrange(len(payload))] ^= self._random.randrange(256)
        self.reads[characteristic] = [bytes(payload)]

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        head = bytes((0x80, payload[0], payload[1], self._random.choice((0, 0, 0, 0, 4, 5, 7, 99))))
        reply = head + self._random.randbytes(self._random.choice((0, 8, 8, 14, 14, 30)))
        await self.sleep(0.06)
        if not answers(reply) or self._random.random() < 0.1:
            raise LinkDownError("no answer")
        self.notify(characteristic, reply)
        return reply

    def chatter(self) -> None:
        for _ in range(5):
            self.notify(*(noise(self._random) if self._random.random() < 0.2 else damaged(self._random, self._packets)))


@pytest.mark.parametrize("seed", range(20))
def test_a_hostile_device_ends_a_connection_in_words_at_worst(seed: int, packets: list[Packet]) -> None:
    hostile = HostileDevice(seed, packets)

    async def connections() -> None:
        for _ in range(30):
            with suppress(LinkDownError, SensorRefusedError):
                await hostile.dialogue.begin(hostile)
                await attended(hostile, 30, hostile.chatter)

    run_jumping(connections())
    assert hostile.pings
