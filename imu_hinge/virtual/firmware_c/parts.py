"""What a device with the C firmware is made of, and what can be broken of it (`virtual.firmware.faults`)."""

from random import Random

from imu_hinge.sensors.hsp import Role, State
from imu_hinge.virtual.firmware.battery import Battery
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.settings import Identity, Make
from imu_hinge.virtual.firmware.source import Source
from imu_hinge.virtual.firmware_c import layout
from imu_hinge.virtual.firmware_c.board import Board
from imu_hinge.virtual.firmware_c.core import Core
from imu_hinge.virtual.firmware_c.imu import Imu

_BOOT_IDS = 65535


class Parts:
    """Clock, IMU, board and core of one boot; role, battery and bonds outlive it."""

    def __init__(self, source: Source, identity: Identity, role: Role, make: Make, boot_s: float) -> None:
        self.battery, self.boot_id = Battery(), 0
        self._source, self._identity, self._make = source, identity, make
        self._chance = Random(make.seed)
        self._role = int(role)
        self._start(boot_s)

    def boot(self, t_s: float) -> None:
        """From reset, without a link."""
        self._role = self.board.role
        self._start(t_s)

    def _start(self, t_s: float) -> None:
        self.boot_id = (self.boot_id + self._chance.randrange(1, _BOOT_IDS) - 1) % _BOOT_IDS + 1
        self.clock = Clock(t_s, self._make.drift_ppm)
        self.imu = Imu(self._source, self.clock)
        self.board = Board(self.clock, self.imu, self._role)
        self.core = Core(self.board, self._built(), self._make.ring_samples)
        self.core.on_gauge(self.battery.pct, self.battery.charge)
        self.poll(t_s, room=False)

    def _built(self) -> layout.Make:
        made = self._make
        number = self._identity.number
        return layout.Make(made.caps, number, self.boot_id, self._role, made.batch, made.queue_frames, self.imu.rate)

    def poll(self, t_s: float, room: bool) -> None:
        """Lets the core do all that is due; the radio takes one value if it has room."""
        self.board.t_s, self.board.room = t_s, room
        self.imu.look(t_s)
        self.core.poll()

    # ------------------------------------------------------------------ what faults and hosts look at

    @property
    def state(self) -> State:
        """What the core does."""
        return self.core.state

    @property
    def sampler(self) -> Imu:
        """Where samples can be lost."""
        return self.imu

    @property
    def imu_answers(self) -> bool:
        """Whether the IMU works."""
        return self.imu.answers

    @imu_answers.setter
    def imu_answers(self, answers: bool) -> None:
        self.imu.answers = answers

    @property
    def withheld(self) -> bool:
        """Whether nothing but answers leaves."""
        return self.board.withheld

    @withheld.setter
    def withheld(self, on: bool) -> None:
        self.board.withheld = on

    @property
    def lamp_until_s(self) -> float:
        """True time until which the lamp is on."""
        return self.board.lamp.until_s

    def fail(self, t_s: float) -> None:
        """The IMU broke in a run: the core finds out by itself."""
        self.poll(t_s, room=False)
