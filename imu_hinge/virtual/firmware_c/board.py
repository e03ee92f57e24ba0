"""The board the C firmware runs on: its functions, and what can be seen of it from outside."""

from collections import deque
from collections.abc import Callable
from ctypes import memmove, sizeof
from dataclasses import dataclass
from functools import wraps
from typing import Any

from imu_hinge.sensors.hsp import BACKFILL, CONFIG, CONTROL, DATA, STATUS, TIME_SYNC
from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.wire import HangUp, Outgoing, Wish
from imu_hinge.virtual.firmware_c import layout
from imu_hinge.virtual.firmware_c.imu import Imu, Read, SetUp

NUMBER_OF = {CONFIG: 2, DATA: 3, CONTROL: 4, TIME_SYNC: 5, STATUS: 6, BACKFILL: 7}
"""`enum hsp_uuid`."""
_UUID_OF = {number: uuid for uuid, number in NUMBER_OF.items()}
_ANSWERS = (CONTROL, TIME_SYNC)
_SENT, _FULL = 1, 0
_LAMP = 0
_BONDS = 1
_FAILED = -1


@dataclass(slots=True)
class Driven:
    """A lamp or a motor."""

    strength: int = 0
    until_s: float = 0.0
    """True time at which it is off by itself."""


class Board:
    """Functions of `struct hsp_board` by name, in the units of the C headers. True time stands still while they run."""

    def __init__(self, clock: Clock, imu: Imu, role: int) -> None:
        self.clock, self.imu = clock, imu
        self.t_s = clock.boot_s
        self.link = layout.Link(mtu=23)
        self.wishes: deque[Wish] = deque()
        self.outgoing: Outgoing | None = None
        self.room = False
        self.withheld = False
        """Nothing but answers leaves."""
        self.lamp, self.motor = Driven(), Driven()
        self.role = role
        """What is stored of it."""
        self.shown = layout.Advert()
        self.failure: BaseException | None = None
        self.bonds_deleted = False
        self.stores = True
        """Whether memory for role and bonds works."""
        self.functions = layout.Board(**{name: kind(self._guarded(name)) for name, kind in layout.FUNCTIONS_OF_BOARD})

    def fetch(self) -> Outgoing | None:
        """What was sent, once."""
        value, self.outgoing = self.outgoing, None
        return value

    def _guarded(self, name: str) -> Callable[..., Any]:
        """An exception cannot pass through C: it is kept for whoever called the firmware."""
        function, fallback = getattr(self, f"_{name}"), 0

        @wraps(function)
        def guarded(_: object, *arguments: Any) -> Any:
            try:
                return function(*arguments)
            except BaseException as error:
                self.failure = error
                return fallback

        return guarded

    def _now_us(self) -> int:
        return self.clock.us(self.t_s)

    def _imu_setup(self, odr_hz: int, acc_fs_mg: int, gyr_fs_dps: int, actual: Any) -> int:
        done = self.imu.setup(odr_hz, acc_fs_mg, gyr_fs_dps)
        if done is SetUp.DONE and actual:
            actual[0] = self.imu.rate
        return done

    def _imu_read(self, sample: Any, t_us: Any) -> int:
        found = self.imu.read()
        if found is Read.SAMPLE:
            memmove(sample, self.imu.row, sizeof(layout.Sample))
            t_us[0] = self.imu.t_us
        return found

    def _send(self, number: int, payload: Any, length: int) -> int:
        uuid = _UUID_OF[number]
        if not self.room or self.outgoing or (self.withheld and uuid not in _ANSWERS):
            return _FULL
        self.outgoing = Outgoing(uuid, layout.bytes_at(payload, length))
        self.link.unconfirmed = self.link.unconfirmed or self.outgoing.indicated
        return _SENT

    def _link(self, now: Any) -> None:
        now[0] = self.link

    def _request_interval(self, lowest: int, highest: int) -> None:
        self.wishes.append(AskInterval(lowest, highest))

    def _drive(self, what: int, strength: int, ms: int) -> None:
        driven = self.lamp if what == _LAMP else self.motor
        driven.strength, driven.until_s = strength, self.t_s + ms / 1000

    def _store(self, key: int, value: Any, _: int, write: bool) -> int:
        if not self.stores:
            return _FAILED
        if key == _BONDS:
            self.bonds_deleted = True
        elif write:
            self.role = value[0]
        else:
            value[0] = self.role
        return 0

    def _advertise(self, _: int, advert: Any) -> None:
        self.shown = layout.Advert.from_buffer_copy(advert[0])

    def _hang_up(self) -> None:
        self.wishes.append(HangUp(forget_bonds=self.bonds_deleted))
        self.bonds_deleted = False
