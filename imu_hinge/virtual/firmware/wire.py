"""One link as the device sees it: who subscribed what, which answers wait, what leaves next. It ends with the link."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.hsp import (
    BACKFILL,
    CONFIG,
    CONTROL,
    DATA,
    GAP,
    HOLD_UNKNOWN,
    STATUS,
    TIME_SYNC,
    DeviceContext,
    SyncReply,
    SyncRequest,
    decode_sync_request,
    encode_frame,
    encode_sync_reply,
)
from imu_hinge.virtual.firmware.asking import AskInterval, IntervalAsking
from imu_hinge.virtual.firmware.commands import After, Commands
from imu_hinge.virtual.firmware.machine import Machine
from imu_hinge.virtual.firmware.notices import Notices
from imu_hinge.virtual.firmware.replies import Replies

_U32 = 1 << 32
_ATT_HEADER = 3


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One value for the radio."""

    characteristic: str
    payload: bytes

    @property
    def indicated(self) -> bool:
        """Whether it is an indication, whose confirmation the device must hear of; else a notification."""
        return self.characteristic == CONTROL


@dataclass(frozen=True, slots=True)
class HangUp:
    """The device ends the link."""

    forget_bonds: bool = False


Wish = AskInterval | HangUp


class Wire:
    """Everything that begins with a link and ends with it. `t_s` is true time, up to which the machine has advanced."""

    def __init__(self, machine: Machine, t_s: float) -> None:
        self._machine = machine
        self.notices = Notices(machine)
        self._asking = IntervalAsking(t_s)
        self._commands = Commands(machine, self._asking)
        self._replies = Replies()
        self.subscribed: set[str] = set()
        self._ping: tuple[SyncRequest, int] | None = None
        self._hang_up: HangUp | None = None
        self._answering: tuple[Callable[[float], Outgoing | None], ...] = (self._reply, self._pong)
        self._telling = (self._frame, self._notice, self._old_frame)

    def end(self, t_s: float) -> None:
        """The link is gone: a run goes on in the ring (P5), all else stops."""
        self._commands.abandon()
        self._machine.buffer(t_s)
        self._machine.backfill.stop()
        self._machine.motor.stop()

    def advance(self, t_s: float) -> None:
        """Time passes: a measurement may be done."""
        if answer := self._commands.finish(t_s):
            self._replies.add(answer)

    @property
    def next_s(self) -> float:
        """When something becomes due by itself, samples apart."""
        times = [self._commands.measured_at_s, self._asking.next_s]
        if not self._machine.withheld:
            times += [self.notices.next_s, self._machine.backfill.next_s if self._old_frames_flow else inf]
        return min(times)

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """The receiver wants this characteristic's values, or wants no more."""
        if on:
            self.subscribed.add(uuid)
            self.notices.subscribe(uuid, t_s)
            return
        self.subscribed.discard(uuid)
        self.notices.unsubscribe(uuid)
        if uuid == DATA:
            self._machine.buffer(t_s)

    def read(self, uuid: str, t_s: float) -> bytes:
        """Config or Status; KeyError for any other."""
        values: dict[str, Callable[[], bytes]] = {
            CONFIG: self.notices.config,
            STATUS: lambda: self.notices.status(t_s),
        }
        return values[uuid]()

    def write(self, uuid: str, payload: bytes, t_s: float, encrypted: bool) -> None:
        """A Control request or a Time Sync ping; KeyError for any other."""
        {CONTROL: self._request, TIME_SYNC: self._pinged}[uuid](payload, t_s, encrypted)

    def _request(self, payload: bytes, t_s: float, encrypted: bool) -> None:
        if CONTROL not in self.subscribed:
            return
        if answer := self._commands.answer(payload, self._context(t_s, encrypted), t_s):
            self._replies.add(answer)

    def _context(self, t_s: float, encrypted: bool) -> DeviceContext:
        machine = self._machine
        return DeviceContext(
            state=machine.state,
            subscribed=DATA in self.subscribed,
            encrypted=encrypted,
            mtu=machine.mtu,
            odr_mhz=machine.odr_mhz,
            caps=machine.make.caps,
            battery=machine.battery.pct,
            oldest=machine.ring.oldest % _U32,
            newest=(machine.ring.end - 1) % _U32,
            backfilling=machine.backfill.running,
            motor_ms_60s=machine.motor.ms_60s(t_s),
        )

    def _pinged(self, payload: bytes, t_s: float, encrypted: bool) -> None:
        if not encrypted:
            return
        try:
            self._ping = decode_sync_request(payload), self._machine.clock.us(t_s)
        except ProtocolError:
            return  # section 14: ignored, no answer

    def confirmed(self) -> None:
        """The receiver confirmed the last indication."""
        if self._replies.confirmed() is After.FORGET:
            self._hang_up = HangUp(forget_bonds=True)

    def take(self, t_s: float) -> Outgoing | None:
        """What leaves next: answers first, then live frames, notices, and backfill last (R5)."""
        outlets = self._answering if self._machine.withheld else self._answering + self._telling
        for outlet in outlets:
            if value := outlet(t_s):
                return value
        return None

    def _reply(self, _: float) -> Outgoing | None:
        if CONTROL not in self.subscribed:
            return None
        payload = self._replies.take(frames_wait=self._frames_flow and not self._machine.withheld)
        return None if payload is None else Outgoing(CONTROL, payload)

    @property
    def _frames_flow(self) -> bool:
        """Whether frames wait that may leave (K6)."""
        return self._machine.live.waiting > 0 and not self._replies.hold_frames

    def _pong(self, t_s: float) -> Outgoing | None:
        if self._ping is None or TIME_SYNC not in self.subscribed:
            return None
        (request, t2_us), self._ping = self._ping, None
        hold_us = min(HOLD_UNKNOWN, self._machine.clock.us(t_s) - t2_us)
        return Outgoing(TIME_SYNC, encode_sync_reply(SyncReply(request.id, request.t1, t2_us, hold_us)))

    def _frame(self, _: float) -> Outgoing | None:
        if not self._frames_flow or not (span := self._machine.live.take()):
            return None
        piece = self._machine.ring.piece(span.first, span.end)
        frame = piece.frame(self._machine.frame_shape[0], GAP if span.gap else 0)
        return Outgoing(DATA, encode_frame(frame))

    def _notice(self, t_s: float) -> Outgoing | None:
        value = self.notices.take(t_s)
        if value is None:
            return None
        characteristic, payload = value
        return Outgoing(characteristic, payload[: self._machine.mtu - _ATT_HEADER])

    def _old_frame(self, t_s: float) -> Outgoing | None:
        backfill = self._machine.backfill
        if not self._old_frames_flow or t_s < backfill.next_s:
            return None
        kind, most = self._machine.frame_shape
        frame = backfill.take(self._machine.ring, kind, most, t_s)
        return Outgoing(BACKFILL, encode_frame(frame)) if frame else self._notice(t_s)

    @property
    def _old_frames_flow(self) -> bool:
        machine = self._machine
        return machine.backfill.running and BACKFILL in self.subscribed and not machine.live.waiting

    def take_wish(self, t_s: float) -> Wish | None:
        """What the device wants of the link itself, once each."""
        wish, self._hang_up = self._hang_up, None
        return wish or self._asking.due(t_s, self.notices.conn_interval)
