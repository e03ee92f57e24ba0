"""All that is ever said to a DOT."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from imu_hinge.model.errors import ProtocolError, SensorRefusedError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.movella_dot import words
from imu_hinge.sensors.movella_dot.codec import (
    BATTERY,
    CONTROL,
    IDENTIFY,
    INFO,
    MEDIUM,
    RATE_HZ,
    RUN,
    START,
    STOP,
    decode_info,
    rate_of,
    set_rate,
)
from imu_hinge.sensors.sequence import Choose, Read, SequencedDialogue, Sequences, Step, Subscribe, Write

_LARGEST_PCT = 100


def _halt(replies: Mapping[str, bytes]) -> Sequence[Step]:
    """It goes on streaming when a link is lost, and while it streams no setting can be changed."""
    return (Write(RUN, STOP), Read("halted", RUN)) if replies["run"][1:2] == START[1:2] else ()


def _fast(replies: Mapping[str, bytes]) -> Sequence[Step]:
    """Sets the rate where it is another one."""
    if rate_of(replies["control"]) == RATE_HZ:
        return ()
    return Write(CONTROL, set_rate(RATE_HZ)), Read("rate set", CONTROL, words.other_rate)


_START = (
    Subscribe(BATTERY),
    Read("battery", BATTERY),
    Read("run", RUN),
    Choose(_halt),
    Read("control", CONTROL),
    Choose(_fast),
    Subscribe(MEDIUM),
    Write(RUN, START),
    Read("started", RUN, words.not_started),
)


def battery_pct(packet: Packet) -> int | None:
    """From a value of BATTERY; None for any other and for what is no level."""
    told = packet.payload[0] if packet.characteristic == BATTERY and packet.payload else None
    return told if told is not None and told <= _LARGEST_PCT else None


SEQUENCES = Sequences(
    start=_START,
    stop=(Write(RUN, STOP),),
    identify=lambda seconds: (Write(CONTROL, IDENTIFY),),
    battery_pct=battery_pct,
)


class DotDialogue(SequencedDialogue):
    """Puts back at the end the rate that it found, over however many connections: the sensor keeps it for good."""

    def __init__(self) -> None:
        super().__init__(SEQUENCES)
        self._found_hz: int | None = None

    def notified(self, packet: Packet) -> None:
        """As Dialogue; the first value of CONTROL is what somebody else has set."""
        super().notified(packet)
        if packet.characteristic == CONTROL and self._found_hz is None:
            self._found_hz = rate_of(packet.payload)

    async def end(self, port: Port) -> None:
        """As Dialogue."""
        await super().end(port)
        if self._found_hz not in (None, RATE_HZ):
            with suppress(SensorRefusedError):
                await port.write(CONTROL, set_rate(self._found_hz))
        self._found_hz = None


async def ask_identity(port: Port) -> Identity:
    """From the sensor's own characteristics. Raises LinkDownError, SensorRefusedError."""
    try:
        info = decode_info(await port.read(INFO))
    except ProtocolError as cut:
        raise SensorRefusedError(words.NO_INFO) from cut
    return Identity(serial=info.serial, model=info.product, firmware=info.firmware)
