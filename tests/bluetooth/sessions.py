"""Runs a RadioSource in virtual time and keeps what came out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.inputs import Input, Link, LinkState, Packet, Placement
from imu_hinge.virtual.loops import JumpingLoop
from tests.bluetooth.fake_bleak import FakeAir, FakeSensor
from tests.bluetooth.fake_driver import DATA, FAKE

BOTH = (Wanted(Placement.SACRUM), Wanted(Placement.THORACIC))


class Session:
    """A running source and everything it gave."""

    def __init__(self, source: RadioSource) -> None:
        self.source = source
        self.items: list[Input] = []

    async def read(self) -> None:
        async for item in self.source:
            self.items.append(item)

    def links(self, placement: Placement) -> list[Link]:
        return [item for item in self.items if isinstance(item, Link) and item.placement is placement]

    def states(self, placement: Placement) -> list[str]:
        """Each state once as long as it lasted."""
        told = [link.state for link in self.links(placement)]
        return [state for before, state in zip(["", *told], told, strict=False) if state != before]

    async def until(self, placement: Placement, state: LinkState, within_s: float = 60.0) -> float:
        """Waits for a state; the session time in seconds."""
        async with asyncio.timeout(within_s):
            while self.source.connected[placement].state != state or not self.links(placement):
                await asyncio.sleep(0.01)
        return self.source.now_ns() / 1e9


class FakeSession(Session):
    """Over the scripted stack."""

    def __init__(self, air: FakeAir, source: RadioSource) -> None:
        super().__init__(source)
        self.air = air

    def data(self, placement: Placement) -> list[int]:
        """The counters that arrived."""
        packets = [item for item in self.items if isinstance(item, Packet) and item.placement is placement]
        return [int.from_bytes(packet.payload, "little") for packet in packets if packet.characteristic == DATA]


class CreepingLoop(JumpingLoop):
    """Its time also grows by a microsecond each time it is asked for, as a real one's does."""

    def time(self) -> float:
        self._now_s += 1e-6
        return super().time()


def run_session(
    air: FakeAir,
    script: Callable[[FakeSession], Awaitable[None]],
    wanted: Sequence[Wanted] = BOTH,
    seed: int = 1,
    loop_factory: type[JumpingLoop] = JumpingLoop,
) -> FakeSession:
    """Reads the source while `script` runs, closes it, and demands that nothing is left behind."""

    async def run() -> FakeSession:
        complaints: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        source = RadioSource(Adapter(air.backend, [FAKE]), wanted, seed)
        session = FakeSession(air, source)
        reading = asyncio.ensure_future(session.read())
        await asyncio.sleep(0)
        try:
            await script(session)
        finally:
            await source.close()
        await reading
        await asyncio.sleep(60.0)
        assert complaints == []
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert air.leaked_clients == 0
        assert air.scanning == 0
        return session

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(run())


def pair() -> tuple[FakeSensor, FakeSensor]:
    return FakeSensor("sacrum", "A1"), FakeSensor("thoracic", "B2")


async def both_stream(session: FakeSession) -> None:
    await session.until(Placement.SACRUM, LinkState.STREAMING)
    await session.until(Placement.THORACIC, LinkState.STREAMING)


def unharmed(session: FakeSession, placement: Placement) -> bool:
    """One connection, and every counter once."""
    data = session.data(placement)
    return session.states(placement).count(LinkState.CONNECTING) == 1 and data == list(range(len(data)))
