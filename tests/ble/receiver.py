"""The program's ear in a scene: a RadioSource, everything it said, and an account of every sample."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.inputs import Input, Link, Packet, Placement
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp import STATUS, decode_status
from imu_hinge.sensors.hsp.decoder import HspDecoder
from imu_hinge.virtual.sensor import NOMINAL_HZ
from tests.ble.worlds import Bed

PATIENCE_S = 90.0
BOTH = (Placement.SACRUM, Placement.THORACIC)
CALM = ["searching", "connecting", "streaming"]
Stream = tuple[int, ...]


class Account:
    """How often each sample of one sensor came."""

    def __init__(self) -> None:
        self._decoder = HspDecoder()
        self.streams: dict[Stream, Counter[int]] = {}
        """Every run, in order of appearance: sample index to how often it came."""
        self.live = 0
        """Samples that came as they were measured, not filled in later."""

    def take(self, packet: Packet) -> None:
        part = self._decoder.decode(packet)
        if isinstance(part, Decoded):
            came = self.streams.setdefault(part.stream, Counter())
            came.update(range(part.index, part.index + len(part.acc)))
            self.live += 0 if part.past else len(part.acc)

    @property
    def doubled(self) -> int:
        """Samples that came more than once, and live frames that came too late to be used."""
        return sum(came.total() - len(came) for came in self.streams.values()) + self._decoder.late

    @property
    def lost(self) -> int:
        """Samples between the first and the last of each run that never came."""
        return sum(max(came) + 1 - min(came) - len(came) for came in self.streams.values())

    @property
    def is_whole(self) -> bool:
        """Every sample of every run exactly once."""
        return self.lost == self.doubled == 0 < self.live


class Receiver:
    """Listens from its making on."""

    def __init__(self, source: RadioSource) -> None:
        self.source = source
        self.inputs: list[Input] = []
        self.accounts = {placement: Account() for placement in BOTH}
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Until the source ends."""
        async for item in self.source:
            assert not self.inputs or item.t_ns >= self.inputs[-1].t_ns
            self.inputs.append(item)
            if isinstance(item, Packet):
                self.accounts[item.placement].take(item)
            self._news.set()

    async def until(self, happened: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
        """Waits for something to be heard; AssertionError with the states so far when it is not."""
        try:
            async with asyncio.timeout(within_s):
                while not happened():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            told = {str(placement): self.states(placement) for placement in BOTH}
            raise AssertionError(f"did not happen within {within_s:g} s: {told}") from None

    async def state(self, placement: Placement, wanted: str) -> None:
        """Waits until the link is in a state."""
        await self.until(lambda: self.states(placement)[-1:] == [wanted])

    async def streaming(self, *placements: Placement) -> None:
        """Waits until these links stream."""
        for placement in placements:
            await self.state(placement, "streaming")

    async def lost(self, placement: Placement, times: int = 1) -> None:
        """Waits until this link was lost so often."""
        await self.until(lambda: self.states(placement).count("lost") >= times)

    async def filled(self, placement: Placement) -> None:
        """Waits until every hole is filled; nothing may have come twice."""
        account = self.accounts[placement]
        await self.until(lambda: account.lost == 0)
        assert account.doubled == 0

    async def data(self, placement: Placement, seconds: float) -> None:
        """Waits for live samples of so many more seconds."""
        account = self.accounts[placement]
        enough = account.live + round(seconds * NOMINAL_HZ)
        await self.until(lambda: account.live >= enough, PATIENCE_S + seconds)

    def links(self, placement: Placement) -> list[Link]:
        """Everything told about a link."""
        return [item for item in self.inputs if isinstance(item, Link) and item.placement is placement]

    def states(self, placement: Placement) -> list[str]:
        """The states of a link, one after the other."""
        return [str(state) for state, _ in groupby(link.state for link in self.links(placement))]

    def undisturbed(self, placement: Placement) -> bool:
        """Whether it was found and has streamed since, on one connection, every sample once."""
        return self.states(placement) == CALM and self.accounts[placement].is_whole

    def interval_ms(self, placement: Placement) -> float | None:
        """The connection interval the sensor told last."""
        told = [item for item in self.inputs if isinstance(item, Packet) and item.characteristic == STATUS]
        mine = [decode_status(item.payload) for item in told if item.placement is placement]
        return mine[-1].conn_interval * 1.25 if mine else None

    def connections(self, placement: Placement) -> int:
        """How often a connection was begun."""
        return self.states(placement).count("connecting")


@asynccontextmanager
async def receiving(bed: Bed, *placements: Placement, wanted: tuple[Wanted, ...] = ()) -> AsyncIterator[Receiver]:
    """A receiver for the sensors of these placements; afterwards its links are stopped."""
    source = RadioSource(Adapter(bed.backend), wanted or [Wanted(placement) for placement in placements])
    receiver = Receiver(source)
    listening = asyncio.create_task(receiver.listen())
    try:
        yield receiver
    finally:
        await source.close()
        await listening
