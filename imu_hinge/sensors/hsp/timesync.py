"""Time sync (PROTOCOL.md section 10): one ping gives a round trip and an offset of clocks."""

from dataclasses import dataclass
from struct import Struct

from imu_hinge.sensors.driver import Echo
from imu_hinge.sensors.hsp.refusal import refused

HOLD_UNKNOWN = 65535
_REQUEST_OP, _REPLY_OP = 0x01, 0x81
_REQUEST = Struct("<BBQ")
_REPLY = Struct("<BBQQH")
_OLDEST_NS = 10 * 1_000_000_000
"""A reply to an older ping is one of an earlier connection (T2)."""
LAST_DEVICE_US = 1 << 53
"""285 years after its boot no device still runs: a later time is refused."""


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """A ping."""

    id: int
    t1: int
    """The receiver's clock, ns; opaque to the device."""


@dataclass(frozen=True, slots=True)
class SyncReply:
    """The answer to a ping."""

    id: int
    t1: int
    """As in the request."""
    t2_us: int
    """Device time when the request arrived."""
    hold_us: int
    """From t2 until the reply was handed to the radio."""


@dataclass(frozen=True, slots=True)
class SyncPoint:
    """What one ping says about the two clocks."""

    rtt_ns: int
    offset_ns: int
    """Host minus device."""


def encode_sync_request(request: SyncRequest) -> bytes:
    """10 bytes; struct.error for a field outside its type."""
    return _REQUEST.pack(_REQUEST_OP, request.id, request.t1)


def decode_sync_request(payload: bytes) -> SyncRequest:
    """What a device was asked; raises ProtocolError short or type, which a device answers with silence."""
    _judge(payload, _REQUEST.size, _REQUEST_OP)
    return SyncRequest(*_REQUEST.unpack_from(payload)[1:])


def encode_sync_reply(reply: SyncReply) -> bytes:
    """20 bytes; struct.error for a field outside its type."""
    return _REPLY.pack(_REPLY_OP, reply.id, reply.t1, reply.t2_us, reply.hold_us)


def decode_sync_reply(payload: bytes) -> SyncReply:
    """What a device answered; raises ProtocolError short, type, or value for a hold it does not know."""
    _judge(payload, _REPLY.size, _REPLY_OP)
    reply = SyncReply(*_REPLY.unpack_from(payload)[1:])
    if reply.hold_us == HOLD_UNKNOWN:
        raise refused(18, "value")
    return reply


def _judge(payload: bytes, size: int, op: int) -> None:
    if len(payload) < size:
        raise refused(len(payload), "short")
    if payload[0] != op:
        raise refused(0, "type")


def solve(reply: SyncReply, t4_ns: int) -> SyncPoint:
    """Round trip and offset of a reply that arrived at `t4_ns` on the clock of its t1 (T3)."""
    rtt = t4_ns - reply.t1 - 1000 * reply.hold_us
    offset = (reply.t1 + t4_ns - 1000 * (2 * reply.t2_us + reply.hold_us)) // 2
    return SyncPoint(rtt, offset)


def echo(reply: SyncReply, t4_ns: int) -> Echo | None:
    """Both clocks at the middle of the round trip; None for a reply that cannot answer a ping of ours (T2)."""
    point = solve(reply, t4_ns)
    if point.rtt_ns < 0 or t4_ns - reply.t1 > _OLDEST_NS or reply.t2_us > LAST_DEVICE_US:
        return None
    device_ns = 1000 * reply.t2_us + 500 * reply.hold_us
    return Echo(device_ns, device_ns + point.offset_ns, point.rtt_ns)
