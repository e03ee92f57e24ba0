"""One Bluetooth adapter: the lock around everything that scans or dials, and the scan itself."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from imu_hinge.bluetooth.errors import AdapterStuckError, trouble_of
from imu_hinge.bluetooth.limits import CONNECT_S, FRESH_S, SCAN_START_S, SCAN_STOP_S
from imu_hinge.bluetooth.waiting import to_the_end, within
from imu_hinge.sensors.driver import Advertised, Driver, Sighting
from imu_hinge.sensors.registry import OWN, all_drivers, reason_of

_LOOK_S = 0.1
"""How often a scan that hears nothing new asks whether it may stop."""


@dataclass(frozen=True, slots=True)
class BleBackend:
    """Keyword arguments for bleak's scanner and client: the one place where Bluetooth worlds differ.

    Empty: the operating system's stack.
    """

    scanner_kw: Mapping[str, Any] = field(default_factory=dict)
    client_kw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_system(self) -> bool:
        """Whether the operating system's stack is used."""
        return "backend" not in self.client_kw


@dataclass(frozen=True, slots=True, eq=False)
class Sighted:
    """A sensor that a scan heard. Good for one connection, right after the scan: systems forget devices soon."""

    driver: Driver
    sighting: Sighting
    name: str
    """Empty: not heard yet; it comes in a second packet."""
    rssi_dbm: int
    address: str
    """For display only: private addresses rotate, and macOS shows a number of its own."""
    heard_s: float
    """Loop time when this scan first heard it."""
    device: BLEDevice = field(repr=False)

    @property
    def key(self) -> str:
        """Tells sensors apart within one session."""
        return f"{self.driver.id} {self.sighting.hint or self.address}"

    @property
    def label(self) -> str:
        """The name for the wearer."""
        return self.name or self.sighting.hint or self.address


Sight = Callable[[Advertised], tuple[Driver, Sighting] | None]
"""Whose sensor an advertisement is of, and what that driver makes of it."""
Wish = Callable[[list[Sighted]], bool]
"""Whether a scan has heard what somebody waits for."""


class Adapter:
    """Owns the one lock: controllers dial one peer at a time, and two scans at once fail (hbldh/bleak#1036)."""

    def __init__(self, backend: BleBackend | None = None, drivers: Sequence[Driver] | None = None) -> None:
        """The system's stack and every driver where none are given. One Adapter per adapter and process."""
        self.backend = backend or BleBackend()
        self._drivers = list(all_drivers() if drivers is None else drivers)
        self.broken: list[str] = []
        """A line for each driver of another package that failed over what was heard, and is asked no more."""
        self._lock = asyncio.Lock()
        self._waiting: list[Wish] = []
        self.pairing: set[str] = set()
        """The devices being set up, in BlueZ's words: whichever of our pairing agents is asked says yes to them."""
        self.serials: dict[str, str] = {}
        """What each sensor said, by `Sighted.key`: nobody asks a stranger whom another link has asked."""
        self._fresh: list[Sighted] = []
        self._fresh_until_s = -math.inf

    async def scan(self, seconds: float, stop_when: Wish | None = None) -> list[Sighted]:
        """The sensors heard within `seconds`, or until `stop_when`; waits for its turn first.

        Raises what bleak raises, see `imu_hinge.bluetooth.errors`, and AdapterStuckError.
        """
        async with self.turn():
            return await self.scan_in_turn(seconds, stop_when)

    @asynccontextmanager
    async def turn(self, wish: Wish = lambda found: False) -> AsyncIterator[None]:
        """The lock; `wish` is asked by the scan of whoever holds it meanwhile."""
        self._waiting.append(wish)
        try:
            await self._lock.acquire()
        finally:
            self._waiting.remove(wish)
        try:
            yield
        finally:
            self._lock.release()

    def somebody_waits_for(self, found: list[Sighted]) -> bool:
        """Whether a scan for an absent sensor keeps a present one waiting."""
        return any(wish(found) for wish in self._waiting)

    def everybody_waits_for(self, found: list[Sighted]) -> bool:
        """Whether a scan has heard all that those who wait for their turn look for."""
        return all(wish(found) for wish in self._waiting)

    def fresh(self) -> list[Sighted]:
        """What the last scan heard and nobody has connected to; nothing after FRESH_S."""
        return self._fresh if asyncio.get_running_loop().time() < self._fresh_until_s else []

    async def scan_in_turn(
        self, seconds: float, stop_when: Wish | None = None, started: Callable[[], None] = lambda: None
    ) -> list[Sighted]:
        """`scan` for whoever holds the turn; `started` is called when the radio listens."""
        heard = _Heard(self._sighting)
        # without a filter: some makes advertise a name and no service
        scanner = BleakScanner(heard.detected, **self.backend.scanner_kw)
        try:
            await self._start(scanner)
            started()
            await heard.listen(seconds, stop_when or (lambda found: False))
        finally:
            await to_the_end(_stop(scanner))
        self._fresh, self._fresh_until_s = heard.sighted(), asyncio.get_running_loop().time() + FRESH_S
        return self._fresh

    def _sighting(self, advertised: Advertised) -> tuple[Driver, Sighting] | None:
        """Whose sensor it is; what others wrote must not keep our own sensors from working."""
        for driver in tuple(self._drivers):
            try:
                sighting = driver.sight(advertised)
            except Exception as error:
                if driver.id in OWN:
                    raise
                self._drivers.remove(driver)
                remedy = "update its package, or uninstall it"
                self.broken.append(f"sensor driver {driver.id!r} is left out: {reason_of(error)}; {remedy}")
            else:
                if sighting is not None:
                    return driver, sighting
        return None

    async def _start(self, scanner: BleakScanner) -> None:
        try:
            await within(SCAN_START_S, scanner.start())
        except TimeoutError as late:
            raise AdapterStuckError(f"no scan within {SCAN_START_S:g} s") from late

    def client(self, sighted: Sighted, ended: Callable[[], None]) -> BleakClient:
        """A new client for one connection; `ended` is called when the link ends, also by our own hand."""
        self._fresh = [one for one in self._fresh if one is not sighted]
        return BleakClient(sighted.device, lambda _: ended(), timeout=CONNECT_S, **self.backend.client_kw)


