"""The reference model of one HSP v1 device: samples and requests in, bytes out. It has no clock of its own."""

from math import inf

from imu_hinge.sensors.hsp import Advert, Role, State
from imu_hinge.virtual.firmware.machine import Machine
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.firmware.wire import HangUp, Outgoing, Wire, Wish

SMALLEST_MTU = 23
IDLE_S = 600.0
"""P1: idle for so long, a device hangs up, or sleeps."""
PAIRING_S = 60.0
"""X2: for so long after a button press pairing is possible."""
QUICK_S = 60.0
"""A4: for so long after a boot, a press or the end of a link it advertises quickly."""
_BUFFERING_STEP_S = 1.0
"""Samples nobody waits for are taken in steps of this length, so that no step is long."""
_RUNNING = (State.STREAMING, State.BUFFERING)
_DEFAULT_MAKE = Make()


class Firmware:
    """One device. Times are true times in seconds that never fall; each call first takes all samples up to its time.

    Whoever hosts it calls `take` until it gives None, and `take_wish`, after every other call and at `next_wake_s`.
    """

    def __init__(
        self, source: Source, identity: Identity, role: Role, *, boot_s: float = 0.0, make: Make = _DEFAULT_MAKE
    ) -> None:
        self.identity = identity
        self.machine = Machine(source, identity, role, make, boot_s)
        self._wire: Wire | None = None
        self._now_s = self.pairing_until_s = boot_s
        self.quick_until_s = boot_s + QUICK_S

    def advance(self, t_s: float) -> None:
        """Takes every sample up to a true time."""
        self._now_s = max(self._now_s, t_s)
        self.machine.advance(self._now_s)
        if self._wire:
            self._wire.advance(self._now_s)

    @property
    def next_wake_s(self) -> float:
        """When `take` or `take_wish` has something new if nobody calls before: infinite when never."""
        linked = min(self._wire.next_s, self._idle_until_s) if self._wire else inf
        return min(self._next_samples_s, linked)

    @property
    def _next_samples_s(self) -> float:
        machine = self.machine
        if machine.state is State.STREAMING:
            return machine.sampler.time_s(machine.live.cut + machine.batch - 1)
        return self._now_s + _BUFFERING_STEP_S if machine.state is State.BUFFERING else inf

    @property
    def _idle_until_s(self) -> float:
        return inf if self.machine.state in _RUNNING else self.machine.idle_since_s + IDLE_S

    def connected(self, t_s: float, mtu: int = SMALLEST_MTU, conn_interval: int = 0) -> None:
        """A link began; `conn_interval` in 1.25 ms, 0 unknown."""
        self.advance(t_s)
        self._wire = Wire(self.machine, self._now_s)
        self.machine.idle_since_s = self._now_s
        self.machine.mtu, self._wire.notices.conn_interval = mtu, conn_interval

    def disconnected(self, t_s: float) -> None:
        """The link ended, on purpose or not: a run goes on in the ring (P5)."""
        self.advance(t_s)
        self._unlink()
        self.machine.idle_since_s, self.quick_until_s = self._now_s, self._now_s + QUICK_S

    def _unlink(self) -> None:
        if self._wire:
            self._wire.end(self._now_s)
        self._wire, self.machine.mtu = None, SMALLEST_MTU

    def set_mtu(self, mtu: int, t_s: float) -> None:
        """The ATT MTU became larger."""
        self.advance(t_s)
        self.machine.mtu = mtu

    def set_interval(self, conn_interval: int, t_s: float) -> None:
        """The connection interval in force, in 1.25 ms."""
        self.advance(t_s)
        self._link().notices.conn_interval = conn_interval

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """The receiver asks for a characteristic's notifications or indications, or wants no more."""
        self.advance(t_s)
        self._link().subscribe(uuid, on, self._now_s)

    def is_subscribed(self, uuid: str) -> bool:
        """Whether the receiver has subscribed a characteristic."""
        return self._wire is not None and uuid in self._wire.subscribed

    def read(self, uuid: str, t_s: float) -> bytes:
        """Config or Status; KeyError for any other characteristic."""
        self.advance(t_s)
        return self._link().read(uuid, self._now_s)

    def write(self, uuid: str, payload: bytes, t_s: float, *, encrypted: bool = True) -> None:
        """A Control request or a Time Sync ping; KeyError for any other characteristic.

        A request is lost unless Control is subscribed: its answer would have no way.
        """
        self.advance(t_s)
        self._link().write(uuid, payload, self._now_s, encrypted)

    def confirmed(self, t_s: float) -> None:
        """The receiver confirmed the last indication."""
        self.advance(t_s)
        self._link().confirmed()

    def _link(self) -> Wire:
        if self._wire is None:
            raise RuntimeError("nobody is connected")
        return self._wire

    def take(self, t_s: float, room: int = 1) -> Outgoing | None:
        """The next value for the radio, which has `room` for that many; None when there is none now."""
        self.advance(t_s)
        return self._wire.take(self._now_s) if self._wire and room > 0 else None

    def take_wish(self, t_s: float) -> Wish | None:
        """What the device wants of the link itself, once each."""
        self.advance(t_s)
        if self._wire and self._now_s >= self._idle_until_s:
            self.machine.idle_since_s = self._now_s
            return HangUp()
        return self._wire.take_wish(self._now_s) if self._wire else None

    def restart(self, t_s: float) -> None:
        """A reset: a new boot id, the clock at zero, the ring empty, no link."""
        self._unlink()
        self.machine.boot(t_s)
        self._now_s = self.pairing_until_s = t_s
        self.quick_until_s = t_s + QUICK_S

    def set_battery(self, pct: int, t_s: float, charge: int = 1) -> None:
        """What the gauge says: percent (255 unknown) and Status.charge."""
        self.advance(t_s)
        self.machine.set_battery(pct, charge, self._now_s)

    def press_button(self, t_s: float) -> None:
        """A short press: wakes the device, opens pairing (X2), turns Status bit 7 over."""
        self.advance(t_s)
        self.machine.button = not self.machine.button
        self.machine.idle_since_s = self._now_s
        self.pairing_until_s, self.quick_until_s = self._now_s + PAIRING_S, self._now_s + QUICK_S

    @property
    def asleep_from_s(self) -> float:
        """When it stops advertising (P1) if nothing happens before: infinite while linked or in a run."""
        return inf if self._wire else self._idle_until_s

    def advert(self) -> Advert:
        """What it advertises while nobody is connected."""
        machine = self.machine
        return Advert(machine.settings.role, machine.battery.pct, machine.state, self.identity.number)
