"""Loops whose time is not the wall's."""

import asyncio
import threading
import time

import pytest

from imu_hinge.virtual.loops import JumpingLoop, PacedLoop, run_jumping


async def waited(seconds: float) -> float:
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(seconds)
    return asyncio.get_running_loop().time() - began


def test_a_day_passes_at_once() -> None:
    day_s = 86_400.0
    assert run_jumping(waited(day_s)) == pytest.approx(day_s)


def test_time_limits_hold() -> None:
    async def limited() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3.0):
                await asyncio.sleep(5.0)
        return asyncio.get_running_loop().time()

    assert run_jumping(limited()) == pytest.approx(3.0)


def test_work_takes_no_time() -> None:
    async def working() -> float:
        began = asyncio.get_running_loop().time()
        for _ in range(1000):
            await asyncio.sleep(0)
        return asyncio.get_running_loop().time() - began

    assert run_jumping(working()) == 0.0


def test_a_loop_that_nothing_can_wake_says_so() -> None:
    async def forever() -> None:
        await asyncio.get_running_loop().create_future()

    loop = JumpingLoop()
    try:
        task = loop.create_task(forever())
        with pytest.raises(RuntimeError, match="nothing is left"):
            loop.run_forever()
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    finally:
        loop.close()


def paced(speed: float, seconds: float) -> tuple[float, float]:
    """Time in the loop, and the wall's."""
    began = time.monotonic()
    with asyncio.Runner(loop_factory=lambda: PacedLoop(speed)) as runner:
        return runner.run(waited(seconds)), time.monotonic() - began


def test_a_paced_loop_is_never_ahead_of_its_pace() -> None:
    inside, wall = paced(20.0, 4.0)
    assert inside == pytest.approx(4.0)
    assert wall >= 0.2


def test_a_machine_that_cannot_keep_pace_delays_nothing_inside() -> None:
    async def busy() -> list[float]:
        loop, times = asyncio.get_running_loop(), []
        for _ in range(5):
            time.sleep(0.02)
            await asyncio.sleep(1.0)
            times.append(loop.time())
        return times

    with asyncio.Runner(loop_factory=lambda: PacedLoop(1e6)) as runner:
        assert runner.run(busy()) == pytest.approx([1.0, 2.0, 3.0, 4.0, 5.0])


def test_another_thread_can_wake_a_paced_loop() -> None:
    async def woken() -> float:
        loop, woke = asyncio.get_running_loop(), asyncio.Event()
        threading.Timer(0.05, lambda: loop.call_soon_threadsafe(woke.set)).start()
        async with asyncio.timeout(3600):
            await woke.wait()
        return loop.time()

    with asyncio.Runner(loop_factory=lambda: PacedLoop(1.0)) as runner:
        assert 0.0 < runner.run(woken()) < 60.0
