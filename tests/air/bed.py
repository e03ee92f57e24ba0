"""A virtual radio with plain Bumble GATT servers as peripherals, one Bumble host, and unmodified bleak on it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bumble import att
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, CharacteristicValue, Service

from imu_hinge.virtual.air.backend import backends_for
from imu_hinge.virtual.air.central import host_on, open_central
from imu_hinge.virtual.air.conditions import Conditions
from imu_hinge.virtual.air.controller import AirController
from imu_hinge.virtual.air.radio import Air
from imu_hinge.virtual.loops import run_jumping

SERVICE = "5d1a0000-77a2-4f6e-9d0c-6b1f3a2e8c10"
VALUE, FLOW, TOLD, SECRET, PICKY = (SERVICE.replace("0000", f"000{n}", 1) for n in range(1, 6))
REFUSAL = 0x80


def _refuse(_connection: Connection, _value: bytes) -> None:
    raise att.ATT_Error(REFUSAL)


@dataclass
class Peripheral:
    """A GATT server: a value, a flow of notifications, something told by indication, a secret, a picky one."""

    controller: AirController
    device: Device
    flow: Characteristic[bytes]
    told: Characteristic[bytes]
    ends: list[int] = field(default_factory=list)
    """Reasons for which its connections ended."""

    @property
    def address(self) -> str:
        return str(self.device.random_address.to_string(False))

    async def notify(self, *numbers: int) -> None:
        for number in numbers:
            await self.device.notify_subscribers(self.flow, number.to_bytes(2, "little"))

    async def stream(self, period_s: float, count: int) -> None:
        for number in range(count):
            await self.notify(number)
            await asyncio.sleep(period_s)

    async def hang_up(self) -> None:
        await next(iter(self.device.connections.values())).disconnect()


async def open_peripheral(
    air: Air, number: int = 0, kind: type[AirController] = AirController, interval_ms: float = 50
) -> Peripheral:
    controller = kind(f"peripheral {number}", air)
    device = host_on(controller, f"peripheral {number}", f"C0:00:00:00:01:{number:02X}")
    peripheral = Peripheral(controller, device, *_add_service(device))
    device.on(Device.EVENT_CONNECTION, lambda link: link.on(Connection.EVENT_DISCONNECTION, peripheral.ends.append))
    await device.power_on()
    device.advertising_data = bytes(
        AdvertisingData(
            [
                (AdvertisingData.FLAGS, b"\x06"),
                (AdvertisingData.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, UUID(SERVICE).to_bytes()),
                (AdvertisingData.MANUFACTURER_SPECIFIC_DATA, b"\xff\xff" + bytes([number])),
            ]
        )
    )
    device.scan_response_data = bytes(AdvertisingData([(AdvertisingData.COMPLETE_LOCAL_NAME, device.name.encode())]))
    device.advertising_interval_min = device.advertising_interval_max = interval_ms
    await device.start_advertising(auto_restart=True)
    return peripheral


def _add_service(device: Device) -> tuple[Characteristic[bytes], Characteristic[bytes]]:
    can, may = Characteristic.Properties, Characteristic.Permissions
    open_to_all = may.READABLE | may.WRITEABLE
    value: Characteristic[bytes] = Characteristic(VALUE, can.READ | can.WRITE, open_to_all, b"calm")
    flow: Characteristic[bytes] = Characteristic(FLOW, can.NOTIFY, may(0), b"")
    told: Characteristic[bytes] = Characteristic(TOLD, can.INDICATE, may.READABLE, b"")
    sealed = may.READABLE | may.READ_REQUIRES_ENCRYPTION
    secret: Characteristic[bytes] = Characteristic(SECRET, can.READ, sealed, b"sealed")
    picky: Characteristic[bytes] = Characteristic(PICKY, can.WRITE, open_to_all, CharacteristicValue(write=_refuse))
    device.add_service(Service(SERVICE, [value, flow, told, secret, picky]))
    return flow, told


@dataclass
class Bed:
    """What a scenario has at hand."""

    air: Air
    central: Device
    scanner: type[BaseBleakScanner]
    client: type[BaseBleakClient]
    peripherals: list[Peripheral]

    def conditions(self, number: int = 0) -> Conditions:
        return self.air.conditions(self.peripherals[number].controller)

    async def find(self, number: int = 0, timeout_s: float = 2.0) -> BLEDevice | None:
        address = self.peripherals[number].address
        return await BleakScanner.find_device_by_address(address, timeout_s, backend=self.scanner)

    async def client_of(self, number: int = 0, **kwargs: Any) -> BleakClient:
        device = await self.find(number)
        assert device is not None
        return BleakClient(device, backend=self.client, **kwargs)

    @asynccontextmanager
    async def connected(self, number: int = 0, **kwargs: Any) -> AsyncIterator[BleakClient]:
        async with await self.client_of(number, **kwargs) as client:
            yield client


@dataclass
class Arrivals:
    """Numbers notified, and the loop's time at which each arrived."""

    numbers: list[int] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)

    def __call__(self, _characteristic: object, data: bytearray) -> None:
        self.numbers.append(int.from_bytes(data, "little"))
        self.times_s.append(now_s())

    @property
    def gaps_s(self) -> list[float]:
        return [later - earlier for earlier, later in pairwise(self.times_s)]


def now_s() -> float:
    return asyncio.get_running_loop().time()


Scenario = Callable[[Bed], Awaitable[None]]


def run_in_bed(scenario: Scenario, peripherals: int = 1, seed: int = 7) -> None:
    """Runs a scenario in virtual time; nothing may be left over and no exception may have reached the loop."""
    run_jumping(_run(scenario, peripherals, seed))


async def _run(scenario: Scenario, peripherals: int, seed: int) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failures.append(context))
    air = Air(seed)
    there = [await open_peripheral(air, number) for number in range(peripherals)]
    central = await open_central(air)
    await scenario(Bed(air, central, *backends_for(central), there))
    await asyncio.sleep(5)
    assert failures == []
    assert asyncio.all_tasks() == {asyncio.current_task()}
