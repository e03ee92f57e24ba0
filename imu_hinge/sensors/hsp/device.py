"""The device's side of Control: which status a request deserves, judged in the order of K4."""

from collections.abc import Callable
from dataclasses import dataclass

from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.hsp.control import ControlRequest, Op, ReplyStatus, decode_control_request
from imu_hinge.sensors.hsp.frame import capacity
from imu_hinge.sensors.hsp.structs import Capability, State

MOTOR_BUDGET_MS = 15_000
"""Motor-on time in any 60 s (H4)."""
_START_BATTERY = 5
_SINGLE_SAMPLE_ODR_MHZ = 104_000
"""Fastest rate when only one sample fits a frame."""
_U32 = 1 << 32

_ALL = frozenset(State)
_NOT_BUSY = _ALL - {State.BUSY}
_IDLE = frozenset({State.IDLE})
_ALLOWED_IN: dict[int, frozenset[State]] = {
    Op.START: frozenset({State.IDLE, State.STREAMING, State.BUFFERING}),
    Op.STOP: _ALL,
    Op.SET_RATE: _IDLE,
    Op.IDENTIFY: _NOT_BUSY,
    Op.HAPTIC: _NOT_BUSY,
    Op.SET_ROLE: _IDLE,
    Op.SELF_TEST: _IDLE,
    Op.GYRO_BIAS: _IDLE,
    Op.BACKFILL: _NOT_BUSY,
    Op.BACKFILL_STOP: _ALL,
    Op.FORGET_BONDS: _NOT_BUSY,
    Op.ENTER_DFU: _IDLE,
    Op.SET_CONN: _NOT_BUSY,
}
_NEEDS: dict[int, Capability] = {
    Op.IDENTIFY: Capability.LED,
    Op.HAPTIC: Capability.HAPTIC,
    Op.SELF_TEST: Capability.SELF_TEST,
    Op.BACKFILL: Capability.BACKFILL,
    Op.BACKFILL_STOP: Capability.BACKFILL,
    Op.ENTER_DFU: Capability.DFU,
}
_STATUS_OF = {
    "length": ReplyStatus.LENGTH,
    "unknown_op": ReplyStatus.UNKNOWN_OP,
    "value": ReplyStatus.VALUE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceContext:
    """What a device knows of itself when a request arrives."""

    state: State
    subscribed: bool
    """Somebody subscribed Data."""
    encrypted: bool
    mtu: int
    odr_mhz: int
    caps: int
    battery: int
    """Percent; 255 unknown."""
    oldest: int
    newest: int
    """Ends of the ring; newest is oldest - 1 (mod 2^32) when it is empty."""
    backfilling: bool
    motor_ms_60s: int
    """Motor-on time of the last 60 s."""


def judge_request(payload: bytes, context: DeviceContext) -> ReplyStatus:
    """The status of the reply; what only the hardware knows (supported ranges, failures) is not judged here."""
    if not context.encrypted:
        return ReplyStatus.NOT_ENCRYPTED
    if len(payload) >= 2 and not _capable(payload[0], context.caps):
        return ReplyStatus.UNKNOWN_OP
    try:
        request = decode_control_request(payload)
    except ProtocolError as error:
        return _STATUS_OF[error.reason]
    return _judge_moment(request, context)


def _capable(op: int, caps: int) -> bool:
    return op not in _NEEDS or bool(caps >> _NEEDS[op] & 1)


def _judge_moment(request: ControlRequest, context: DeviceContext) -> ReplyStatus:
    allowed = context.state in _ALLOWED_IN[request.op]
    if _occupied(request, context) or (context.state is State.BUSY and not allowed):
        return ReplyStatus.BUSY
    if not allowed:
        return ReplyStatus.WRONG_STATE
    rest = _REST.get(request.op)
    return rest(request, context) if rest else ReplyStatus.OK


def _occupied(request: ControlRequest, context: DeviceContext) -> bool:
    if request.op == Op.HAPTIC:
        return motor_ms(request) + context.motor_ms_60s > MOTOR_BUDGET_MS
    return request.op == Op.BACKFILL and context.backfilling


def motor_ms(request: ControlRequest) -> int:
    """Motor-on time a HAPTIC request asks for."""
    args = request.args
    pulses = {0: 0, 2: 2}.get(args["pattern"], 1)
    return pulses * args["on_ms"] * args["repeat"]


def _start(_: ControlRequest, context: DeviceContext) -> ReplyStatus:
    if not context.subscribed or context.battery < _START_BATTERY:
        return ReplyStatus.WRONG_STATE
    return _fits(context.odr_mhz, context)


def _set_rate(request: ControlRequest, context: DeviceContext) -> ReplyStatus:
    return _fits(1000 * request.args["odr_hz"] or context.odr_mhz, context)


def _fits(odr_mhz: int, context: DeviceContext) -> ReplyStatus:
    _, samples = capacity(context.mtu, bool(context.caps >> Capability.QUATERNION & 1))
    fits = samples > 1 or odr_mhz <= _SINGLE_SAMPLE_ODR_MHZ
    return ReplyStatus.OK if fits else ReplyStatus.VALUE


def _backfill(request: ControlRequest, context: DeviceContext) -> ReplyStatus:
    held = (context.newest - context.oldest + 1) % _U32
    there = (request.args["first"] - context.oldest) % _U32 < held
    return ReplyStatus.OK if there else ReplyStatus.NOT_IN_RING


_REST: dict[int, Callable[[ControlRequest, DeviceContext], ReplyStatus]] = {
    Op.START: _start,
    Op.SET_RATE: _set_rate,
    Op.BACKFILL: _backfill,
}
