"""A driver's Port over one connected BleakClient: reads, writes and notifications, all with a limit, all as Packets."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakCharacteristicNotFoundError, BleakDBusError, BleakGATTProtocolError

from imu_hinge.bluetooth.errors import (
    HungError,
    PairingStuckError,
    StackDownError,
    StackRefusedError,
    UnansweredError,
    trouble_of,
)
from imu_hinge.bluetooth.limits import REQUEST_S, UNPROVEN_S
from imu_hinge.bluetooth.waiting import Gone, within
from imu_hinge.model.errors import HingeError
from imu_hinge.model.inputs import Packet, Placement

Result = TypeVar("Result")
_REFUSALS = (BleakGATTProtocolError, BleakCharacteristicNotFoundError)


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """Somebody waits for a notification."""

    characteristic: str
    answers: Callable[[bytes], bool]
    answer: asyncio.Future[bytes]


class BlePort:
    """The Port of one connection."""

    def __init__(
        self,
        client: BleakClient,
        gone: Gone,
        placement: Placement,
        driver: str,
        now_ns: Callable[[], int],
        received: Callable[[Packet], None],
    ) -> None:
        """`received` takes each value read or notified; it must not raise."""
        self._client, self._gone = client, gone
        self._placement, self._driver = placement, driver
        self._now_ns, self._received = now_ns, received
        self._characteristics: dict[str, BleakGATTCharacteristic] = {}
        self._questions: list[_Question] = []
        self._subscribed: list[BleakGATTCharacteristic] = []
        self._proven = False
        self._shut = False

    def discovered(self) -> None:
        """Takes the characteristics of the connected client; of two with one UUID the first."""
        for service in self._client.services:
            for characteristic in service.characteristics:
                self._characteristics.setdefault(characteristic.uuid.lower(), characteristic)

    def shut(self) -> None:
        """Nothing is received from here on."""
        self._shut = True

    def now_ns(self) -> int:
        """Session time."""
        return self._now_ns()

    def offers(self, characteristic: str) -> bool:
        """Whether the sensor has this characteristic."""
        return characteristic in self._characteristics

    async def read(self, characteristic: str) -> bytes:
        """The value, which also goes into the session."""
        return await self._asked(characteristic, self._patience_s, self._read)

    async def probe(self, characteristic: str) -> None:
        """A read that waits as long as the link lasts: ATT allows one request at a time, repeating would not help."""
        await self._asked(characteristic, None, self._read)

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        """Writes; SensorRefusedError when the sensor says no. Without a response where the sensor has none to give."""
        confirmed = response and self._confirms_writes(characteristic)
        await self._asked(
            characteristic,
            self._patience_s,
            lambda found: self._client.write_gatt_char(found, payload, response=confirmed),
        )
        self._proven = self._proven or confirmed

    async def subscribe(self, characteristic: str) -> None:
        """Notifications go into the session from here on; once more asked for, nothing happens."""
        if self._characteristics.get(characteristic) in self._subscribed:
            return
        await self._asked(characteristic, self._patience_s, self._subscribe)
        self._subscribed.append(self._characteristics[characteristic])
        self._proven = True

    async def release(self) -> None:
        """Gives every subscription back; raises what bleak raises."""
        while self._subscribed:
            await self._client.stop_notify(self._subscribed.pop())

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        """Writes and gives the first notification of `on` for which `answers` is true."""
        question = _Question(on or characteristic, answers, asyncio.get_running_loop().create_future())
        self._questions.append(question)
        try:
            await self.write(characteristic, payload)
            await self._until(question.answer, within_s)
        finally:
            self._questions.remove(question)
        if not question.answer.done():
            raise HungError(f"no answer within {within_s:g} s")
        return question.answer.result()

    async def sleep(self, seconds: float) -> None:
        """Waits; LinkDownError when the link ends meanwhile."""
        await self._until(None, seconds)

    async def _until(self, event: asyncio.Future[Any] | None, seconds: float) -> None:
        """Returns at the event or after the time; without a task of its own: drivers sleep often."""
        watched: set[asyncio.Future[Any]] = {self._gone} if event is None else {self._gone, event}
        await asyncio.wait(watched, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._gone.done():
            raise self._gone.result()

    @property
    def _patience_s(self) -> float:
        return REQUEST_S if self._proven else UNPROVEN_S

    def _confirms_writes(self, characteristic: str) -> bool:
        found = self._characteristics.get(characteristic)
        return found is None or "write" in found.properties

    async def _asked(
        self,
        characteristic: str,
        limit_s: float | None,
        request: Callable[[BleakGATTCharacteristic], Coroutine[Any, Any, Result]],
    ) -> Result:
        """One request to the stack, its errors as those of the Port."""
        if self._gone.done():
            raise self._gone.result()
        try:
            if characteristic not in self._characteristics:
                raise BleakCharacteristicNotFoundError(characteristic)
            return await within(limit_s, request(self._characteristics[characteristic]), self._gone)
        except TimeoutError:
            kind = UnansweredError if self._proven else PairingStuckError
            raise kind("no answer" if limit_s is None else f"no answer within {limit_s:g} s") from None
        except HingeError:
            raise
        except Exception as error:
            if trouble_of(error, "") is None:
                raise
            refused = isinstance(error, _REFUSALS)
            raise (StackRefusedError if refused else StackDownError)(str(error)) from error

    async def _read(self, characteristic: BleakGATTCharacteristic) -> bytes:
        value = bytes(await self._client.read_gatt_char(characteristic))
        self._take(characteristic.uuid.lower(), value)
        return value

    async def _subscribe(self, characteristic: BleakGATTCharacteristic) -> None:
        """AcquireNotify first: on BlueZ it never doubles a notification (hbldh/bleak#2002). Others ignore the wish."""
        uuid = characteristic.uuid.lower()

        def notified(_: BleakGATTCharacteristic, value: bytearray) -> None:
            self._take(uuid, bytes(value))

        try:
            await self._client.start_notify(characteristic, notified, bluez={"use_start_notify": False})
        except BleakDBusError:
            await self._client.start_notify(characteristic, notified, bluez={"use_start_notify": True})

    def _take(self, characteristic: str, value: bytes) -> None:
        """Into the session, then to whoever asked. A plain function: bleak would start a task for each coroutine."""
        if self._shut:
            return
        packet = Packet(self._now_ns(), self._placement, self._driver, value, characteristic)
        try:
            self._received(packet)
            for question in self._questions:
                _offer(question, packet)
        except Exception as bug:
            self._fail(bug)

    def _fail(self, bug: Exception) -> None:
        """A callback of the stack is no place to raise from: whoever waits on the link gets it."""
        self.shut()
        if not self._gone.done():
            self._gone.set_result(bug)


def _offer(question: _Question, packet: Packet) -> None:
    open_still = not question.answer.done() and question.characteristic == packet.characteristic
    if open_still and question.answers(packet.payload):
        question.answer.set_result(packet.payload)
