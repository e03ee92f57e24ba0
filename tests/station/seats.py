"""Wearers of a room on a scripted Bluetooth stack, in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, SetEnded, SetStarted, Step
from imu_hinge.model.inputs import Command, Input, Link, LinkState, Placement
from imu_hinge.station.roster import Known, Roster
from imu_hinge.station.seat import Begun, Place, Seat, seated
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import FakeAir, FakeSensor
from tests.bluetooth.fake_driver import FAKE
from tests.station.folds import Remembering


class Sets(Remembering):
    """A fold in which sets begin and end by word."""

    def feed(self, item: Input) -> Step:
        return Step(np.empty(0, FRAME), tuple(_events(item)))


def _events(item: Input) -> list[Event]:
    if isinstance(item, Command) and item.name == "start_set":
        return [SetStarted(t_ns=item.t_ns, set_index=1, exercise="", side=None)]
    if isinstance(item, Command) and item.name == "end_set":
        times = {"t_ns": item.t_ns, "t_start_ns": 0, "t_end_ns": item.t_ns}
        return [SetEnded(**times, set_index=1, side=None, reason="word", counted=0, unsure=0)]
    return []


@dataclass
class Sat:
    """A session: a sink that keeps what came."""

    exercise: str
    items: list[Input] = field(default_factory=list)
    closed: bool = False
    full_after: int = 10**9
    """Inputs after which nothing can be kept any more."""

    def receive(self, item: Input, step: Step) -> None:
        if len(self.items) >= self.full_after:
            raise OSError(28, "No space left on device")
        self.items.append(item)

    def close(self) -> None:
        self.closed = True

    @property
    def words(self) -> list[tuple[str, str]]:
        return [(item.name, item.argument) for item in self.items if isinstance(item, Command)]

    @property
    def serials(self) -> set[str]:
        """Of the sensors that streamed."""
        return {one.serial for one in self.items if isinstance(one, Link) and one.state == LinkState.STREAMING}


class Gym:
    """Wearers v-1, v-2, ...: their sensors, their seats, their sessions, and what they were told."""

    def __init__(self, count: int) -> None:
        self.pairs = [[FakeSensor(str(place), f"{place[0].upper()}{n}") for place in Placement] for n in range(count)]
        self.sat: list[list[Sat]] = [[] for _ in range(count)]
        self.told: list[list[str]] = [[] for _ in range(count)]
        self.full_after = [10**9] * count
        self.seats = [Seat(self._place(number)) for number in range(count)]

    def run(self, script: Callable[["Gym"], Awaitable[None]]) -> "Gym":
        """Runs the script beside the sessions, which it must end; nothing may be left behind."""

        async def main() -> None:
            air = FakeAir(*(one for two in self.pairs for one in two))
            running = asyncio.create_task(seated(self.seats, Adapter(air.backend, [FAKE]), lambda _: _silence))
            await script(self)
            await running
            await asyncio.sleep(30.0)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert air.leaked_clients == 0

        run_jumping(main())
        return self

    def end(self) -> None:
        for seat in self.seats:
            seat.end()

    def _place(self, number: int) -> Place:
        roster = {
            place: Known(FAKE.id, one.serial, one.hint)
            for place, one in zip(Placement, self.pairs[number], strict=True)
        }
        return Place(
            client=f"v-{number + 1}",
            roster=Roster(roster),
            exercise="band_rdl",
            begin=lambda exercise: self._begin(number, exercise),
            tell=self.told[number].append,
        )

    def _begin(self, number: int, exercise: str) -> Begun:
        one = Sat(exercise, full_after=self.full_after[number])
        self.sat[number].append(one)
        return Begun(Sets(), [one])


async def _silence(source: RadioSource) -> None:
    return None
