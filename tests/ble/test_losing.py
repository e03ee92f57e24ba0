"""Every way in which a link is lost or goes quiet: it is told, it comes back, no sample is doubled, the other stays."""

import asyncio

import pytest

from imu_hinge.bluetooth.errors import trouble_of
from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.virtual.firmware import stall
from tests.ble.receiver import BOTH, Receiver, receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played

SACRUM, THORACIC = BOTH
APPLICATION_ERROR = 0x80
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
async def test_a_sensor_that_hangs_at_start_is_told_with_a_remedy_and_leaves_the_radio_to_the_other(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        sensors[SACRUM].conditions.deaf = True
        await sensors[SACRUM].hang_up()
        await receiver.lost(SACRUM, times=2)
        assert receiver.links(SACRUM)[-1].detail.endswith("no answer within 3 s. Switch it off and on.")
        await sensors[THORACIC].hang_up()
        await receiver.lost(THORACIC)
        await receiver.streaming(THORACIC)
        sensors[SACRUM].conditions.deaf = False
        await receiver.streaming(*BOTH)
        for placement in BOTH:
            await receiver.data(placement, 1)
            await receiver.filled(placement)


@played
async def test_a_write_refused_while_data_flows_is_told_with_its_code_and_costs_nothing(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        sensors[SACRUM].conditions.refusal = APPLICATION_ERROR
        with pytest.raises(SensorRefusedError) as refused:
            await receiver.source.identify(SACRUM, 1)
        trouble = trouble_of(refused.value, "Sacrum sensor")
        assert trouble is not None
        assert trouble.words.startswith("Sacrum sensor refused a request: code 0x80")
        await receiver.data(SACRUM, 2)
        assert all(receiver.undisturbed(placement) for placement in BOTH)


@played
async def test_a_refused_start_is_told_with_its_code_and_tried_again(bed: Bed) -> None:
    async with sensors_on(bed) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        sensors[SACRUM].conditions.refusal = APPLICATION_ERROR
        await sensors[SACRUM].hang_up()
        await receiver.lost(SACRUM, times=3)
        assert receiver.links(SACRUM)[-1].detail.startswith("Sacrum sensor refused a request: code 0x80")
        sensors[SACRUM].conditions.refusal = 0
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
