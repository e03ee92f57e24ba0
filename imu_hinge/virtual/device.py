"""The firmware of a virtual sensor: readings to the bytes it would send (PROTOCOL.md sections 5 to 9)."""

from dataclasses import dataclass

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.hsp import (
    CONFIG,
    CONTROL,
    DATA,
    GAP,
    STATUS,
    Capability,
    Config,
    ControlReply,
    Frame,
    Op,
    ReplyStatus,
    Role,
    State,
    Status,
    encode_config,
    encode_control_reply,
    encode_frame,
    encode_quaternion,
    encode_status,
)
from imu_hinge.virtual import rotation
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, GYR_LSB_RADPS, GYR_NDPS_PER_LSB, NOMINAL_HZ, Reading, Setup

EPOCH = 1
BATTERY_PCT = 87
MTU = 247
_ROLES = {Placement.SACRUM: Role.SACRUM, Placement.THORACIC: Role.THORACIC}
_BASE_CAPS = 1 << Capability.HAPTIC | 1 << Capability.LED | 1 << Capability.BUTTON


@dataclass(frozen=True, slots=True)
class Sent:
    """One value on its way from a device to the station."""

    t_s: float
    """Session time at which it is ready, or at which it arrived."""
    characteristic: str
    payload: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Device:
    """One sensor in one boot and one run."""

    placement: Placement
    """What the device says of itself."""
    setup: Setup
    batch: int = 5
    rotation: bool = True
    """Whether frames carry the cumulative quaternion (type 1) or not (type 0)."""
    run: int = 1
    boot_id: int = 0xBEEF

    def clock_us(self, t_s: float) -> int:
        """Device time at a session time."""
        return round((self.setup.clock_offset_s + t_s * (1 + self.setup.clock_drift_ppm * 1e-6)) * 1e6)

    def config(self, t_s: float) -> Sent:
        """The Config value, as read at `t_s`."""
        caps = _BASE_CAPS | (1 << Capability.QUATERNION if self.rotation else 0)
        value = Config(
            epoch=EPOCH,
            role=_ROLES[self.placement],
            state=State.STREAMING,
            batch=self.batch,
            acc_fs_mg=8000,
            gyr_fs_dps=500,
            acc_ng_per_lsb=ACC_NG_PER_LSB,
            gyr_ndps_per_lsb=GYR_NDPS_PER_LSB,
            odr_mhz=round(NOMINAL_HZ * 1000),
            caps=caps,
        )
        return Sent(t_s, CONFIG, encode_config(value))

    def start_reply(self, t_s: float, next_index: int) -> Sent:
        """The reply to START at `t_s`; `next_index` above 0 says that the run goes on."""
        result = {"run": self.run, "next_index": next_index, "now_us": self.clock_us(t_s)}
        return Sent(t_s, CONTROL, encode_control_reply(ControlReply(Op.START, 1, ReplyStatus.OK, result)))

    def status(self, t_s: float, next_index: int, interval_s: float) -> Sent:
        """The Status value at `t_s`."""
        value = Status(
            flags=0,
            battery=BATTERY_PCT,
            charge=1,
            battery_mv=3975,
            temp_cc=3150,
            drops=0,
            ring_oldest=0,
            ring_newest=(next_index - 1) % 2**32,
            now_us=self.clock_us(t_s),
            conn_interval=round(interval_s / 0.00125),
            mtu=MTU,
            boot_id=self.boot_id,
            run=self.run,
        )
        return Sent(t_s, STATUS, encode_status(value))

    def frames(self, reading: Reading) -> list[Sent]:
        """All data frames of the run; one that touches a dead span is not sent, and the next one has the gap flag."""
        raw, quaternions = reading.raw(), self._quaternions(reading)
        device_us = [self.clock_us(t) for t in reading.t_s.tolist()]
        sent, gap = [], False
        for i in range(0, len(raw) - self.batch + 1, self.batch):
            last = i + self.batch - 1
            if not reading.present[i : last + 1].all():
                gap = True
                continue
            w, x, y, z = quaternions[last].tolist()
            frame = Frame(
                type=1 if self.rotation else 0,
                flags=GAP if gap else 0,
                epoch=EPOCH,
                index=i % 65536,
                t_us=device_us[i] % 2**32,
                quat=encode_quaternion((w, x, y, z)) if self.rotation else None,
                samples=raw[i : last + 1],
            )
            gap = False
            sent.append(Sent(float(reading.t_s[last]), DATA, encode_frame(frame)))
        return sent

    def _quaternions(self, reading: Reading) -> Array:
        """(n, 4) cumulative strapdown rotation after each sample, raw biased rates, own clock (Q1 to Q4)."""
        rate = reading.raw()[:, 3:] * GYR_LSB_RADPS
        step = np.diff(reading.t_s) * (1 + self.setup.clock_drift_ppm * 1e-6)
        step = np.concatenate([[1 / NOMINAL_HZ], step])
        return rotation.cumulative(rotation.exponential(rate * step[:, None]))
