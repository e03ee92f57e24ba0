"""The real HSP driver on virtual sensors over the virtual radio, in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from imu_hinge.bluetooth.adapter import Adapter, BleBackend
from imu_hinge.bluetooth.source import RadioSource
from imu_hinge.model.inputs import Link, Packet, Placement
from imu_hinge.sensors.hsp import DATA, STATUS, Role, decode_status
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import Firmware, Identity
from imu_hinge.virtual.firmware.source import quiet_source
from imu_hinge.virtual.loops import run_jumping
from tests.bluetooth.sessions import BOTH, Session

_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}


class Bed(Session):
    """A running source over the virtual radio."""

    def __init__(self, air: Air, source: RadioSource, sensors: dict[Placement, VirtualSensor]) -> None:
        super().__init__(source)
        self.air, self.sensors = air, sensors

    def frames(self, placement: Placement) -> list[bytes]:
        """Data notifications that arrived."""
        packets = [item for item in self.items if isinstance(item, Packet) and item.placement is placement]
        return [packet.payload for packet in packets if packet.characteristic == DATA]

    def intervals_ms(self, placement: Placement) -> list[float]:
        """Connection intervals as the sensor told them."""
        packets = [item for item in self.items if isinstance(item, Packet) and item.placement is placement]
        told = [decode_status(packet.payload) for packet in packets if packet.characteristic == STATUS]
        return [status.conn_interval * 1.25 for status in told]

    def connections(self, placement: Placement) -> int:
        """How often it was connected."""
        return self.states(placement).count("connecting")

    def last(self, placement: Placement) -> Link:
        """The newest Link."""
        return self.links(placement)[-1]


def run_bed(script: Callable[[Bed], Awaitable[None]]) -> Bed:
    """Runs a script beside a source with both sensors switched on; nothing may be left behind."""

    async def run() -> Bed:
        complaints: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        air = Air(seed=0)
        sensors = {placement: _sensor(air, placement) for placement in Placement}
        for sensor in sensors.values():
            await sensor.power_on()
        central = await open_central(air)
        scanner, client = backends_for(central)
        source = RadioSource(Adapter(BleBackend({"backend": scanner}, {"backend": client})), BOTH)
        bed = Bed(air, source, sensors)
        reading = asyncio.ensure_future(bed.read())
        try:
            await script(bed)
        finally:
            await source.close()
        await reading
        for sensor in sensors.values():
            await sensor.close()
        await central.power_off()
        await asyncio.sleep(60.0)
        assert complaints == []
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return bed

    return run_jumping(run())


def _sensor(air: Air, placement: Placement) -> VirtualSensor:
    firmware = Firmware(quiet_source(seed=1), Identity(serial=f"virtual-{placement}"), _ROLES[placement])
    return VirtualSensor(air, firmware, f"C0:00:00:00:00:{len(placement):02X}")
