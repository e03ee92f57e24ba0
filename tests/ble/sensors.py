"""Virtual HSP sensors for a scene: at rest, each with its own clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.firmware import Firmware, Identity, Make, quiet_source
from tests.ble.worlds import Bed

SERIALS = {Placement.SACRUM: "HSP-0001", Placement.THORACIC: "HSP-0002"}
_ADDRESSES = {Placement.SACRUM: "C0:00:00:00:02:01", Placement.THORACIC: "C0:00:00:00:02:02"}
_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}
_DRIFTS_PPM = {Placement.SACRUM: 40.0, Placement.THORACIC: -35.0}

Sensors = dict[Placement, VirtualSensor]


@asynccontextmanager
async def sensors_on(bed: Bed, *placements: Placement, secure: bool = False) -> AsyncIterator[Sensors]:
    """Sensors for these placements, for both when none is named, switched on.

    Without `secure` they ask for no encryption, which most scenes are not about.
    """
    sensors = {placement: _sensor(bed, placement, secure) for placement in placements or Placement}
    async with AsyncExitStack() as stack:
        for sensor in sensors.values():
            stack.push_async_callback(sensor.close)
            await sensor.power_on()
        yield sensors


def _sensor(bed: Bed, placement: Placement, secure: bool) -> VirtualSensor:
    number = list(Placement).index(placement)
    firmware = Firmware(
        quiet_source(number),
        Identity(serial=SERIALS[placement]),
        _ROLES[placement],
        make=Make(drift_ppm=_DRIFTS_PPM[placement], seed=number),
    )
    return VirtualSensor(bed.air, firmware, _ADDRESSES[placement], secure=secure)
