"""What one sensor has told over all connections of a session, and what of it still needs an answer."""

from dataclasses import dataclass

from imu_hinge.model.errors import ProtocolError
from imu_hinge.model.inputs import Packet
from imu_hinge.sensors.driver import Decoded
from imu_hinge.sensors.hsp.control import Op, ReplyStatus, decode_control_reply
from imu_hinge.sensors.hsp.decoder import HspDecoder
from imu_hinge.sensors.hsp.holes import Holes
from imu_hinge.sensors.hsp.structs import (
    Config,
    State,
    Status,
    StatusFlag,
    decode_config,
    decode_status,
    unless_cut,
)
from imu_hinge.sensors.hsp.uuids import BACKFILL, CONFIG, CONTROL, DATA, STATUS

_RUNNING = (State.STREAMING, State.BUFFERING)


@dataclass(slots=True)
class Coming:
    """The backfill under way."""

    end: int
    """Full index after the last sample that was promised."""
    newest_ns: int
    """When its newest frame came, or the promise itself."""
    over: bool = False
    """The last frame came, or the sensor says that none is left (R3)."""


class Hearing:
    """Takes every notification and value read, in order of arrival. Never raises; bounded, whatever comes in."""

    config: Config | None = None
    status: Status | None = None
    coming: Coming | None = None
    unmatched_since_ns: int | None = None
    """Since when frames of a run have come that fit no Config (E4)."""
    counters_fit: bool = True
    """Whether the newest live frame fitted its anchor."""
    counter_refusals: int = 0
    """In a row, since whoever acts on them set it to 0."""
    doubted: bool = False
    """Something says that the run may have ended."""

    def __init__(self) -> None:
        self.holes = Holes()
        self.changed: set[str] = set()
        """Characteristics whose notification was cut: to be read (S2)."""
        self._decoder = HspDecoder()
        self._handlers = {
            DATA: self._on_data,
            CONFIG: self._on_config,
            CONTROL: self._on_control,
            STATUS: self._on_status,
            BACKFILL: self._on_backfill,
        }

    def connected(self) -> None:
        """A new connection: what the earlier one left unfinished is void, every hole may be asked for again."""
        self.changed.clear()
        self.coming, self.unmatched_since_ns, self.doubted = None, None, False
        self._fits()
        self.holes.try_again()

    def take(self, packet: Packet) -> None:
        """What a packet says; bytes that are refused say nothing."""
        handler = self._handlers.get(packet.characteristic)
        if handler:
            try:
                handler(packet)
            except ProtocolError as refusal:
                self._refused(packet, refusal.reason)

    def _refused(self, packet: Packet, reason: str) -> None:
        if packet.characteristic != DATA:
            return
        if reason == "counter":
            self.counters_fit = False
            self.counter_refusals += 1
        elif reason == "no_config" and self.unmatched_since_ns is None:
            self.unmatched_since_ns = packet.t_ns

    def _on_data(self, packet: Packet) -> None:
        part = self._decoder.decode(packet)
        if isinstance(part, Decoded):
            self.holes.saw(part.stream, part.index, part.index + len(part.acc), packet.t_ns)
            self.unmatched_since_ns = None
            self._fits()

    def _fits(self) -> None:
        self.counters_fit, self.counter_refusals = True, 0

    def _on_backfill(self, packet: Packet) -> None:
        part = self._decoder.decode(packet)
        if isinstance(part, Decoded) and self.coming:
            end = part.index + len(part.acc)
            self.holes.fill(part.index, end)
            self.coming.newest_ns = packet.t_ns
            self.coming.over |= end == self.coming.end

    def _on_config(self, packet: Packet) -> None:
        config = unless_cut(decode_config, packet.payload)
        if config is None:
            self.changed.add(CONFIG)
            return
        self._decoder.decode(packet)
        self.config = config
        self.doubted |= config.state not in _RUNNING

    def _on_control(self, packet: Packet) -> None:
        reply = decode_control_reply(packet.payload)
        self._decoder.decode(packet)
        if reply.status != ReplyStatus.OK:
            return
        if reply.op == Op.START:
            self.holes.started(self._decoder.stream, reply.result["next_index"], packet.t_ns)
            self.doubted = False
            self._fits()
        elif reply.op == Op.BACKFILL:
            self.coming = Coming(reply.result["first"] + reply.result["count"], packet.t_ns)

    def _on_status(self, packet: Packet) -> None:
        status = unless_cut(decode_status, packet.payload)
        if status is None:
            self.changed.add(STATUS)
            return
        self._decoder.decode(packet)
        self.doubted |= status.has(StatusFlag.CRITICAL_BATTERY) or status.has(StatusFlag.IMU_FAULT)
        self.status = status
        if self.coming and not status.has(StatusFlag.BACKFILL_RUNNING):
            self.coming.over = True
