"""Limits that hold whatever the stack does, and clean-ups that are finished."""

import asyncio
from contextlib import suppress
from random import Random

import pytest

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.choice import Wanted
from imu_hinge.bluetooth.limits import PUT_AWAY_S
from imu_hinge.bluetooth.link import SupervisedLink
from imu_hinge.bluetooth.waiting import first_of, to_the_end, within
from imu_hinge.model.errors import LinkDownError
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.fake_bleak import FakeAir, FakeSensor
from tests.bluetooth.fake_driver import FAKE


async def deaf_for(seconds: float) -> None:
    """Does not notice that it is cancelled."""
    end_s = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end_s - 0.01:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(end_s - asyncio.get_running_loop().time())


def test_a_limit_holds_even_for_work_that_cannot_be_cancelled() -> None:
    async def run() -> float:
        with pytest.raises(TimeoutError):
            await within(1.0, deaf_for(30.0))
        return asyncio.get_running_loop().time()

    assert run_jumping(run()) == pytest.approx(1.0 + PUT_AWAY_S)


def test_the_end_of_the_link_ends_a_wait_with_its_reason() -> None:
    async def run() -> None:
        gone = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(1.0, gone.set_result, LinkDownError("hung up"))
        with pytest.raises(LinkDownError, match="hung up"):
            await within(10.0, asyncio.sleep(60.0), gone)

    run_jumping(run())


def test_a_request_the_stack_cancels_is_a_lost_link_and_not_our_cancellation() -> None:
    async def cancels_itself() -> None:
        raise asyncio.CancelledError

    async def run() -> None:
        with pytest.raises(LinkDownError):
            await within(1.0, cancels_itself())

    run_jumping(run())


def test_the_first_to_end_ends_the_others() -> None:
    async def fails() -> None:
        await asyncio.sleep(1.0)
        raise LinkDownError("first")

    async def run() -> None:
        with pytest.raises(LinkDownError, match="first"):
            await first_of(asyncio.sleep(60.0), fails())
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run_jumping(run())


def test_a_clean_up_is_finished_however_often_it_is_cancelled() -> None:
    done: list[float] = []

    async def clean_up() -> None:
        await asyncio.sleep(3.0)
        done.append(asyncio.get_running_loop().time())

    async def run() -> None:
        task = asyncio.ensure_future(to_the_end(clean_up()))
        for _ in range(3):
            await asyncio.sleep(0.5)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run_jumping(run())
    assert done == [3.0]


def test_a_link_that_is_cancelled_again_while_it_says_goodbye_still_disconnects() -> None:
    air = FakeAir(FakeSensor("sacrum", "A1"))

    async def run() -> None:
        adapter = Adapter(air.backend, [FAKE])
        link = SupervisedLink(adapter, Wanted(Placement.SACRUM), lambda item: None, lambda: 0, Random(1))
        task = asyncio.ensure_future(link.run())
        while link.told.state is not LinkState.STREAMING:
            await asyncio.sleep(0.1)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.01)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert str(link.told.state) == LinkState.STOPPED

    run_jumping(run())
    assert air.leaked_clients == 0
    assert air.sensors[0].written == [b"start", b"stop"]
