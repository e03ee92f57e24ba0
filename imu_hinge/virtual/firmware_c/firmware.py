"""The C firmware as a virtual device, with the interface of `virtual.firmware.Firmware` and the same bytes."""

from math import inf

from imu_hinge.sensors.hsp import CONTROL, TIME_SYNC, Advert, Op, Role, State
from imu_hinge.virtual.firmware.battery import Battery
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.firmware.wire import Outgoing, Wish
from imu_hinge.virtual.firmware_c import layout
from imu_hinge.virtual.firmware_c.board import NUMBER_OF
from imu_hinge.virtual.firmware_c.parts import Parts

SMALLEST_MTU = 23
_BUFFERING_STEP_S = 1.0
_LOOK_AGAIN_S = 0.05
_NEVER_US = 2**64 - 1
_WRITTEN = (CONTROL, TIME_SYNC)
_DEFAULT_MAKE = Make()


class CFirmware:
    """One device that runs the C core. True times in seconds that never fall; used as `Firmware` is.

    Raises FirmwareUnavailableError when the core cannot be built here.
    """

    def __init__(
        self, source: Source, identity: Identity, role: Role, *, boot_s: float = 0.0, make: Make = _DEFAULT_MAKE
    ) -> None:
        self.identity = identity
        self.machine = Parts(source, identity, role, make, boot_s)
        self._now_s = boot_s

    def _poll(self, t_s: float, *, room: bool = False) -> None:
        self._now_s = max(self._now_s, t_s)
        self.machine.poll(self._now_s, room)

    def _linked(self) -> layout.Link:
        link = self.machine.board.link
        if not link.connected:
            raise RuntimeError("nobody is connected")
        return link

    def _link_changed(self, t_s: float) -> None:
        self.machine.core.on_link()
        self._poll(t_s)

    def advance(self, t_s: float) -> None:
        """Takes every sample up to a true time."""
        self._poll(t_s)

    @property
    def next_wake_s(self) -> float:
        """When `take` or `take_wish` has something new if nobody calls before: infinite when never."""
        due_s = self._true_s(self.machine.core.next_us)
        if self.machine.withheld and due_s <= self._now_s:
            due_s = self._now_s + _LOOK_AGAIN_S  # what is due cannot leave
        return min(self._next_samples_s, due_s)

    @property
    def _next_samples_s(self) -> float:
        if self.machine.state is State.BUFFERING:
            return self._now_s + _BUFFERING_STEP_S
        samples = self.machine.core.samples_to_go
        return self.machine.imu.time_s(samples - 1) if samples else inf

    def _true_s(self, device_us: int) -> float:
        return inf if device_us == _NEVER_US else self.machine.clock.boot_s + device_us * 1e-6 / self.machine.clock.pace

    def connected(self, t_s: float, mtu: int = SMALLEST_MTU, conn_interval: int = 0) -> None:
        """A link began; `conn_interval` in 1.25 ms, 0 unknown."""
        self._poll(t_s)
        board = self.machine.board
        number = (board.link.number + 1) % 2**16
        board.link = layout.Link(number, connected=True, mtu=mtu, interval=conn_interval)
        self._link_changed(t_s)

    def disconnected(self, t_s: float) -> None:
        """The link ended, on purpose or not: a run goes on in the ring (P5)."""
        self._poll(t_s)
        board = self.machine.board
        board.link = layout.Link(board.link.number)
        board.wishes.clear()
        self._link_changed(t_s)

    def set_mtu(self, mtu: int, t_s: float) -> None:
        """The ATT MTU became larger."""
        self._poll(t_s)
        self._linked().mtu = mtu
        self._link_changed(t_s)

    def set_interval(self, conn_interval: int, t_s: float) -> None:
        """The connection interval in force, in 1.25 ms."""
        self._poll(t_s)
        self._linked().interval = conn_interval
        self._link_changed(t_s)

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """The receiver asks for a characteristic's notifications or indications, or wants no more."""
        self._poll(t_s)
        link, bit = self._linked(), 1 << NUMBER_OF[uuid]
        link.subscribed = link.subscribed | bit if on else link.subscribed & ~bit
        self._link_changed(t_s)

    def is_subscribed(self, uuid: str) -> bool:
        """Whether the receiver has subscribed a characteristic."""
        return bool(self.machine.board.link.subscribed >> NUMBER_OF[uuid] & 1)

    def read(self, uuid: str, t_s: float) -> bytes:
        """Config or Status; KeyError for any other characteristic."""
        self._poll(t_s)
        self._linked()
        return self.machine.core.read(uuid)

    def write(self, uuid: str, payload: bytes, t_s: float, *, encrypted: bool = True) -> None:
        """A Control request or a Time Sync ping; KeyError for any other characteristic."""
        self._poll(t_s)
        if uuid not in _WRITTEN:
            raise KeyError(uuid)
        self._linked().encrypted = encrypted
        self.machine.core.on_write(uuid, payload)
        self._link_changed(t_s)
        if uuid == CONTROL and encrypted and len(payload) > 1 and payload[0] == Op.START:
            self._read_again()

    def _read_again(self) -> None:
        """A stalled reader reads again after START."""
        if self.machine.state is State.STREAMING:
            self.machine.imu.lose(0)

    def confirmed(self, t_s: float) -> None:
        """The receiver confirmed the last indication."""
        self._poll(t_s)
        self._linked().unconfirmed = False
        self._link_changed(t_s)

    def take(self, t_s: float, room: int = 1) -> Outgoing | None:
        """The next value for the radio, which has `room` for that many; None when there is none now."""
        self._poll(t_s, room=room > 0)
        return self.machine.board.fetch()

    def take_wish(self, t_s: float) -> Wish | None:
        """What the device wants of the link itself, once each."""
        self._poll(t_s)
        wishes = self.machine.board.wishes
        return wishes.popleft() if wishes else None

    def restart(self, t_s: float) -> None:
        """A reset: a new boot id, the clock at zero, the ring empty, no link."""
        self._now_s = t_s
        self.machine.boot(t_s)

    def set_battery(self, pct: int, t_s: float, charge: int = 1) -> None:
        """What the gauge says: percent (255 unknown) and Status.charge."""
        self._poll(t_s)
        self.machine.battery = Battery(pct, charge)
        self.machine.core.on_gauge(pct, charge)
        self._poll(t_s)

    def press_button(self, t_s: float) -> None:
        """A short press: wakes the device, opens pairing (X2), turns Status bit 7 over."""
        self._poll(t_s)
        self.machine.core.on_button(held_ms=200)
        self._poll(t_s)

    @property
    def pairing_until_s(self) -> float:
        """True time until which pairing is open."""
        return self._true_s(self.machine.core.pairing_until_us)

    @property
    def quick_until_s(self) -> float:
        """True time until which it advertises quickly."""
        return self._true_s(self.machine.core.quick_until_us)

    @property
    def asleep_from_s(self) -> float:
        """When it stops advertising (P1) if nothing happens before: infinite while linked or in a run."""
        return inf if self.machine.board.link.connected else self._true_s(self.machine.core.idle_until_us)

    def advert(self) -> Advert:
        """What it advertises while nobody is connected."""
        shown = self.machine.board.shown
        return Advert(Role(shown.role), shown.battery_pct, State(shown.state), shown.id)
