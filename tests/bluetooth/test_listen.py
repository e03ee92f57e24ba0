"""Sensors of a scan that are connected outside of a session."""

import asyncio

from imu_hinge.bluetooth.adapter import Adapter, BleBackend
from imu_hinge.bluetooth.listen import show
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.simulation import worn_by
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.scenarios import SCENARIOS
from imu_hinge.virtual.seeds import TUNING


def test_a_sensor_lights_up_and_is_free_again() -> None:
    async def lit() -> tuple[float, bool]:
        async with worn_by(SCENARIOS["clean_set"].wearer(TUNING[0])) as worn:
            scanner, client = backends_for(await open_central(worn.air))
            adapter = Adapter(BleBackend({"backend": scanner}, {"backend": client}))
            found = await adapter.scan(1.0)
            chosen = next(one for one in found if one.sighting.placement is Placement.THORACIC)
            began_s = asyncio.get_running_loop().time()
            await show(adapter, chosen, 5)
            await asyncio.sleep(1.0)
            sensor = worn.sensors[Placement.THORACIC]
            return sensor.firmware.machine.lamp_until_s - began_s, sensor.is_connected

    lit_until_s, still_connected = run_jumping(lit())
    assert 5.0 < lit_until_s < 10.0
    assert not still_connected