async def _stop(scanner: BleakScanner) -> None:
    """Ends a scan; trouble with it shows again when the next one starts."""
    try:
        await within(SCAN_STOP_S, scanner.stop())
    except Exception as error:
        if trouble_of(error, "") is None:
            raise


@dataclass(slots=True)
class _Device:
    """Everything one device has said in this scan: name and data come in different packets."""

    heard_s: float
    device: BLEDevice
    rssi_dbm: int = 0
    name: str = ""
    services: set[str] = field(default_factory=set)
    manufacturer: dict[int, bytes] = field(default_factory=dict)

    def take(self, device: BLEDevice, said: AdvertisementData) -> None:
        self.device, self.rssi_dbm = device, said.rssi
        self.name = said.local_name or self.name
        self.services |= {uuid.lower() for uuid in said.service_uuids}
        self.manufacturer |= said.manufacturer_data

    def sighted(self, sighting: Sight) -> Sighted | None:
        found = sighting(Advertised(self.name, tuple(sorted(self.services)), self.manufacturer))
        return found and Sighted(*found, self.name, self.rssi_dbm, self.device.address, self.heard_s, self.device)


class _Heard:
    """What a running scan has heard so far."""

    def __init__(self, sighting: Sight) -> None:
        self._sighting = sighting
        self._loop = asyncio.get_running_loop()
        self._devices: dict[str, _Device] = {}
        self._news = asyncio.Event()

    def detected(self, device: BLEDevice, said: AdvertisementData) -> None:
        known = self._devices.setdefault(device.address, _Device(self._loop.time(), device))
        known.take(device, said)
        self._news.set()

    def sighted(self) -> list[Sighted]:
        """The newest of each sensor: under a rotating address one may be heard twice."""
        found = [device.sighted(self._sighting) for device in self._devices.values()]
        return list({one.key: one for one in found if one is not None}.values())

    async def listen(self, seconds: float, stop_when: Wish) -> None:
        with suppress(TimeoutError):
            await within(seconds, self._until(stop_when))

    async def _until(self, stop_when: Wish) -> None:
        while not stop_when(self.sighted()):
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_S):
                    await self._news.wait()
