"""The smallest make of sensor: a counter as data, battery and interval as status."""

from imu_hinge.model.errors import SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.driver import Advertised, Decoded, Driver, Echo, Sighting

SERVICE, DATA, STATUS, CONTROL = (f"0000fa0{number}-0000-1000-8000-000000000000" for number in range(4))
COMPANY = 0xFFFF
_ROLES = {"sacrum": Placement.SACRUM, "thoracic": Placement.THORACIC}


class FakeDialogue:
    """Counts what it was asked to do."""

    def __init__(self) -> None:
        self.battery_pct: int | None = None
        self.interval_ms: float | None = None
        self.begun = 0

    def notified(self, packet: Packet) -> None:
        if packet.characteristic == STATUS:
            self.battery_pct, self.interval_ms = packet.payload[0], float(packet.payload[1])

    async def begin(self, port: Port) -> None:
        self.begun += 1
        for characteristic in (STATUS, DATA):
            await port.subscribe(characteristic)
        await port.write(CONTROL, b"start")

    async def attend(self, port: Port) -> None:
        while True:
            await port.sleep(1.0)

    async def revive(self, port: Port) -> None:
        await port.write(CONTROL, b"start")

    async def end(self, port: Port) -> None:
        await port.write(CONTROL, b"stop")

    async def identify(self, port: Port, seconds: int) -> None:
        if seconds > 30:
            raise SensorRefusedError("too long")
        await port.write(CONTROL, b"blink")

    async def ask_interval(self, port: Port, interval_ms: float) -> None:
        await port.write(CONTROL, b"interval %d" % interval_ms)


class FakeDecoder:
    """Gives nothing: the radio does not look into packets."""

    def decode(self, packet: Packet) -> Decoded | Echo | None:
        return None


def sight(advertised: Advertised) -> Sighting | None:
    if SERVICE not in advertised.services:
        return None
    role, battery, hint, state = advertised.manufacturer[COMPANY].decode().split(maxsplit=3)
    obstacle = "needs another version of this program" if role == "newer" else ""
    return Sighting(_ROLES.get(role), int(battery), hint, obstacle, state)


FAKE = Driver("fake", "Fake sensor", DATA, FakeDecoder, sight, FakeDialogue)
