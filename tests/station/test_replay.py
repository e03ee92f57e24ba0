"""A recording as a live source, in virtual time."""

import asyncio
from collections.abc import Callable

from imu_hinge.model.inputs import Command, Input, Tick
from imu_hinge.station import Replay
from imu_hinge.virtual.loops import run_jumping

S = 1_000_000_000


def times(source: Replay, meanwhile: Callable[[Input], None] = lambda item: None) -> list[tuple[Input, float]]:
    async def collected() -> list[tuple[Input, float]]:
        loop, found = asyncio.get_running_loop(), []
        async for item in source:
            found.append((item, round(loop.time(), 6)))
            meanwhile(item)
        return found

    return run_jumping(collected())


def test_inputs_come_at_their_own_times_after_the_first() -> None:
    found = times(Replay([Tick(5 * S), Tick(6 * S), Tick(9 * S)], 1.0))
    assert found == [(Tick(5 * S), 0.0), (Tick(6 * S), 1.0), (Tick(9 * S), 4.0)]


def test_faster_by_a_factor() -> None:
    assert [t for _, t in times(Replay([Tick(0), Tick(8 * S)], 4.0))] == [0.0, 2.0]


def test_a_word_comes_at_once_and_delays_nothing() -> None:
    async def spoken() -> list[tuple[Input, float]]:
        loop, source = asyncio.get_running_loop(), Replay([Tick(0), Tick(10 * S)], 1.0)
        loop.call_later(3.0, source.say, "pain", "4")
        return [(item, round(loop.time(), 6)) async for item in source]

    assert run_jumping(spoken()) == [(Tick(0), 0.0), (Command(0, "pain", "4"), 3.0), (Tick(10 * S), 10.0)]


def test_late_inputs_come_at_once_and_the_delay_does_not_add_up() -> None:
    async def slow() -> list[float]:
        loop, found = asyncio.get_running_loop(), []
        async for item in Replay([Tick(0), Tick(1 * S), Tick(2 * S), Tick(5 * S)], 1.0):
            found.append(round(loop.time(), 6))
            if item == Tick(0):
                await asyncio.sleep(3.0)
        return found

    assert run_jumping(slow()) == [0.0, 3.0, 3.0, 5.0]
