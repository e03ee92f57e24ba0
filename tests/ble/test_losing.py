"""Every way in which a link is lost or goes quiet: it is told, it comes back, no sample is doubled, the other stays."""

import asyncio

from imu_hinge.virtual.firmware import stall
from tests.ble.receiver import BOTH, Receiver, receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played

SACRUM, THORACIC = BOTH
BACK = ["searching", "connecting", "streaming"]


async def whole_again(receiver: Receiver) -> None:
    """The holes of the pelvis sensor are filled and it goes on; the other one noticed nothing."""
    await receiver.streaming(SACRUM)
    await receiver.data(SACRUM, 1)
    await receiver.filled(SACRUM)
    assert receiver.undisturbed(THORACIC)


@played
async def test_out_of_reach_is_lost_and_the_return_fills_the_hole(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        sensors[SACRUM].conditions.in_reach = False
        await receiver.state(SACRUM, "silent")
        await receiver.lost(SACRUM)
        await receiver.data(THORACIC, 2)
        sensors[SACRUM].conditions.in_reach = True
        await whole_again(receiver)
        assert receiver.states(SACRUM)[3:] == ["silent", "lost", *BACK]


@played
async def test_a_short_outage_costs_no_connection_and_no_sample(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        sensors[SACRUM].conditions.outage = True
        await receiver.state(SACRUM, "silent")
        await asyncio.sleep(1)
        sensors[SACRUM].conditions.outage = False
        await whole_again(receiver)
        assert receiver.states(SACRUM)[3:] == ["silent", "streaming"]


@played
async def test_firmware_that_stopped_measuring_is_told_and_started_again(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        stall(sensors[SACRUM].firmware, asyncio.get_running_loop().time())
        await receiver.state(SACRUM, "silent")
        await receiver.streaming(SACRUM)
        await receiver.data(SACRUM, 1)
        assert receiver.connections(SACRUM) == 1
        assert receiver.accounts[SACRUM].doubled == 0
        assert receiver.undisturbed(THORACIC)


@played
async def test_firmware_that_stays_silent_is_connected_anew(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        sensors[SACRUM].go_silent()
        await receiver.state(SACRUM, "silent")
        await receiver.lost(SACRUM)
        sensors[SACRUM].go_silent(False)
        await whole_again(receiver)


@played
async def test_a_hang_up_is_lost_and_found_again(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        await sensors[SACRUM].hang_up()
        await receiver.lost(SACRUM)
        await whole_again(receiver)
        assert receiver.states(SACRUM)[3:] == ["lost", *BACK]


@played
async def test_four_reconnects_double_nothing(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        for drops in range(1, 5):
            await receiver.data(SACRUM, 1)
            await sensors[SACRUM].hang_up()
            await receiver.lost(SACRUM, times=drops)
            await receiver.streaming(SACRUM)
        await whole_again(receiver)
        assert receiver.connections(SACRUM) == 5


@played
async def test_a_dead_battery_is_lost_and_a_new_one_begins_a_new_run(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        await sensors[SACRUM].power_off()
        await receiver.lost(SACRUM)
        await sensors[SACRUM].power_on()
        await whole_again(receiver)
        before, after = receiver.accounts[SACRUM].streams
        assert before[0] != after[0], "the boot id tells the two lives apart"


@played
async def test_two_sensors_lost_at_once_both_come_back(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        await receiver.data(SACRUM, 2)
        for sensor in sensors.values():
            sensor.conditions.in_reach = False
        for placement in BOTH:
            await receiver.lost(placement)
        for sensor in sensors.values():
            sensor.conditions.in_reach = True
        await receiver.streaming(*BOTH)
        for placement in BOTH:
            await receiver.data(placement, 1)
            await receiver.filled(placement)
