"""Virtual HSP sensors for a scene: at rest or worn, each with its own clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import Role
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.firmware import Firmware, Identity, Make, quiet_source, worn_firmware
from imu_hinge.virtual.wearer import Wearer
from tests.ble.worlds import Bed

SERIALS = {Placement.SACRUM: "HSP-0001", Placement.THORACIC: "HSP-0002"}
_ADDRESSES = {Placement.SACRUM: "C0:00:00:00:02:01", Placement.THORACIC: "C0:00:00:00:02:02"}
_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}
_DRIFTS_PPM = {Placement.SACRUM: 40.0, Placement.THORACIC: -35.0}

Sensors = dict[Placement, VirtualSensor]


@asynccontextmanager
async def sensors_on(bed: Bed, *placements: Placement, secure: bool = False) -> AsyncIterator[Sensors]:
    """Sensors at rest for these placements, for both when none is named, switched on.

    Without `secure` they ask for no encryption, which most scenes are not about.
    """
    async with _on({placement: _at_rest(bed, placement, secure) for placement in placements or Placement}) as sensors:
        yield sensors


@asynccontextmanager
async def worn_on(bed: Bed, wearer: Wearer) -> AsyncIterator[Sensors]:
    """The wearer's sensors, switched on and unencrypted; the wearer begins at once.

    Measure `wearer.readings` before there is a bed: that takes longer than a chip may be silent.
    """
    began_s = asyncio.get_running_loop().time()
    async with _on({placement: _worn(bed, placement, wearer, began_s) for placement in wearer.readings}) as sensors:
        yield sensors


@asynccontextmanager
async def _on(sensors: Sensors) -> AsyncIterator[Sensors]:
    async with AsyncExitStack() as stack:
        for sensor in sensors.values():
            stack.push_async_callback(sensor.close)
            await sensor.power_on()
        yield sensors


def _at_rest(bed: Bed, placement: Placement, secure: bool) -> VirtualSensor:
    number = list(Placement).index(placement)
    firmware = Firmware(
        quiet_source(number),
        Identity(serial=SERIALS[placement]),
        _ROLES[placement],
        make=Make(drift_ppm=_DRIFTS_PPM[placement], seed=number),
    )
    return VirtualSensor(bed.air, firmware, _ADDRESSES[placement], secure=secure)


def _worn(bed: Bed, placement: Placement, wearer: Wearer, began_s: float) -> VirtualSensor:
    firmware = worn_firmware(wearer, placement, began_s, serial=SERIALS[placement])
    return VirtualSensor(bed.air, firmware, _ADDRESSES[placement], secure=False)
