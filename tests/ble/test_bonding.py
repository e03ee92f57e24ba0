"""Sensors as they are sold: nothing but who they are is told to strangers. All links here end at the sensor's side."""

from tests.ble.receiver import BOTH, receiving
from tests.ble.sensors import sensors_on
from tests.ble.worlds import Bed, played

SACRUM, _ = BOTH


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
