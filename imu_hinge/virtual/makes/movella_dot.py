"""A virtual Movella DOT."""

from dataclasses import dataclass
from math import inf
from struct import pack

from imu_hinge.model.arrays import Array
from imu_hinge.sensors.movella_dot.codec import (
    BATTERY,
    BATTERY_SERVICE,
    CONFIGURATION,
    CONTROL,
    CONTROL_BYTES,
    INFO,
    MEASUREMENT,
    MEDIUM,
    MEDIUM_BYTES,
    RATE_QUANTITIES,
    REPORT,
    RUN,
    Info,
    Visit,
    encode_info,
    encode_rate_quantities,
    rate_of,
    set_rate,
)
from imu_hinge.sensors.movella_dot.words import COMPANY, NAMES
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.wire import HangUp, Wish
from imu_hinge.virtual.makes.device import (
    WRITE_NOT_ALLOWED,
    WRONG_LENGTH,
    WRONG_VALUE,
    Advertising,
    AttError,
    Can,
    Characteristic,
)
from imu_hinge.virtual.makes.motion import Motion
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.served import Served
from imu_hinge.virtual.makes.server import NOT_SUBSCRIBED, Services, pass_over

RATES_HZ = (1, 4, 10, 12, 15, 20, 30, 60)
RATE_AND_FIELD = 20
"""A payload mode that another program may have left on: the same values, and the magnetic field after them."""
ASLEEP_AFTER_S, HANGS_UP_AFTER_S = 600.0, 1800.0
"""Power saving: advertising without a link, and linked without a measurement."""
POWER_SAVING = bytes((4,)).ljust(36, b"\0")
"""Its notice on REPORT."""
_FIELD = pack("<3h", 1024, -2048, 3072)
_ORDINARY = Radio()
_INFO = Info("D4:22:CD:00:01:0A", "2.0.0", "000000800000010A", "XS-T02")
_SERVICES: Services = {
    CONFIGURATION: (
        Characteristic(INFO, (Can.READ,)),
        Characteristic(CONTROL, (Can.READ, Can.WRITE)),
        Characteristic(REPORT, (Can.NOTIFY,)),
    ),
    MEASUREMENT: (Characteristic(RUN, (Can.READ, Can.WRITE)), Characteristic(MEDIUM, (Can.NOTIFY,))),
    BATTERY_SERVICE: (Characteristic(BATTERY, (Can.READ, Can.NOTIFY)),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DotMake:
    """One device, as it is found."""

    info: Info = _INFO
    battery_pct: int = 84
    rate_hz: int = 60
    """Output rate in flash."""
    left_running: int | None = None
    """Payload mode that another program has left on."""
    clock_us: int = 0
    """The device's time at its boot; 32 bit are told."""
    drift_ppm: float = 0.0
    """Of its crystal, which also makes the sample rate."""


_USUAL = DotMake()


class DotDevice(Served):
    """As Device."""

    def __init__(
        self, motion: Motion, make: DotMake = _USUAL, *, radio: Radio = _ORDINARY, boot_s: float = 0.0
    ) -> None:
        super().__init__(_SERVICES, Sampling(motion, make.drift_ppm * 1e-6), radio)
        self.make, self.rate_hz = make, make.rate_hz
        self.blinks = 0
        """How often it was made to show itself."""
        self._linked, self._mode = False, make.left_running or RATE_QUANTITIES
        self.restart(boot_s)
        if make.left_running is not None:
            self._sampling.begin(self.rate_hz, boot_s)

    def restart(self, t_s: float) -> None:
        """As Device: the rate stays."""
        self._clock = Clock(t_s, self.make.drift_ppm)
        self._sampling.end()
        self.disconnected(t_s)

    def press_button(self, t_s: float) -> None:
        """Wakes it."""
        self._idle_since_s = t_s

    def advertising(self, t_s: float) -> Advertising | None:
        """As Device: it sleeps after ten minutes that nobody wanted it."""
        asleep = t_s - self._idle_since_s > ASLEEP_AFTER_S
        return None if asleep else Advertising(NAMES[0], (), {COMPANY: b""})

    def connected(self, t_s: float) -> None:
        """As Device."""
        pass_over(self._sampling, self.rate_hz, t_s)
        self._linked, self._now_s, self._idle_since_s = True, t_s, t_s

    def disconnected(self, t_s: float) -> None:
        """As Device: it goes on measuring."""
        self._linked, self._now_s, self._idle_since_s = False, t_s, t_s
        self._server.clear()

    @property
    def measuring(self) -> bool:
        """Whether it streams, to whomever."""
        return self._sampling.next_s < inf

    def read(self, uuid: str, t_s: float) -> bytes:
        """As Device."""
        self._server.require(uuid, Can.READ)
        self._advance(t_s)
        return {
            INFO: encode_info(self.make.info),
            CONTROL: b"\0" + set_rate(self.rate_hz)[1:],
            RUN: bytes((1, self.measuring, self._mode)),
            BATTERY: bytes((self.make.battery_pct, 0)),
        }[uuid]

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """As Device. While it measures, neither rate nor payload mode can be changed; for nobody it does not begin."""
        self._server.require(uuid, Can.WRITE)
        self._advance(t_s)
        self._idle_since_s = t_s
        (self._control if uuid == CONTROL else self._run)(payload, t_s)

    def _control(self, payload: bytes, t_s: float) -> None:
        if len(payload) != CONTROL_BYTES:
            raise AttError(WRONG_LENGTH)
        if payload[0] & Visit.IDENTIFY:
            self.blinks += payload[1]
        if payload[0] & Visit.RATE:
            self._set_rate(rate_of(payload))

    def _set_rate(self, rate_hz: int | None) -> None:
        if self.measuring:
            raise AttError(WRITE_NOT_ALLOWED)
        if rate_hz not in RATES_HZ:
            raise AttError(WRONG_VALUE)
        self.rate_hz = rate_hz

    def _run(self, payload: bytes, t_s: float) -> None:
        if len(payload) != 3:
            raise AttError(WRONG_LENGTH)
        kind, on, mode = payload
        if kind != 1 or on > 1 or mode not in (RATE_QUANTITIES, RATE_AND_FIELD):
            raise AttError(WRONG_VALUE)
        if on and MEDIUM not in self._server.subscribed:
            raise AttError(NOT_SUBSCRIBED)
        if self.measuring and on and mode != self._mode:
            raise AttError(WRITE_NOT_ALLOWED)
        if not on:
            self._sampling.end()
        elif not self.measuring:
            self._mode = mode
            self._sampling.begin(self.rate_hz, t_s)

    def take_wish(self, t_s: float) -> Wish | None:
        """As Device: its end, after half an hour without a measurement."""
        self._advance(t_s)
        if t_s < self._hangs_up_s:
            return None
        self._idle_since_s = t_s
        return HangUp()

    @property
    def _hangs_up_s(self) -> float:
        idle = self._linked and not self.measuring
        return self._idle_since_s + HANGS_UP_AFTER_S if idle else inf

    @property
    def next_s(self) -> float:
        """As Device."""
        return min(super().next_s, self._hangs_up_s)

    def _advance(self, t_s: float) -> None:
        for at_s, si in self._sampling.until(t_s):
            self._server.put(MEDIUM, self._payload(si, at_s))
        if self._now_s < self._hangs_up_s <= t_s:
            self._server.put(REPORT, POWER_SAVING)
        self._now_s = t_s

    def _payload(self, si: Array, t_s: float) -> bytes:
        payload = encode_rate_quantities(self.make.clock_us + self._clock.us(t_s), si)
        if self._mode == RATE_QUANTITIES:
            return payload
        return (payload[:28] + _FIELD).ljust(MEDIUM_BYTES, b"\0")
