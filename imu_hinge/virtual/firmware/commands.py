"""What a device does when it is asked over Control (PROTOCOL.md section 9)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from math import copysign, floor, inf

import numpy as np

from imu_hinge.sensors.hsp import (
    NO_SAMPLE,
    ControlReply,
    ControlRequest,
    DeviceContext,
    Op,
    ReplyStatus,
    Role,
    State,
    decode_control_request,
    encode_control_reply,
    judge_request,
)
from imu_hinge.sensors.hsp.control import Values
from imu_hinge.virtual.firmware.asking import IntervalAsking
from imu_hinge.virtual.firmware.machine import Machine
from imu_hinge.virtual.firmware.sampler import ACC_FS_MG, GYR_FS_DPS

BIAS_S = 2.0
"""How long GYRO_BIAS looks at the gyroscope."""
_U32 = 1 << 32


class After(Enum):
    """What follows once a reply is confirmed."""

    NOTHING = 0
    FLOW = 1
    """Frames may be sent (K6)."""
    FORGET = 2
    """The link ends and all bonds are deleted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply on its way."""

    reply: ControlReply
    last: bool = False
    """It waits until every live frame is out (K6)."""
    after: After = After.NOTHING

    def encode(self) -> bytes:
        """The bytes of the indication."""
        return encode_control_reply(self.reply)


@dataclass(frozen=True, slots=True)
class _Done:
    status: ReplyStatus = ReplyStatus.OK
    result: Values = field(default_factory=dict)
    last: bool = False
    after: After = After.NOTHING


class Commands:
    """Executes requests in order of arrival; each gets exactly one answer (K1)."""

    def __init__(self, machine: Machine, asking: IntervalAsking) -> None:
        self._machine, self._asking = machine, asking
        self.measured_at_s = inf
        """True time at which the measurement under way is done."""
        self._measuring: ControlRequest | None = None
        self._do: dict[int, Callable[[ControlRequest, float], _Done | None]] = {
            Op.START: self._start,
            Op.STOP: self._stop,
            Op.SET_RATE: self._set_rate,
            Op.IDENTIFY: self._identify,
            Op.HAPTIC: self._haptic,
            Op.SET_ROLE: self._set_role,
            Op.GYRO_BIAS: self._gyro_bias,
            Op.BACKFILL: self._backfill,
            Op.BACKFILL_STOP: self._backfill_stop,
            Op.FORGET_BONDS: self._forget,
            Op.SET_CONN: self._set_conn,
        }

    def answer(self, payload: bytes, context: DeviceContext, t_s: float) -> Answer | None:
        """The answer to a request; None when it takes a while (`finish`)."""
        op, txn = (payload + bytes(2))[:2]
        status = judge_request(payload, context)
        if status is ReplyStatus.NOT_IN_RING:
            return Answer(ControlReply(op, txn, status, {"oldest": context.oldest, "newest": context.newest}))
        if status is not ReplyStatus.OK or op not in self._do:
            return Answer(ControlReply(op, txn, status or ReplyStatus.UNKNOWN_OP))
        request = decode_control_request(payload)
        done = self._do[op](request, t_s)
        return _answered(request, done) if done else None

    def finish(self, t_s: float) -> Answer | None:
        """The answer to the measurement under way, if it is done by now."""
        if self._measuring is None or t_s < self.measured_at_s:
            return None
        request, end_s = self._measuring, self.measured_at_s
        self.abandon()
        if not self._machine.imu_answers:
            return _answered(request, self._broken(t_s))
        source = self._machine.source
        rates = source.raw(source.until(end_s - BIAS_S), source.until(end_s))[:, 3:].astype(np.float64)
        return _answered(request, _Done(result=_bias(rates)) if len(rates) else self._broken(t_s))

    def abandon(self) -> None:
        """No measurement is under way any more."""
        if self._measuring is not None:
            self._machine.state = State.IDLE
        self._measuring, self.measured_at_s = None, inf

    def _broken(self, t_s: float) -> _Done:
        self._machine.fail(t_s)
        return _Done(ReplyStatus.HARDWARE)

    def _start(self, _: ControlRequest, t_s: float) -> _Done:
        machine = self._machine
        if machine.battery.critical:
            return _Done(ReplyStatus.WRONG_STATE)
        if not machine.imu_answers:
            return self._broken(t_s)
        flows = machine.state is State.STREAMING
        machine.start(t_s)
        now = {"run": machine.run, "next_index": machine.ring.end % _U32, "now_us": machine.clock.us(t_s)}
        return _Done(result=now, after=After.NOTHING if flows else After.FLOW)

    def _stop(self, _: ControlRequest, t_s: float) -> _Done:
        self._machine.end_run(t_s)
        end = self._machine.ring.end
        return _Done(result={"newest_index": (end - 1) % _U32 if end else NO_SAMPLE}, last=True)

    def _set_rate(self, request: ControlRequest, _: float) -> _Done:
        machine, args = self._machine, request.args
        largest = {"acc_fs_mg": ACC_FS_MG, "gyr_fs_dps": GYR_FS_DPS}
        rates_hz = [rate_hz for rate_hz in machine.source.rates_hz if rate_hz >= args["odr_hz"]]
        if not rates_hz or any(args[name] > limit for name, limit in largest.items()):
            return _Done(ReplyStatus.VALUE)
        if args["odr_hz"]:
            machine.source.set_rate(min(rates_hz))
        machine.settings.batch = args["batch"] or machine.settings.batch
        machine.settings.changed()
        config = machine.config()
        return _Done(
            result={
                "epoch": config.epoch,
                "batch": config.batch,
                "odr_mhz": config.odr_mhz,
                "acc_fs_mg": config.acc_fs_mg,
                "gyr_fs_dps": config.gyr_fs_dps,
            }
        )

    def _identify(self, request: ControlRequest, t_s: float) -> _Done:
        self._machine.lamp_until_s = t_s + request.args["seconds"]
        return _Done()

    def _haptic(self, request: ControlRequest, t_s: float) -> _Done:
        self._machine.motor.run(request, t_s)
        return _Done()

    def _set_role(self, request: ControlRequest, _: float) -> _Done:
        settings = self._machine.settings
        settings.role = Role(request.args["role"])
        settings.changed()
        return _Done(result={"epoch": settings.epoch})

    def _gyro_bias(self, request: ControlRequest, t_s: float) -> None:
        self._machine.state = State.BUSY
        self._measuring, self.measured_at_s = request, t_s + BIAS_S

    def _backfill(self, request: ControlRequest, _: float) -> _Done:
        first = request.args["first"]
        count = min(request.args["count"], self._machine.ring.end - first)
        self._machine.backfill.begin(first, count)
        return _Done(result={"first": first, "count": count})

    def _backfill_stop(self, _: ControlRequest, __: float) -> _Done:
        self._machine.backfill.stop()
        return _Done()

    def _forget(self, _: ControlRequest, __: float) -> _Done:
        return _Done(after=After.FORGET)

    def _set_conn(self, request: ControlRequest, t_s: float) -> _Done:
        self._asking.replace(request.args["min"], request.args["max"], t_s)
        return _Done(result=request.args)


def _answered(request: ControlRequest, done: _Done) -> Answer:
    return Answer(ControlReply(request.op, request.txn, done.status, done.result), done.last, done.after)


def _bias(rates: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> dict[str, int]:
    """Mean in 1/16 LSB, saturated (C2), and max - min in LSB, of (n, 3) raw rates."""
    means = [_saturated(16 * mean) for mean in rates.mean(axis=0).tolist()]
    spreads = np.ptp(rates, axis=0).tolist()
    result = {f"mean_16th_lsb_{axis}": mean for axis, mean in zip("xyz", means, strict=True)}
    return result | {f"spread_lsb_{axis}": int(spread) for axis, spread in zip("xyz", spreads, strict=True)}


def _saturated(value: float) -> int:
    return max(-32768, min(32767, int(copysign(floor(abs(value) + 0.5), value))))
