"""A driver's Port straight to a virtual device: no radio, its own clock, everything written down."""

from collections.abc import Callable
from dataclasses import dataclass, field

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.dialogue import Dialogue
from imu_hinge.virtual.firmware.wire import Wish
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.device import AttError, Can, Device

_TRIP_S = 0.03
_LEAST_S = 1e-6


@dataclass
class DevicePort:
    """Time passes only in here. Values go to `packets` and to the dialogue, if there is one."""

    device: Device
    driver: str
    dialogue: Dialogue | None = None
    now_s: float = 0.0
    deaf: Callable[[bytes], bool] = lambda payload: False
    """Which writes never arrive."""
    down: bool = False
    packets: list[Packet] = field(default_factory=list)
    written: list[tuple[str, bytes]] = field(default_factory=list)
    subscribed: list[str] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.device.connected(self.now_s)
        rows = [row for rows in self.device.services.values() for row in rows]
        self._can = {row.uuid: row.can for row in rows}

    def hang_up(self) -> None:
        self.down = True
        self.device.disconnected(self.now_s)

    def payloads(self) -> list[bytes]:
        """What was written, in order."""
        return [payload for _, payload in self.written]

    def now_ns(self) -> int:
        return round(self.now_s * 1e9)

    def offers(self, characteristic: str) -> bool:
        return characteristic in self._can

    async def sleep(self, seconds: float) -> None:
        self._until(self.now_s + seconds)

    async def read(self, characteristic: str) -> bytes:
        self._until(self.now_s + _TRIP_S)
        self._must(characteristic, Can.READ)
        try:
            value = self.device.read(characteristic, self.now_s)
        except AttError as refusal:
            raise SensorRefusedError(str(refusal)) from refusal
        self._received(characteristic, value)
        return value

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        self._until(self.now_s + _TRIP_S)
        self._must(characteristic, Can.WRITE if response else Can.WRITE_WITHOUT_RESPONSE)
        self.written.append((characteristic, payload))
        if self.deaf(payload):
            self._must_be_up()
            return
        try:
            self.device.write(characteristic, payload, self.now_s)
        except AttError as refusal:
            raise SensorRefusedError(str(refusal)) from refusal

    async def subscribe(self, characteristic: str) -> None:
        if characteristic in self.subscribed:
            return
        self._until(self.now_s + _TRIP_S)
        self._must(characteristic, Can.NOTIFY)
        self.subscribed.append(characteristic)
        self.device.subscribe(characteristic, True, self.now_s)

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        heard, end_s = len(self.packets), self.now_s + within_s
        await self.write(characteristic, payload, response=Can.WRITE in self._can[characteristic])
        self._until(end_s, lambda: self._answered(heard, answers, on or characteristic) is not None)
        answer = self._answered(heard, answers, on or characteristic)
        if answer is None:
            raise LinkDownError(f"no answer within {within_s} s")
        return answer

    def _answered(self, heard: int, answers: Callable[[bytes], bool], on: str) -> bytes | None:
        told = (p.payload for p in self.packets[heard:] if p.characteristic == on)
        return next((payload for payload in told if answers(payload)), None)

    def _must_be_up(self) -> None:
        if self.down:
            raise LinkDownError("connection lost")

    def _must(self, characteristic: str, can: Can) -> None:
        self._must_be_up()
        if can not in self._can.get(characteristic, ()):
            raise SensorRefusedError(f"{characteristic} cannot {can.value}")

    def _until(self, end_s: float, enough: Callable[[], bool] = lambda: False) -> None:
        while not enough() and not self.down and self.device.next_s <= end_s:
            self.now_s = max(self.device.next_s, self.now_s + _LEAST_S)
            self._drain()
        if not enough():
            self.now_s = max(self.now_s, end_s)

    def _drain(self) -> None:
        while heard := self.device.take(self.now_s):
            self._received(*heard)
        while wish := self.device.take_wish(self.now_s):
            self.wishes.append(wish)

    def _received(self, characteristic: str, payload: bytes) -> None:
        packet = Packet(self.now_ns(), Placement.SACRUM, self.driver, payload, characteristic)
        self.packets.append(packet)
        if self.dialogue:
            self.dialogue.notified(packet)


def begin(port: DevicePort) -> None:
    """The dialogue's first step, done."""
    assert port.dialogue
    run_jumping(port.dialogue.begin(port))


def end(port: DevicePort) -> None:
    """The dialogue's last step, done."""
    assert port.dialogue
    run_jumping(port.dialogue.end(port))
