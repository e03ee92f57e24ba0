"""Topics, and each kind of input as bytes and back, bit for bit. Nothing here opens a file."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from imu_hinge.model.arrays import SAMPLE
from imu_hinge.model.inputs import Command, Input, Link, Packet, Placement, Samples, Tick

SESSION, TICK, LINK, COMMAND = "/session", "/input/tick", "/input/link", "/input/command"
EVENT, POSTURE = "/said/event", "/view/posture"
PACKET, SAMPLES = "/input/packet/", "/input/samples/"
INPUT_ROOT = "/input/"

MOST_ROWS = 1 << 16
"""A longer block of samples is stored as several: a chunk must stay within what a reader accepts."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of message: where it goes and how its payload is to be read."""

    topic: str
    encoding: str
    schema: str = ""
    """Name of the JSON schema; empty for bytes that are not JSON."""
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_input(self) -> bool:
        """Whether its messages are what the fold was fed with."""
        return self.topic.startswith(INPUT_ROOT)

    @property
    def key(self) -> Key:
        """What tells it from the other channels of a recording."""
        return (
            self.topic,
            *(self.metadata.get(name, "") for name in ("driver", "characteristic", "nominal_period_ns")),
        )


def fixed_channels(drivers: Mapping[str, str]) -> list[Channel]:
    """The channels every recording has, in the order of their ids from 1; `drivers` as in About."""
    return [
        Channel(SESSION, "json", "imu_hinge.Session"),
        *(packet_channel(placement, drivers.get(placement, "").split(" ")[0], "") for placement in Placement),
        Channel(TICK, "imu_hinge.tick"),
        Channel(LINK, "json", "imu_hinge.Link"),
        Channel(COMMAND, "json", "imu_hinge.Command"),
        Channel(EVENT, "json", "imu_hinge.Event"),
        Channel(POSTURE, "json", "imu_hinge.Posture"),
    ]


def packet_channel(placement: str, driver: str, characteristic: str) -> Channel:
    """The channel for the packets of one placement, driver and characteristic."""
    values = {"placement": str(placement), "driver": driver, "characteristic": characteristic}
    return Channel(f"{PACKET}{placement}", "imu_hinge.packet", metadata=values)


def samples_channel(placement: str, nominal_period_ns: int) -> Channel:
    """The channel for imported samples of one placement."""
    values = {"placement": str(placement), "nominal_period_ns": str(nominal_period_ns)}
    return Channel(f"{SAMPLES}{placement}", "imu_hinge.samples", metadata=values)


def parts(item: Input) -> Iterator[Input]:
    """The inputs to store for `item`: itself, or a long block of samples in several blocks; none for an empty block."""
    if not isinstance(item, Samples):
        yield item
        return
    for start in range(0, len(item.samples), MOST_ROWS):
        yield Samples(item.placement, item.samples[start : start + MOST_ROWS], item.nominal_period_ns)


def channel_of(item: Input) -> Channel:
    """Where an input is stored."""
    match item:
        case Packet():
            return packet_channel(item.placement, item.driver, item.characteristic)
        case Samples():
            return samples_channel(item.placement, item.nominal_period_ns)
        case Tick():
            return Channel(TICK, "imu_hinge.tick")
        case Link():
            return Channel(LINK, "json", "imu_hinge.Link")
        case Command():
            return Channel(COMMAND, "json", "imu_hinge.Command")


def payload_of(item: Input) -> bytes:
    """The bytes stored for an input; its time is stored beside them."""
    match item:
        case Packet():
            return bytes(item.payload)
        case Samples():
            return item.samples.astype(SAMPLE.newbyteorder("<")).tobytes()
        case Tick():
            return b""
        case Link() | Command():
            return compact({name: getattr(item, name) for name in item.__slots__ if name != "t_ns"})


def compact(values: Mapping[str, Any]) -> bytes:
    """JSON without blanks, in ASCII: any text comes back as it was."""
    return json.dumps(values, separators=(",", ":")).encode("ascii")


Decode = Callable[[int, bytes], Input]
"""Session time in ns and payload to input; raises ValueError, KeyError or TypeError for bytes it cannot be."""


def decoder_of(channel: Channel) -> Decode | None:
    """How to read the inputs of a channel; None for a topic that this version does not know. Raises ValueError."""
    maker = _DECODERS.get(channel.topic) or _DECODERS.get(channel.topic.rpartition("/")[0] + "/")
    return None if maker is None else maker(channel)


def _packet_decoder(channel: Channel) -> Decode:
    placement = Placement(channel.topic.removeprefix(PACKET))
    driver, characteristic = channel.metadata.get("driver", ""), channel.metadata.get("characteristic", "")
    return lambda t_ns, data: Packet(t_ns, placement, driver, data, characteristic)


def _samples_decoder(channel: Channel) -> Decode:
    placement = Placement(channel.topic.removeprefix(SAMPLES))
    period_ns = int(channel.metadata.get("nominal_period_ns", ""))
    layout = SAMPLE.newbyteorder("<")
    return lambda t_ns, data: Samples(placement, np.frombuffer(data, layout).astype(SAMPLE), period_ns)


def _tick_decoder(channel: Channel) -> Decode:
    return lambda t_ns, data: Tick(t_ns)


def _link(t_ns: int, data: bytes) -> Link:
    values = json.loads(data)
    known = {name: values[name] for name in Link.__slots__ if name in values}
    return Link(t_ns, **{**known, "placement": Placement(values["placement"])})


def _command(t_ns: int, data: bytes) -> Command:
    values = json.loads(data)
    return Command(t_ns, values["name"], values["argument"])


_DECODERS: dict[str, Callable[[Channel], Decode]] = {
    PACKET: _packet_decoder,
    SAMPLES: _samples_decoder,
    TICK: _tick_decoder,
    LINK: lambda channel: _link,
    COMMAND: lambda channel: _command,
}
