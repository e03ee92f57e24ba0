"""Sensors as they are sold: nothing but who they are is told to strangers. All links here end at the sensor's side."""

import pytest

from imu_hinge.bluetooth.adapter import Adapter
from imu_hinge.bluetooth.agent import pairing_agent
from imu_hinge.bluetooth.connection import Connection
from imu_hinge.model.errors import LinkDownError
from imu_hinge.sensors.hsp import STATUS, decode_status
from tests.ble.receiver import BOTH, PATIENCE_S, receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played

SACRUM, _ = BOTH


@played
async def test_two_sensors_are_paired_side_by_side(bed: Bed) -> None:
    async with sensors_on(bed, secure=True) as sensors, receiving(bed, *BOTH) as receiver:
        await receiver.streaming(*BOTH)
        for placement in BOTH:
            await receiver.data(placement, 1)
        assert all(receiver.undisturbed(placement) for placement in BOTH)
        for placement in BOTH:
            await sensors[placement].switch_off()
            await receiver.lost(placement)


@played
async def test_a_sensor_may_be_paired_while_another_one_is_set_up_too(bed: Bed) -> None:
    adapter = Adapter(bed.backend)
    async with sensors_on(bed, secure=True) as sensors:
        both = await adapter.scan(PATIENCE_S, lambda found: len(found) == len(BOTH))
        first, second = sorted(both, key=lambda one: str(one.sighting.placement))
        connection = Connection(adapter, first, SACRUM, lambda: 0, lambda packet: None)
        async with pairing_agent(adapter, first.device), pairing_agent(adapter, second.device):
            await connection.connect()
            assert decode_status(await connection.port.read(STATUS)).battery == 87
        await sensors[SACRUM].switch_off()
        with pytest.raises(LinkDownError):
            await connection.lost()
        await connection.close()


@played
async def test_a_sensor_is_paired_once_and_its_bond_serves_every_later_connection(bed: Bed) -> None:
    async with sensors_on(bed, SACRUM, secure=True) as sensors, receiving(bed, SACRUM) as receiver:
        sensor = sensors[SACRUM]
        await receiver.streaming(SACRUM)
        for drops in range(1, 4):
            await receiver.data(SACRUM, 1)
            sensor.firmware.pairing_until_s = 0.0
            await sensor.hang_up()
            await receiver.lost(SACRUM, times=drops)
            await receiver.streaming(SACRUM)
        await receiver.data(SACRUM, 1)
        await receiver.filled(SACRUM)
        await sensor.switch_off()
        await receiver.lost(SACRUM, times=4)
