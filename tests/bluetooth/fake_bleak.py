"""A scripted Bluetooth stack behind unmodified bleak: sensors that misbehave on command, errors at any call."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bleak.args import SizedBuffer
from bleak.assigned_numbers import CharacteristicPropertyName
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError

from imu_hinge.bluetooth.adapter import BleBackend
from imu_hinge.sensors.driver import READY
from tests.bluetooth.fake_driver import COMPANY, CONTROL, DATA, SERVICE, STATUS

ADVERTISING_S = 0.1
CONNECT_S = 0.3
REQUEST_S = 0.03
PERIOD_S = 0.048
SUPERVISION_S = 4.0
BATTERY, MODEL, SERIAL, FIRMWARE = (
    f"0000{number}-0000-1000-8000-00805f9b34fb" for number in ("2a19", "2a24", "2a25", "2a26")
)
HANG = "never returns"


@dataclass(eq=False)
class FakeSensor:
    """One sensor; tests set its fields while it runs."""

    role: str
    """sacrum, thoracic, none, or newer."""
    hint: str
    battery_pct: int = 80
    state: str = READY
    """As it advertises."""
    interval_ms: int = 30
    in_reach: bool = True
    """False: not heard, and a link ends after the supervision timeout."""
    stuck: bool = False
    """Connected and answering, sends no data until the stream is asked for again."""
    deaf: bool = False
    """`stuck`, and asking does not help."""
    turns: int = 0
    """Of the loop, that a notification takes through the stack."""
    quiet_s: float = 0.0
    """A scan does not hear it before."""
    offers: tuple[str, ...] = (BATTERY, MODEL, SERIAL, FIRMWARE, DATA, STATUS, CONTROL)
    troubles: dict[str, list[Exception | str]] = field(default_factory=dict)
    """What the next calls of connect, read, write, subscribe, disconnect do instead: raise, or HANG."""
    written: list[bytes] = field(default_factory=list)
    subscriptions: list[Any] = field(default_factory=list)
    client: "FakeClient | None" = None
    index: int = 0
    streaming: bool = False
    waiting: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def serial(self) -> str:
        return f"S-{self.hint}"

    def value(self, uuid: str) -> bytes:
        texts = {SERIAL: self.serial, MODEL: "fake", FIRMWARE: "1.0"}
        return bytes([self.battery_pct]) if uuid == BATTERY else texts.get(uuid, "").encode()

    def hear(self, payload: bytes) -> None:
        self.written.append(payload)
        if payload == b"start" and not self.deaf:
            self.streaming, self.stuck = True, False
        if payload == b"stop":
            self.streaming = False
        if payload.startswith(b"interval "):
            self.interval_ms = int(payload.split()[1])
            self.tell_status()

    def tell_status(self) -> None:
        self.send(STATUS, bytes([self.battery_pct, self.interval_ms]))

    def send(self, uuid: str, payload: bytes) -> None:
        """A notification; what the radio holds up comes later, in order."""
        self.waiting.append((uuid, payload))
        if self.client is None:
            self.waiting.clear()
        elif self.in_reach:
            due, self.waiting = self.waiting, []
            for one in due:
                self.client.notified(*one)

    def hang_up(self) -> None:
        if self.client is not None:
            self.client.ended()


class FakeAir:
    """The sensors, and what the adapter does."""

    def __init__(self, *sensors: FakeSensor) -> None:
        self.sensors = sensors
        self.scan_troubles: list[Exception | str] = []
        """What the next scans do instead."""
        self.scans = 0
        self.scanning = 0
        self.most_at_once = 0
        """Scans and connects in progress together."""
        self.clients: list[FakeClient] = []
        self.backend = BleBackend(
            {"backend": type("BoundScanner", (FakeScanner,), {"air": self})},
            {"backend": type("BoundClient", (FakeClient,), {"air": self})},
        )

    def busy(self, by: int) -> None:
        self.scanning += by
        self.most_at_once = max(self.most_at_once, self.scanning)

    @property
    def leaked_clients(self) -> int:
        """Clients we connected and never asked to disconnect: on BlueZ each of them doubles notifications."""
        return sum(client.owes_disconnect for client in self.clients)


async def misbehave(troubles: list[Exception | str]) -> None:
    if troubles:
        trouble = troubles.pop(0)
        if isinstance(trouble, Exception):
            raise trouble
        await asyncio.get_running_loop().create_future()


class FakeScanner(BaseBleakScanner):
    air: FakeAir
    _timer: asyncio.TimerHandle | None = None

    def __init__(self, callback: Any, services: list[str] | None, mode: str, **_: Any) -> None:
        super().__init__(callback, services)

    async def start(self) -> None:
        self.air.scans += 1
        await misbehave(self.air.scan_troubles)
        self.air.busy(+1)
        self._turn = 0
        self._advertise()

    async def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self.air.busy(-1)

    def _advertise(self) -> None:
        """Data first, the name in the packet after it."""
        self._timer = asyncio.get_running_loop().call_later(ADVERTISING_S, self._advertise)
        self._turn += 1
        for sensor in self.air.sensors if self._turn > 1 else ():
            if sensor.in_reach and sensor.client is None and self._turn * ADVERTISING_S > sensor.quiet_s:
                self._report(sensor, f"FAKE-{sensor.hint}" if self._turn > 2 else None)

    def _report(self, sensor: FakeSensor, name: str | None) -> None:
        maker = f"{sensor.role} {sensor.battery_pct} {sensor.hint} {sensor.state}".encode()
        said = AdvertisementData(name, {COMPANY: maker}, {}, [SERVICE], None, -60, ())
        address = f"00:{sensor.hint}"
        self.call_detection_callbacks(self.create_or_update_device(address, address, name, sensor, said), said)


class FakeClient(BaseBleakClient):
    air: FakeAir

    def __init__(self, device: BLEDevice | str, services: set[str] | None, **kwargs: Any) -> None:
        assert isinstance(device, BLEDevice), "never by address"
        super().__init__(device, **kwargs)
        self.sensor: FakeSensor = device.details
        self.owes_disconnect = False
        self._up = False
        self._callbacks: dict[str, NotifyCallback] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self.air.clients.append(self)

    @property
    def mtu_size(self) -> int:
        return 23

    @property
    def name(self) -> str:
        return self.sensor.hint

    @property
    def is_connected(self) -> bool:
        return self._up

    async def connect(self, pair: bool, **_: Any) -> None:
        self.owes_disconnect = True
        self.air.busy(+1)
        try:
            await misbehave(self.sensor.troubles.get("connect", []))
            await asyncio.sleep(CONNECT_S)
            if not self.sensor.in_reach or self.sensor.client is not None:
                await asyncio.sleep(self._timeout - CONNECT_S)
                raise TimeoutError
        finally:
            self.air.busy(-1)
        self.services = services(self.sensor.offers)
        self.sensor.client, self._up = self, True
        self._beat()
        self._supervise(0.0)

    async def disconnect(self) -> None:
        self.owes_disconnect = False
        await misbehave(self.sensor.troubles.get("disconnect", []))
        self.ended()

    def ended(self) -> None:
        for timer in self._timers:
            timer.cancel()
        if self._up:
            self._up, self.services, self.sensor.client = False, None, None
            self.sensor.waiting.clear()
            self._callbacks.clear()
            if self._disconnected_callback:
                self._disconnected_callback()

    def notified(self, uuid: str, payload: bytes, turns: int | None = None) -> None:
        left = self.sensor.turns if turns is None else turns
        if left:
            asyncio.get_running_loop().call_soon(self.notified, uuid, payload, left - 1)
        elif uuid in self._callbacks:
            self._callbacks[uuid](bytearray(payload))

    def _again(self, seconds: float, call: Callable[[], None]) -> None:
        self._timers = [timer for timer in self._timers if timer.when() > asyncio.get_running_loop().time()]
        self._timers.append(asyncio.get_running_loop().call_later(seconds, call))

    def _beat(self) -> None:
        self._again(PERIOD_S, self._beat)
        sensor = self.sensor
        if sensor.streaming and not sensor.stuck and not sensor.deaf:
            sensor.send(DATA, sensor.index.to_bytes(4, "little"))
            sensor.index += 1

    def _supervise(self, unheard_s: float) -> None:
        if unheard_s >= SUPERVISION_S:
            self.ended()
        elif self._up:
            self._again(0.1, lambda: self._supervise(0.0 if self.sensor.in_reach else unheard_s + 0.1))

    async def _request(self, kind: str) -> None:
        await misbehave(self.sensor.troubles.get(kind, []))
        while self._up and not self.sensor.in_reach:
            await asyncio.sleep(REQUEST_S)
        await asyncio.sleep(REQUEST_S)
        if not self._up:
            raise BleakError("Not connected")

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **_: Any) -> bytearray:
        await self._request("read")
        return bytearray(self.sensor.value(characteristic.uuid))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        await self._request("write")
        self.sensor.hear(bytes(data))

    async def start_notify(self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kw: Any) -> None:
        self.sensor.subscriptions.append(kw["bluez"])
        await self._request("subscribe")
        self._callbacks[characteristic.uuid] = callback

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        self._callbacks.pop(characteristic.uuid, None)

    async def pair(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    async def unpair(self) -> None:
        raise NotImplementedError

    async def read_gatt_descriptor(self, descriptor: BleakGATTDescriptor, **_: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        raise NotImplementedError


def services(offers: tuple[str, ...]) -> BleakGATTServiceCollection:
    collection = BleakGATTServiceCollection()
    service = BleakGATTService(None, 1, SERVICE)
    collection.add_service(service)
    properties: list[CharacteristicPropertyName] = ["read", "write", "notify"]
    for handle, uuid in enumerate(offers, 2):
        collection.add_characteristic(BleakGATTCharacteristic(None, handle, uuid, properties, lambda: 20, service))
    return collection
