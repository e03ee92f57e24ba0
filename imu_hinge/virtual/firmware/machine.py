"""The device itself, whoever is connected: boots, runs, samples, battery (PROTOCOL.md sections 4 to 7, 12 and 16)."""

from math import inf
from random import Random

from imu_hinge.sensors.hsp import LOW_BATTERY, Capability, Config, Role, State, Status, StatusFlag, capacity
from imu_hinge.virtual.firmware.backfill import Backfill
from imu_hinge.virtual.firmware.battery import Battery
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.live import LiveQueue
from imu_hinge.virtual.firmware.ring import Ring
from imu_hinge.virtual.firmware.sampler import ACC_FS_MG, GYR_FS_DPS, Sampler
from imu_hinge.virtual.firmware.settings import Identity, Make, Settings
from imu_hinge.virtual.firmware.shown import Motor
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.sensor import ACC_NG_PER_LSB, GYR_NDPS_PER_LSB

SMALLEST_MTU = 23
BUFFERING_S = 600.0
"""R4."""
_U32 = 1 << 32
_RUNNING = (State.STREAMING, State.BUFFERING)
_UNKNOWN_TEMPERATURE = -32768
_BOOT_IDS = 65535
"""1 to 65535, never the same twice in a row."""


class Machine:
    """All times are true times in seconds and never fall; whoever asks calls `advance` first."""

    def __init__(self, source: Source, identity: Identity, role: Role, make: Make, boot_s: float) -> None:
        self.source, self.identity, self.make = source, identity, make
        self.battery, self.motor, self.backfill = Battery(), Motor(), Backfill()
        self.ring, self.live = Ring(make.ring_samples), LiveQueue(make.queue_frames)
        self.settings = Settings(role, make.batch)
        self.mtu = SMALLEST_MTU
        self.boot_id = 0
        self._chance = Random(make.seed)
        self.boot(boot_s)

    def boot(self, t_s: float) -> None:
        """From reset, without a link: a new boot id, the clock at zero, no run; the role is kept (section 4)."""
        self.boot_id = (self.boot_id + self._chance.randrange(1, _BOOT_IDS) - 1) % _BOOT_IDS + 1
        self.clock = Clock(t_s, self.make.drift_ppm)
        self.settings = Settings(self.settings.role, self.make.batch)
        self.sampler = Sampler(self.source, self.clock, self.ring, self.settings)
        self._flag_battery()
        self.live.begin()
        self.state, self.run = State.IDLE, 0
        self.idle_since_s, self.buffering_until_s, self.lamp_until_s = t_s, inf, 0.0
        self.imu_answers, self.withheld, self.button = True, False, False

    @property
    def batch(self) -> int:
        """Samples per full frame in force (F2)."""
        return min(self.settings.batch, self.frame_shape[1])

    @property
    def frame_shape(self) -> tuple[int, int]:
        """Frame type and most samples per frame at this MTU (F1)."""
        return capacity(self.mtu, self.make.can(Capability.QUATERNION))

    @property
    def odr_mhz(self) -> int:
        """Nominal output data rate."""
        return round(self.source.nominal_hz * 1000)

    def advance(self, t_s: float) -> None:
        """Takes every sample up to a true time; ends a run that nobody fetched (R4)."""
        if t_s >= self.buffering_until_s:
            self._sample(self.buffering_until_s)
            self.end_run(self.buffering_until_s)
        self._sample(t_s)

    def _sample(self, t_s: float) -> None:
        if self.state not in _RUNNING:
            return
        for read in self.sampler.advance(t_s):
            if read and self.state is State.STREAMING:
                self.live.grow(self.ring.end, self.batch)
            else:
                self.live.skip(self.ring.end)

    def start(self, t_s: float) -> None:
        """START: a new run from idle, else the run goes on (B3); a stalled reader reads again."""
        self.sampler.lose(0)
        if self.state is State.IDLE:
            self.run = self.run % 65535 + 1
            self.sampler.begin(t_s)
            self.live.begin()
            self.backfill.stop()
        elif self.state is State.BUFFERING:
            self.live.resume(self.ring.end)
        self.state, self.buffering_until_s = State.STREAMING, inf

    def end_run(self, t_s: float) -> None:
        """STOP: the frame that had begun goes out, the ring keeps the run; the motor stops in any case (H3)."""
        self.motor.stop()
        if self.state in _RUNNING:
            self._halt(State.IDLE, t_s)

    def buffer(self, t_s: float) -> None:
        """Nobody receives any more: what waits stays in the ring."""
        self.live.abandon()
        if self.state is State.STREAMING:
            self.live.skip(self.ring.end)
            self.state, self.buffering_until_s = State.BUFFERING, t_s + BUFFERING_S

    def fail(self, t_s: float) -> None:
        """The IMU was found not to answer: every run is over, the motor too (H3)."""
        self.motor.stop()
        self._halt(State.FAULT, t_s)

    def _halt(self, state: State, t_s: float) -> None:
        if self.state is State.STREAMING:
            self.live.flush(self.ring.end)
        self.state, self.idle_since_s, self.buffering_until_s = state, t_s, inf

    def set_battery(self, pct: int, charge: int, t_s: float) -> None:
        """A new reading; below 5 % the run ends (P3)."""
        self.battery.set(pct, charge)
        self._flag_battery()
        if self.battery.critical:
            self.end_run(t_s)

    def _flag_battery(self) -> None:
        self.sampler.more_flags = LOW_BATTERY if self.battery.low else 0

    def config(self) -> Config:
        """Section 5."""
        return Config(
            epoch=self.settings.epoch,
            role=self.settings.role,
            state=self.state,
            batch=self.batch,
            acc_fs_mg=ACC_FS_MG,
            gyr_fs_dps=GYR_FS_DPS,
            acc_ng_per_lsb=ACC_NG_PER_LSB,
            gyr_ndps_per_lsb=GYR_NDPS_PER_LSB,
            odr_mhz=self.odr_mhz,
            caps=self.make.caps,
        )

    def status(self, t_s: float, conn_interval: int) -> Status:
        """Section 11; `conn_interval` in 1.25 ms."""
        return Status(
            flags=self.status_flags,
            battery=self.battery.pct,
            charge=self.battery.charge,
            battery_mv=0,
            temp_cc=_UNKNOWN_TEMPERATURE,
            drops=self.live.drops % _U32,
            ring_oldest=self.ring.oldest % _U32,
            ring_newest=(self.ring.end - 1) % _U32,
            now_us=self.clock.us(t_s),
            conn_interval=conn_interval,
            mtu=self.mtu,
            boot_id=self.boot_id,
            run=self.run,
        )

    @property
    def status_flags(self) -> int:
        """Bits numbered by StatusFlag."""
        bits = {
            StatusFlag.LOW_BATTERY: self.battery.low,
            StatusFlag.CRITICAL_BATTERY: self.battery.critical,
            StatusFlag.RING_OVERRUN: self.ring.overrun,
            StatusFlag.IMU_FAULT: self.state is State.FAULT,
            StatusFlag.BACKFILL_RUNNING: self.backfill.running,
            StatusFlag.BUTTON: self.button,
        }
        return sum(1 << bit for bit, on in bits.items() if on)
