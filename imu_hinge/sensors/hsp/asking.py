"""Control requests to one sensor (PROTOCOL.md K1, K2): one in flight at a time, whoever asks."""

from dataclasses import dataclass

from imu_hinge.model.errors import ProtocolError, SensorRefusedError
from imu_hinge.sensors.dialogue import Port
from imu_hinge.sensors.hsp.control import (
    REPLY,
    ControlReply,
    ControlRequest,
    Op,
    ReplyStatus,
    decode_control_reply,
    encode_control_request,
)
from imu_hinge.sensors.hsp.uuids import CONTROL, STATUS

_ANSWER_S = {Op.GYRO_BIAS: 4.0, Op.SELF_TEST: 5.0}
_ORDINARY_ANSWER_S = 1.0
_PATIENCE_S = 2.0
"""A reply is late after its limit and this much (K1, K2)."""
_BUSY_S = 1.0
"""After `busy`, ask once more this much later (section 9)."""
_TURN_S = 0.02
_HEAD_BYTES = 3


@dataclass(frozen=True, slots=True)
class _InFlight:
    head: bytes
    """What the reply begins with: operation and transaction."""
    until_ns: int


class Asking:
    """Requests and their replies. Transaction numbers go on over all connections of a session."""

    def __init__(self) -> None:
        self._txn = 0
        self._in_flight: _InFlight | None = None

    def connected(self) -> None:
        """A new connection: no reply of the earlier one will come."""
        self._in_flight = None

    def heard(self, payload: bytes) -> None:
        """A reply arrived, whether or not somebody still waits for it."""
        if self._in_flight and payload.startswith(self._in_flight.head):
            self._in_flight = None

    async def ask(self, port: Port, op: Op, **args: int) -> ControlReply:
        """The reply, whatever its status; asked once more when the sensor is busy or the link not encrypted yet.

        Raises LinkDownError when no reply comes in time, SensorRefusedError for a reply that cannot be read.
        """
        reply = await self._once(port, op, args)
        if reply.status == ReplyStatus.BUSY:
            await port.sleep(_BUSY_S)
            return await self._once(port, op, args)
        if reply.status == ReplyStatus.NOT_ENCRYPTED:
            await port.read(STATUS)  # readable on an encrypted link only: the host pairs
            return await self._once(port, op, args)
        return reply

    async def _once(self, port: Port, op: Op, args: dict[str, int]) -> ControlReply:
        while self._in_flight and port.now_ns() < self._in_flight.until_ns:
            await port.sleep(_TURN_S)
        self._txn = self._txn % 255 + 1
        within_s = _ANSWER_S.get(op, _ORDINARY_ANSWER_S) + _PATIENCE_S
        head = bytes((REPLY, op, self._txn))
        self._in_flight = _InFlight(head, port.now_ns() + round(within_s * 1e9))
        request = encode_control_request(ControlRequest(op, self._txn, args))
        reply = await port.ask(CONTROL, request, lambda payload: _is_reply(payload, head), within_s)
        self.heard(reply)
        return _read(reply, op)


def _is_reply(payload: bytes, head: bytes) -> bool:
    return len(payload) > _HEAD_BYTES and payload.startswith(head)


def _read(payload: bytes, op: Op) -> ControlReply:
    try:
        return decode_control_reply(payload)
    except ProtocolError as refusal:
        raise SensorRefusedError(
            f"the sensor answers {op.name} with bytes this program cannot read: update its firmware"
        ) from refusal
