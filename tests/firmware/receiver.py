"""A receiver without a radio: speaks to a Firmware directly, keeps all that leaves it, and knows the truth."""

from dataclasses import dataclass, field

import numpy as np

from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors import hsp
from imu_hinge.sensors.driver import Decoded, Quaternion
from imu_hinge.sensors.hsp.rotation import conjugate, exponential, multiply, normalised, rotation_vector
from imu_hinge.virtual.firmware import Firmware, Identity, Make, Outgoing, Source, Wish, quiet_source
from imu_hinge.virtual.sensor import GYR_LSB_RADPS

ALL = (hsp.CONFIG, hsp.CONTROL, hsp.STATUS, hsp.TIME_SYNC, hsp.BACKFILL, hsp.DATA)
MTU = 247
INTERVAL = 24
"""30 ms: what the device asks for, so that it asks once."""


def firmware(source: Source | None = None, role: hsp.Role = hsp.Role.SACRUM, **make: float) -> Firmware:
    built = Make(**make)  # type: ignore[arg-type]  # fields of Make
    return Firmware(source or quiet_source(1, begin_s=0.004), Identity(serial="HS-0001"), role, make=built)


@dataclass
class Receiver:
    """One link to one device. `t_s` is true time."""

    device: Firmware
    t_s: float = 0.0
    got: list[tuple[float, Outgoing]] = field(default_factory=list)
    wishes: list[tuple[float, Wish]] = field(default_factory=list)
    room: int = 100
    """What the radio takes between two calls."""
    confirms: bool = True
    _txn: int = 0

    def connect(self, mtu: int = MTU, interval: int = INTERVAL, subscribe: tuple[str, ...] = ALL) -> "Receiver":
        self.device.connected(self.t_s, mtu, interval)
        for uuid in subscribe:
            self.device.subscribe(uuid, True, self.t_s)
        self.collect()
        return self

    def leave(self) -> None:
        self.device.disconnected(self.t_s)

    def run(self, seconds: float) -> "Receiver":
        """Time passes, and everything is fetched as soon as it is there."""
        end_s = self.t_s + seconds
        while self.t_s < end_s:
            self.t_s = min(end_s, max(self.device.next_wake_s, self.t_s + 1e-4))
            self.collect()
        return self

    def collect(self) -> None:
        while value := self.device.take(self.t_s, self.room):
            self.got.append((self.t_s, value))
            if value.indicated and self.confirms:
                self.device.confirmed(self.t_s)
        while wish := self.device.take_wish(self.t_s):
            self.wishes.append((self.t_s, wish))

    def write(self, payload: bytes, encrypted: bool = True) -> None:
        self.device.write(hsp.CONTROL, payload, self.t_s, encrypted=encrypted)
        self.collect()

    def ask(self, op: int, **args: int) -> hsp.ControlReply:
        """One request and its one reply, which must have come at once."""
        self._txn = self._txn % 255 + 1
        self.write(hsp.encode_control_request(hsp.ControlRequest(op, self._txn, args)))
        reply = self.replies[-1]
        assert (reply.op, reply.txn) == (op, self._txn)
        return reply

    def payloads(self, uuid: str) -> list[bytes]:
        return [value.payload for _, value in self.got if value.characteristic == uuid]

    @property
    def replies(self) -> list[hsp.ControlReply]:
        return [hsp.decode_control_reply(payload) for payload in self.payloads(hsp.CONTROL)]

    @property
    def frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.DATA) for payload in self.payloads(hsp.DATA)]

    @property
    def old_frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.BACKFILL) for payload in self.payloads(hsp.BACKFILL)]

    @property
    def statuses(self) -> list[hsp.Status]:
        return [hsp.decode_status(payload) for payload in self.payloads(hsp.STATUS)]

    @property
    def config(self) -> hsp.Config:
        return hsp.decode_config(self.device.read(hsp.CONFIG, self.t_s))

    @property
    def status(self) -> hsp.Status:
        return hsp.decode_status(self.device.read(hsp.STATUS, self.t_s))


def started(device: Firmware | None = None, mtu: int = MTU) -> Receiver:
    """Connected and streaming since this instant."""
    receiver = Receiver(device or firmware()).connect(mtu)
    assert receiver.ask(hsp.Op.START).status == 0
    return receiver


def indices(frames: list[hsp.Frame], first: int = 0) -> list[int]:
    """Full indices of all samples of frames of one run, in order of arrival, the first not before `first`."""
    found: list[int] = []
    expected = first
    for frame in frames:
        begin = hsp.unwrap_backfill(expected, frame.index)
        expected = begin + len(frame.samples)
        found += range(begin, expected)
    return found


def decoded(receiver: Receiver) -> list[Decoded]:
    """What the program's own decoder makes of all that came, Config read first."""
    decoder = hsp.HspDecoder()
    log = [(0.0, Outgoing(hsp.CONFIG, receiver.device.read(hsp.CONFIG, receiver.t_s))), *receiver.got]
    packets = [Packet(round(t * 1e9), Placement.SACRUM, "hsp", value.payload, value.characteristic) for t, value in log]
    blocks = [found for found in map(decoder.decode, packets) if isinstance(found, Decoded)]
    return [block for block in blocks if not block.past]


def turn(source: Source, first: int, end: int, pace: float = 1.0) -> Quaternion:
    """The true rotation from before sample `first` to after sample `end` - 1: rates times the device's own time."""
    q: Quaternion = (1.0, 0.0, 0.0, 0.0)
    rates = (source.raw(first, end)[:, 3:] * GYR_LSB_RADPS).tolist()
    for number, (x, y, z) in enumerate(rates, first):
        step_s = (source.time_s(number) - source.time_s(number - 1)) * pace
        q = normalised(multiply(q, exponential(x * step_s, y * step_s, z * step_s)))
    return q


def apart_deg(a: Quaternion, b: Quaternion) -> float:
    return float(np.degrees(np.linalg.norm(rotation_vector(multiply(conjugate(a), b)))))
