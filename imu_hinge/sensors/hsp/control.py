"""Control requests and replies (PROTOCOL.md section 9): one table of operations, one way to read and write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct

from imu_hinge.sensors.hsp.frame import MAX_SAMPLES
from imu_hinge.sensors.hsp.refusal import refused

REPLY = 0x80
NO_SAMPLE = 0xFFFFFFFF
"""`newest_index` of a STOP reply when the run had no sample."""

Values = Mapping[str, int]


class Op(IntEnum):
    """What a request asks for."""

    START = 1
    STOP = 2
    SET_RATE = 3
    IDENTIFY = 4
    HAPTIC = 5
    SET_ROLE = 6
    SELF_TEST = 7
    GYRO_BIAS = 8
    BACKFILL = 9
    BACKFILL_STOP = 10
    FORGET_BONDS = 11
    ENTER_DFU = 12
    SET_CONN = 13


class ReplyStatus(IntEnum):
    """How a request ended; any other value is a failure without a name."""

    OK = 0
    UNKNOWN_OP = 1
    LENGTH = 2
    VALUE = 3
    BUSY = 4
    WRONG_STATE = 5
    NOT_ENCRYPTED = 6
    NOT_IN_RING = 7
    HARDWARE = 8


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """A request; `args` holds exactly the names of its operation."""

    op: int
    txn: int
    args: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControlReply:
    """A reply; `result` is empty unless the status is 0, or 7 of BACKFILL."""

    op: int
    txn: int
    status: int
    result: Values = field(default_factory=dict)


class Layout:
    """Names of consecutive little-endian fields."""

    def __init__(self, layout: str = "", names: str = "") -> None:
        self.struct, self.names = Struct("<" + layout), names.split()

    def encode(self, values: Values) -> bytes:
        """The bytes; raises KeyError for a missing name, struct.error for a value outside its type."""
        return self.struct.pack(*(values[name] for name in self.names))

    def decode(self, payload: bytes, offset: int) -> dict[str, int] | None:
        """The values from `offset` on, trailing bytes ignored; None when too short."""
        if len(payload) < offset + self.struct.size:
            return None
        return dict(zip(self.names, self.struct.unpack_from(payload, offset), strict=True))


NOTHING = Layout()
ARGUMENTS: dict[int, Layout] = dict.fromkeys(map(int, Op), NOTHING) | {
    Op.SET_RATE: Layout("HBxHH", "odr_hz batch acc_fs_mg gyr_fs_dps"),
    Op.IDENTIFY: Layout("B", "seconds"),
    Op.HAPTIC: Layout("BBHB", "pattern strength on_ms repeat"),
    Op.SET_ROLE: Layout("B", "role"),
    Op.BACKFILL: Layout("II", "first count"),
    Op.SET_CONN: Layout("HH", "min max"),
}
RESULTS: dict[int, Layout] = dict.fromkeys(map(int, Op), NOTHING) | {
    Op.START: Layout("HIQ", "run next_index now_us"),
    Op.STOP: Layout("I", "newest_index"),
    Op.SET_RATE: Layout("BBIHH", "epoch batch odr_mhz acc_fs_mg gyr_fs_dps"),
    Op.SET_ROLE: Layout("B", "epoch"),
    Op.SELF_TEST: Layout("B6h", "verdict acc_mg_x acc_mg_y acc_mg_z gyr_dps_x gyr_dps_y gyr_dps_z"),
    Op.GYRO_BIAS: Layout(
        "3h3H", "mean_16th_lsb_x mean_16th_lsb_y mean_16th_lsb_z spread_lsb_x spread_lsb_y spread_lsb_z"
    ),
    Op.BACKFILL: Layout("II", "first count"),
    Op.SET_CONN: Layout("HH", "min max"),
}
_RING = Layout("II", "oldest newest")


def _haptic_in_range(args: Values) -> bool:
    limits = {"pattern": (1, 3), "strength": (1, 255), "on_ms": (20, 1000), "repeat": (1, 5)}
    return args["pattern"] == 0 or all(low <= args[name] <= high for name, (low, high) in limits.items())


IN_RANGE: dict[int, Callable[[Values], bool]] = {
    Op.SET_RATE: lambda args: args["batch"] <= MAX_SAMPLES,
    Op.IDENTIFY: lambda args: args["seconds"] <= 30,
    Op.HAPTIC: _haptic_in_range,
    Op.SET_ROLE: lambda args: args["role"] <= 2,
    Op.BACKFILL: lambda args: args["count"] >= 1,
    Op.SET_CONN: lambda args: 6 <= args["min"] <= args["max"] <= 80,
}
"""Which arguments every device refuses with status 3; operations not listed take any."""


def encode_control_request(request: ControlRequest) -> bytes:
    """The bytes; raises KeyError for an unknown operation or a missing argument, struct.error for one out of type."""
    return bytes((request.op, request.txn)) + ARGUMENTS[request.op].encode(request.args)


def decode_control_request(payload: bytes) -> ControlRequest:
    """What a device is asked for; raises ProtocolError length, unknown_op or value, in the order of K4."""
    if len(payload) < 2:
        raise refused(len(payload), "length")
    if payload[0] not in ARGUMENTS:
        raise refused(0, "unknown_op")
    args = ARGUMENTS[payload[0]].decode(payload, 2)
    if args is None:
        raise refused(len(payload), "length")
    if payload[0] in IN_RANGE and not IN_RANGE[payload[0]](args):
        raise refused(2, "value")
    return ControlRequest(payload[0], payload[1], args)


def _result_layout(op: int, status: int) -> Layout:
    if status == ReplyStatus.OK:
        return RESULTS.get(op, NOTHING)
    return _RING if (op, status) == (Op.BACKFILL, ReplyStatus.NOT_IN_RING) else NOTHING


def encode_control_reply(reply: ControlReply) -> bytes:
    """The bytes; raises KeyError for a missing result, struct.error for one outside its type."""
    result = _result_layout(reply.op, reply.status).encode(reply.result)
    return bytes((REPLY, reply.op, reply.txn, reply.status)) + result


def decode_control_reply(payload: bytes) -> ControlReply:
    """What a device answered; results of unknown operations are ignored; raises ProtocolError short or type."""
    if len(payload) < 4:
        raise refused(len(payload), "short")
    if payload[0] != REPLY:
        raise refused(0, "type")
    _, op, txn, status = payload[:4]
    result = _result_layout(op, status).decode(payload, 4)
    if result is None:
        raise refused(len(payload), "short")
    return ControlReply(op, txn, status, result)
