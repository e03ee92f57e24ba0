"""From nothing to a stream: who is found, who is refused, and what is told meanwhile."""

import asyncio
from collections.abc import Callable

import pytest

from imu_hinge.bluetooth.choice import Wanted
from tests.ble.receiver import BOTH, CALM, receiving
from tests.ble.sensors import SERIALS, sensors_on
from tests.ble.worlds import Bed, World, played

SACRUM, THORACIC = BOTH


@played
async def test_both_sensors_are_found_by_their_roles_and_say_who_they_are(bed: Bed) -> None:
    async with sensors_on(bed), receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        for placement in BOTH:
            link = receiver.links(placement)[-1]
            assert (link.driver, link.serial) == ("hsp", SERIALS[placement])
            assert link.model == "Virtual hinge sensor"
            assert link.firmware == "1.0.0"
            assert link.battery_pct == 87
            assert link.rssi_dbm == -60


@played
async def test_every_sample_of_a_stretch_comes_once_and_stopping_is_told(bed: Bed) -> None:
    async with sensors_on(bed), receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        for placement in BOTH:
            await receiver.data(placement, bed.stretch_s)
        assert all(receiver.undisturbed(placement) for placement in BOTH)
    assert [receiver.states(placement) for placement in BOTH] == [[*CALM, "stopped"]] * 2


@played
async def test_a_sensor_with_another_serial_is_not_taken(bed: Bed) -> None:
    wanted = (Wanted(SACRUM, serial="HSP-0099"), Wanted(THORACIC, serial=SERIALS[THORACIC]))
    async with sensors_on(bed), receiving(bed, wanted=wanted) as receiver:
        await receiver.streaming(THORACIC)
        await receiver.until(lambda: any("HSP-0099" in link.detail for link in receiver.links(SACRUM)))
        await receiver.data(THORACIC, 2)
        assert "streaming" not in receiver.states(SACRUM)
        assert receiver.undisturbed(THORACIC)


@played
async def test_a_missing_sensor_leaves_the_other_in_peace_and_may_come_late(bed: Bed) -> None:
    async with sensors_on(bed) as sensors:
        await sensors[THORACIC].power_off()
        async with receiving(bed, *BOTH) as receiver:
            await receiver.streaming(SACRUM)
            await receiver.data(SACRUM, 8)
            assert receiver.states(THORACIC) == ["searching"]
            await sensors[THORACIC].power_on()
            await receiver.streaming(*BOTH)
            await receiver.data(THORACIC, 2)
            assert all(receiver.undisturbed(placement) for placement in BOTH)


@played
async def test_a_sensor_that_vanishes_after_it_was_seen_is_found_when_it_returns(bed: Bed) -> None:
    async with sensors_on(bed, SACRUM) as sensors, receiving(bed, SACRUM) as receiver:
        await receiver.state(SACRUM, "connecting")
        sensors[SACRUM].conditions.in_reach = False
        await receiver.until(lambda: receiver.states(SACRUM)[-1] in ("searching", "lost"))
        sensors[SACRUM].conditions.in_reach = True
        await receiver.streaming(SACRUM)
        await receiver.data(SACRUM, 2)
        assert receiver.accounts[SACRUM].doubled == 0


@played
async def test_two_sensors_with_different_intervals_end_up_with_one(bed: Bed) -> None:
    bed.air.granted = _first_wish_15_ms_next_30_ms()
    async with sensors_on(bed), receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.until(lambda: {receiver.interval_ms(placement) for placement in BOTH} == {30.0})
        await receiver.data(SACRUM, 2)
        assert all(receiver.undisturbed(placement) for placement in BOTH)


def _first_wish_15_ms_next_30_ms() -> Callable[[float, float], float]:
    """What sensors wish is a range, what the receiver wishes one value, which is granted."""
    granted_s = iter((0.015, 0.030))
    return lambda low_s, high_s: low_s if low_s == high_s else next(granted_s, low_s)


@pytest.mark.parametrize("state", ["searching", "connecting", "streaming"])
def test_stopping_is_prompt_and_clean_in_every_state(world: World, state: str) -> None:
    async def scene(bed: Bed) -> None:
        async with sensors_on(bed, SACRUM) as sensors:
            async with receiving(bed, *BOTH) as receiver:
                await receiver.state(SACRUM, state)
                began_s = asyncio.get_running_loop().time()
            assert asyncio.get_running_loop().time() - began_s < 15
            assert receiver.states(SACRUM)[-1] == receiver.states(THORACIC)[-1] == "stopped"
            await asyncio.sleep(1)
            assert not sensors[SACRUM].is_connected

    world.play(scene)
