"""A virtual Polar H10."""

from collections.abc import Mapping
from math import inf
from struct import pack, unpack

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.polar.codec import (
    ACC,
    COMPRESSED_G,
    CONTROL,
    DATA,
    RAW,
    Answer,
    Frame,
    Op,
    Setting,
    decode_settings,
    encode_answer,
    encode_frame,
)
from imu_hinge.sensors.polar.words import NAME
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.makes.device import Advertising, AttError, Can
from imu_hinge.virtual.makes.motion import Motion
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.polar_make import HEART_RATE, OFFERED, PolarMake, services_of
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.served import Served
from imu_hinge.virtual.makes.server import NOT_SUBSCRIBED, pass_over

BEGINNING_NS = 6940 * 86_400 * 10**9
"""2019-01-01 in time from 2000-01-01: where the clock of a device begins that was never set."""
OFF_AFTER_S = 60.0
"""Taken off the skin, it switches itself off; but not while it measures."""
_WRONG = {Setting.RATE_HZ: 8, Setting.RESOLUTION_BITS: 7, Setting.RANGE_G: 9}
"""The status for a setting that is not offered."""
_DONE, _WRONG_OP, _WRONG_MEASUREMENT, _WRONG_PARAMETER, _ALREADY, _NOT_RUNNING = 0, 1, 2, 5, 6, 12
_G_MPS2 = 9.80665
_ORDINARY = Radio()


_USUAL = PolarMake()


class PolarDevice(Served):
    """As Device."""

    def __init__(
        self, motion: Motion, make: PolarMake = _USUAL, *, radio: Radio = _ORDINARY, boot_s: float = 0.0
    ) -> None:
        super().__init__(services_of(make), Sampling(motion, make.rate_error), radio)
        self.make = make
        self._rate_hz, self._range_g = (max(OFFERED[kind]) for kind in (Setting.RATE_HZ, Setting.RANGE_G))
        self.restart(boot_s)
        if make.left_running:
            self._sampling.begin(self._rate_hz, boot_s)

    def restart(self, t_s: float) -> None:
        """As Device: the clock begins anew."""
        self._clock = Clock(t_s, self.make.drift_ppm)
        self._off_skin_s = inf
        self._sampling.end()
        self.disconnected(t_s)

    def take_off(self, t_s: float) -> None:
        """It is on no skin any more."""
        self._off_skin_s = t_s

    def advertising(self, t_s: float) -> Advertising | None:
        """As Device: while it is on, which is for ever when nobody stopped it."""
        on = self.measuring or t_s < self._off_skin_s + OFF_AFTER_S
        return Advertising(f"{NAME} {self.make.number}", (HEART_RATE,)) if on else None

    def connected(self, t_s: float) -> None:
        """As Device."""
        pass_over(self._sampling, self._rate_hz, t_s)
        self._now_s = t_s

    def disconnected(self, t_s: float) -> None:
        """As Device: it goes on measuring."""
        self._frame: list[Array] = []
        self._server.clear()
        self._now_s = t_s

    @property
    def measuring(self) -> bool:
        """Whether it streams, to whomever."""
        return self._sampling.next_s < inf

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """As Device: a command, which is answered on the same characteristic."""
        self._server.require(uuid, Can.WRITE)
        if uuid not in self._server.subscribed:
            raise AttError(NOT_SUBSCRIBED)
        self._advance(t_s)
        self._server.put(CONTROL, encode_answer(self._answer(payload, t_s)))

    def _answer(self, payload: bytes, t_s: float) -> Answer:
        op, measurement = (*payload[:2], 0, 0)[:2]
        if op not in set(Op):
            return Answer(op, _WRONG_OP, {})
        if measurement != ACC:
            return Answer(op, _WRONG_MEASUREMENT, {})
        done = {Op.SETTINGS: self._settings, Op.START: self._start, Op.STOP: self._stop}[Op(op)]
        return done(payload[2:], t_s)

    @property
    def _offered(self) -> Mapping[int, tuple[int, ...]]:
        return OFFERED if self.make.offered is None else self.make.offered

    def _settings(self, content: bytes, t_s: float) -> Answer:
        return Answer(Op.SETTINGS, _DONE, self._offered)

    def _start(self, content: bytes, t_s: float) -> Answer:
        if self.measuring:
            return Answer(Op.START, _ALREADY, {})
        chosen = _chosen(content)
        if set(chosen) != set(_WRONG):
            return Answer(Op.START, _WRONG_PARAMETER, {})
        wrong = [_WRONG[Setting(kind)] for kind, value in chosen.items() if value not in self._offered.get(kind, ())]
        if wrong:
            return Answer(Op.START, wrong[0], {})
        self._rate_hz, self._range_g, self._frame = chosen[Setting.RATE_HZ], chosen[Setting.RANGE_G], []
        self._sampling.begin(self._rate_hz, t_s)
        return Answer(Op.START, _DONE, self._told_factor())

    def _told_factor(self) -> Mapping[int, tuple[int, ...]]:
        told = self.make.factor
        return {} if told is None else {Setting.FACTOR: unpack("<I", pack("<f", told))}

    def _stop(self, content: bytes, t_s: float) -> Answer:
        status = _DONE if self.measuring else _NOT_RUNNING
        self._sampling.end()
        return Answer(Op.STOP, status, {})

    @property
    def next_s(self) -> float:
        """As Device: when a frame is full."""
        missing = self.make.samples - len(self._frame) - 1
        full_s = self._sampling.next_s + missing * self._sampling.period_s if self.measuring else inf
        return min(full_s, self._server.next_s(self._now_s))

    def _advance(self, t_s: float) -> None:
        for at_s, si in self._sampling.until(t_s):
            self._frame.append(si[:3])
            if len(self._frame) >= self.make.samples:
                self._server.put(DATA, self._payload(at_s))
                self._frame = []
        self._now_s = t_s

    def _payload(self, last_s: float) -> bytes:
        g = np.clip(np.array(self._frame) / _G_MPS2, -self._range_g, self._range_g)
        counts = np.round(g / self._g_per_count).astype(np.int64)
        return encode_frame(Frame(BEGINNING_NS + 1000 * self._clock.us(last_s), self.make.kind, counts))

    @property
    def _g_per_count(self) -> float:
        if self.make.kind == RAW:
            return 1e-3
        return (self.make.factor or 1.0) * (1.0 if self.make.kind == COMPRESSED_G else 1e-3)


def _chosen(content: bytes) -> dict[int, int]:
    """The settings of a start; empty where they cannot be read."""
    try:
        return {kind: values[0] for kind, values in decode_settings(content).items() if values}
    except ProtocolError:
        return {}
