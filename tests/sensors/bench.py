"""The firmware model on a radio link in memory, in virtual time, and what a session would see of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from imu_hinge.model.errors import LinkDownError, ProtocolError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Decoded, Echo
from imu_hinge.virtual.firmware.firmware import Firmware
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import quiet_source

EVENT_S = 0.03
VALUES_PER_EVENT = 6
Loses = Callable[[str], bool]
"""Whether the radio loses the next value of this characteristic, for good."""
Result = TypeVar("Result")


def device(*, ring_samples: int = 8620, caps: int = Make().caps, role: hsp.Role = hsp.Role.SACRUM) -> Firmware:
    make = Make(ring_samples=ring_samples, caps=caps, drift_ppm=30.0)
    return Firmware(quiet_source(1), Identity(serial="T1"), role, make=make)


@dataclass
class Session:
    """All packets of a session, and what its decoder makes of them."""

    packets: list[Packet] = field(default_factory=list)
    live: list[Decoded] = field(default_factory=list)
    past: list[Decoded] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    decoder: hsp.HspDecoder = field(default_factory=hsp.HspDecoder)

    def take(self, packet: Packet) -> None:
        self.packets.append(packet)
        try:
            found = self.decoder.decode(packet)
        except ProtocolError as refusal:
            self.refused.append(refusal.reason)
            return
        if isinstance(found, Echo):
            self.echoes.append(found)
        elif found is not None:
            (self.past if found.past else self.live).append(found)

    def missing(self) -> int:
        """Samples between the first and the last of the newest stream that never came."""
        stream = self.live[-1].stream
        parts = [part for part in self.live + self.past if part.stream == stream]
        came = {i for part in parts for i in range(part.index, part.index + len(part.acc))}
        return max(came) + 1 - min(came) - len(came)

    def doubled(self) -> int:
        """Samples that came live more than once."""
        came = [(p.stream, i) for p in self.live for i in range(p.index, p.index + len(p.acc))]
        return len(came) - len(set(came))


def _loses_nothing(_: str) -> bool:
    return False


class MemoryLink:
    """One connection: an event every 30 ms carries requests up and at most six values down."""

    def __init__(self, firmware: Firmware, dialogue: hsp.HspDialogue, session: Session) -> None:
        self.firmware, self.dialogue, self.session = firmware, dialogue, session
        self.loses: Loses = _loses_nothing
        self._loop = asyncio.get_running_loop()
        self._waiting: list[tuple[str, Callable[[bytes], bool], asyncio.Future[bytes]]] = []
        self.up = True

    def now_ns(self) -> int:
        return round(self._loop.time() * 1e9)

    def offers(self, characteristic: str) -> bool:
        return True

    async def read(self, characteristic: str) -> bytes:
        await self.sleep(EVENT_S)
        payload = self.firmware.read(characteristic, self._loop.time())
        self._arrived(characteristic, payload)
        return payload

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        if response:
            await self.sleep(EVENT_S)
            self._written(characteristic, payload)
        else:
            self._loop.call_later(EVENT_S / 2, self._written, characteristic, payload)

    def _written(self, characteristic: str, payload: bytes) -> None:
        if self.up:
            self.firmware.write(characteristic, payload, self._loop.time())

    async def subscribe(self, characteristic: str) -> None:
        await self.sleep(EVENT_S)
        self.firmware.subscribe(characteristic, True, self._loop.time())

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        await self.write(characteristic, payload)
        answer = self._loop.create_future()
        self._waiting.append((characteristic, answers, answer))
        try:
            return await asyncio.wait_for(answer, within_s)
        except TimeoutError as silence:
            raise LinkDownError("no answer") from silence

    async def sleep(self, seconds: float) -> None:
        self._check()
        await asyncio.sleep(seconds)
        self._check()

    def _check(self) -> None:
        if not self.up:
            raise LinkDownError("the link is down")

    async def run(self) -> None:
        """Connection events, until the link goes down."""
        while self.up:
            await asyncio.sleep(EVENT_S)
            for _ in range(VALUES_PER_EVENT):
                if not self._event():
                    break

    def _event(self) -> bool:
        t_s = self._loop.time()
        value = self.firmware.take(t_s) if self.up else None
        if value is None:
            return False
        if value.indicated or not self.loses(value.characteristic):
            self._arrived(value.characteristic, value.payload)
        if value.indicated:
            self.firmware.confirmed(t_s)
        return True

    def _arrived(self, characteristic: str, payload: bytes) -> None:
        packet = Packet(self.now_ns(), Placement.SACRUM, "hsp", payload, characteristic)
        self.session.take(packet)
        self.dialogue.notified(packet)
        for waiting, answers, answer in self._waiting:
            if waiting == characteristic and not answer.done() and answers(payload):
                answer.set_result(payload)
        self._waiting = [entry for entry in self._waiting if not entry[2].done()]

    def down(self) -> None:
        """Out of range."""
        self.up = False
        for _, _, answer in self._waiting:
            if not answer.done():
                answer.set_exception(LinkDownError("the link is down"))
        self.firmware.disconnected(self._loop.time())


class Bench:
    """A device, the dialogue with it, and the session, over any number of connections."""

    def __init__(self, firmware: Firmware) -> None:
        self.firmware, self.dialogue, self.session = firmware, hsp.HspDialogue(), Session()
        self.mtu = 247
        self.loses: Loses = _loses_nothing

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[MemoryLink]:
        """A connection that is begun and attended; it goes out of range at the end."""
        async with self.radio() as link:
            await self.dialogue.begin(link)
            attending = asyncio.create_task(self.dialogue.attend(link))
            try:
                yield link
            finally:
                attending.cancel()
                with suppress(asyncio.CancelledError, LinkDownError):
                    await attending

    @asynccontextmanager
    async def radio(self) -> AsyncIterator[MemoryLink]:
        """A connection over which nothing was said yet."""
        link = MemoryLink(self.firmware, self.dialogue, self.session)
        link.loses = self.loses
        self.firmware.connected(asyncio.get_running_loop().time(), self.mtu, 24)
        running = asyncio.create_task(link.run())
        try:
            yield link
        finally:
            link.down()
            await running
