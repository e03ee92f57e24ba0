"""Virtual sensors on a virtual radio, and unmodified bleak that talks to them as our receiver does."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bumble.device import Device

from imu_hinge.sensors import hsp
from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import open_central
from imu_hinge.virtual.air.peripheral import VirtualSensor
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.firmware import Firmware, Identity, Make, quiet_source
from imu_hinge.virtual.loops import run_jumping
from tests.firmware.receiver import ALL, indices

SERIAL, MODEL, BATTERY = "2a25", "2a24", "2a19"


def now_s() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Gym:
    """What a scenario has at hand."""

    air: Air
    central: Device
    scanner: type[BaseBleakScanner]
    client: type[BaseBleakClient]
    sensors: list[VirtualSensor]

    async def find(self, number: int = 0, timeout_s: float = 5.0) -> BLEDevice | None:
        address = self.sensors[number].address
        return await BleakScanner.find_device_by_address(address, timeout_s, backend=self.scanner)

    async def heard(self, seconds: float) -> list[tuple[float, AdvertisementData]]:
        """Every advertisement, without the scan responses."""
        heard: list[tuple[float, AdvertisementData]] = []

        def detected(_: BLEDevice, data: AdvertisementData) -> None:
            if not heard or heard[-1][0] < now_s():
                heard.append((now_s(), data))

        async with BleakScanner(detected, [hsp.SERVICE], backend=self.scanner):
            await asyncio.sleep(seconds)
        return heard

    async def client_of(self, number: int = 0) -> BleakClient:
        device = await self.find(number)
        assert device is not None
        return BleakClient(device, backend=self.client)

    async def session(self, number: int = 0, subscribe: tuple[str, ...] = ALL) -> "Session":
        """Connected, with everything subscribed."""
        session = Session(await self.client_of(number))
        await session.client.connect()
        for uuid in subscribe:
            await session.subscribe(uuid)
        return session


@dataclass
class Session:
    """One connection and all that was notified on it."""

    client: BleakClient
    got: list[tuple[float, str, bytes]] = field(default_factory=list)
    _txn: int = 0

    async def subscribe(self, uuid: str) -> None:
        await self.client.start_notify(uuid, lambda _, data: self.got.append((now_s(), uuid, bytes(data))))

    async def ask(self, op: int, **args: int) -> hsp.ControlReply:
        self._txn += 1
        await self.client.write_gatt_char(
            hsp.CONTROL, hsp.encode_control_request(hsp.ControlRequest(op, self._txn, args)), response=True
        )
        await asyncio.sleep(1.0)
        return next(reply for reply in reversed(self.replies) if (reply.op, reply.txn) == (op, self._txn))

    def payloads(self, uuid: str) -> list[bytes]:
        return [payload for _, found, payload in self.got if found == uuid]

    @property
    def replies(self) -> list[hsp.ControlReply]:
        return [hsp.decode_control_reply(payload) for payload in self.payloads(hsp.CONTROL)]

    @property
    def frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.DATA) for payload in self.payloads(hsp.DATA)]

    @property
    def indices(self) -> list[int]:
        return indices(self.frames)

    @property
    def old_frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.BACKFILL) for payload in self.payloads(hsp.BACKFILL)]

    async def status(self) -> hsp.Status:
        return hsp.decode_status(bytes(await self.client.read_gatt_char(hsp.STATUS)))

    async def config(self) -> hsp.Config:
        return hsp.decode_config(bytes(await self.client.read_gatt_char(hsp.CONFIG)))


def sensor(air: Air, number: int = 0, *, make: Make | None = None, **kinds: Any) -> VirtualSensor:
    role = (hsp.Role.SACRUM, hsp.Role.THORACIC)[number % 2]
    source = quiet_source(number, begin_s=0.004, rate_error=0.01)
    firmware = Firmware(source, Identity(serial=f"HS-{number:04}"), role, make=make or Make(seed=number))
    return VirtualSensor(air, firmware, f"C0:00:00:00:02:{number:02X}", **kinds)


Scenario = Callable[[Gym], Awaitable[None]]


def run_in_gym(scenario: Scenario, sensors: int = 1, seed: int = 7, **kinds: Any) -> None:
    """Runs a scenario in virtual time; nothing may be left over and no exception may have reached the loop."""
    run_jumping(_run(scenario, sensors, seed, kinds))


async def _run(scenario: Scenario, sensors: int, seed: int, kinds: dict[str, Any]) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failures.append(context))
    air = Air(seed)
    there = [sensor(air, number, **kinds) for number in range(sensors)]
    for one in there:
        await one.power_on()
    central = await open_central(air)
    await scenario(Gym(air, central, *backends_for(central), there))
    for one in there:
        await one.close()
    await asyncio.sleep(10)
    assert failures == []
    assert asyncio.all_tasks() == {asyncio.current_task()}
