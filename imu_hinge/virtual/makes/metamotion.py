"""A virtual MetaMotion board."""

from collections.abc import Callable
from math import inf

import numpy as np

from imu_hinge.model.arrays import Array
from imu_hinge.model.errors import ProtocolError
from imu_hinge.sensors.metamotion.chips import Scale, acc_config, acc_scale, gyr_config, gyr_scale
from imu_hinge.sensors.metamotion.codec import (
    BATTERY_ASK,
    BATTERY_TOLD,
    CONFIG_READ,
    DISCOVERY,
    LED_PLAY,
    NOTIFY,
    SERVICE,
    TICK_NS,
    Accounted,
    Module,
    Register,
    encode_accounted,
    untriples,
)
from imu_hinge.sensors.metamotion.processors import CREATE, DATA
from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.firmware.clock import Clock
from imu_hinge.virtual.firmware.wire import Wish
from imu_hinge.virtual.makes.device import Advertising, Can
from imu_hinge.virtual.makes.metamotion_chain import Chain
from imu_hinge.virtual.makes.metamotion_make import MetaMotionMake, modules_of, services_of
from imu_hinge.virtual.makes.motion import Motion
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.served import Served
from imu_hinge.virtual.makes.server import pass_over

_ORDINARY = Radio(held=24)
_ACC_CONFIG, _GYR_CONFIG = (bytes((module, Register.CONFIG)) for module in (Module.ACC, Module.GYR))
_ACC_DATA = bytes((Module.ACC, Register.ACC_DATA))
Command = Callable[[bytes, float], None]


_USUAL = MetaMotionMake()


class MetaMotionDevice(Served):
    """As Device. Unknown commands are passed over, as real boards do."""

    def __init__(
        self, motion: Motion, make: MetaMotionMake = _USUAL, *, radio: Radio = _ORDINARY, boot_s: float = 0.0
    ) -> None:
        super().__init__(services_of(make), Sampling(motion, make.rate_error), radio)
        self.make = make
        self.blinks = self.shakes = 0
        """How often it was made to show itself."""
        self._answers: dict[bytes, Command] = self._commands()
        self.restart(boot_s)

    def restart(self, t_s: float) -> None:
        """As Device: settings and processors are lost."""
        self._clock = Clock(t_s, self.make.drift_ppm)
        self.chain = Chain(self.make.chip, self.make.other_processors)
        self._config = {
            _ACC_CONFIG: acc_config(self.make.chip, 50, 4)[2:],
            _GYR_CONFIG: gyr_config(50, 2000)[2:],
            **self.make.keeps,
        }
        self._on: dict[bytes, bool] = {}
        """Switches, by module and register."""
        self._sampling.end()
        self.disconnected(t_s)

    def advertising(self, t_s: float) -> Advertising | None:
        """As Device."""
        return Advertising(self.make.name, (SERVICE,))

    def connected(self, t_s: float) -> None:
        """As Device."""
        pass_over(self._sampling, self._acc_scale.rate_hz, t_s)
        self._now_s = t_s

    def disconnected(self, t_s: float) -> None:
        """As Device: it goes on as it was told."""
        self._server.clear()
        self._now_s = t_s
        self._wish: Wish | None = None

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """As Device."""
        self._server.require(uuid, Can.WRITE)
        self._advance(t_s)
        head = payload[:2]
        command = self._answers.get(head) or (self._read_back if payload[1:2] == bytes((CONFIG_READ,)) else None)
        if command:
            command(payload, t_s)

    def _commands(self) -> dict[bytes, Command]:
        switches = [bytes((m, r)) for m in (Module.ACC, Module.GYR) for r in (Register.POWER, Register.SAMPLING, 4, 5)]
        chained = [bytes((Module.PROCESSOR, register)) for register in (6, 7, 8)]
        return {
            **dict.fromkeys((bytes((module, DISCOVERY)) for module in range(32)), self._on_discovery),
            **dict.fromkeys((_ACC_CONFIG, _GYR_CONFIG), self._on_config),
            **dict.fromkeys((*switches, DATA), self._on_switch),
            **dict.fromkeys(chained, self._on_processor),
            CREATE: self._on_creation,
            BATTERY_ASK: lambda payload, t_s: self._tell(BATTERY_TOLD + bytes((self.make.battery_pct, 0x34, 0x10))),
            bytes((Module.SETTINGS, 9)): self._on_interval,
            LED_PLAY[:2]: self._on_blink,
            bytes((Module.HAPTIC, 1)): self._on_shake,
        }

    def _tell(self, payload: bytes) -> None:
        self._server.put(NOTIFY, payload)

    def _on_discovery(self, payload: bytes, t_s: float) -> None:
        self._tell(payload[:2] + bytes(modules_of(self.make).get(payload[0], ())))

    def _on_config(self, payload: bytes, t_s: float) -> None:
        head, setting = payload[:2], payload[2:]
        if head not in self.make.keeps and self._can_be(head, setting):
            self._config[head] = setting

    def _can_be(self, head: bytes, setting: bytes) -> bool:
        try:
            acc_scale(self.make.chip, setting) if head == _ACC_CONFIG else gyr_scale(setting)
        except ProtocolError:
            return False
        return True

    def _read_back(self, payload: bytes, t_s: float) -> None:
        told = self._config.get(bytes((payload[0], Register.CONFIG)))
        if told is not None:
            self._tell(payload[:2] + told)

    def _on_switch(self, payload: bytes, t_s: float) -> None:
        self._on[payload[:2]] = payload[2:3] == b"\1"
        if not self._measures(Module.ACC):
            self._sampling.end()
        elif self._sampling.next_s == inf:
            self._sampling.begin(self._acc_scale.rate_hz, t_s)

    def _measures(self, module: Module) -> bool:
        """Whether power and sampling of a chip are on."""
        return all(self._on.get(bytes((module, register))) for register in (Register.POWER, Register.SAMPLING))

    def _on_creation(self, payload: bytes, t_s: float) -> None:
        number = self.chain.create(payload) if self.make.creates else None
        if number is not None:
            self._tell(CREATE + bytes((number,)))

    def _on_processor(self, payload: bytes, t_s: float) -> None:
        self.chain.told(payload)

    def _on_interval(self, payload: bytes, t_s: float) -> None:
        lowest, highest = (int.from_bytes(payload[at : at + 2], "little") for at in (2, 4))
        self._wish = AskInterval(lowest, highest)

    def _on_blink(self, payload: bytes, t_s: float) -> None:
        self.blinks += payload == LED_PLAY

    def _on_shake(self, payload: bytes, t_s: float) -> None:
        self.shakes += 1

    def take_wish(self, t_s: float) -> Wish | None:
        """As Device: the interval that it was told to ask for."""
        wish, self._wish = self._wish, None
        return wish

    @property
    def _acc_scale(self) -> Scale:
        return acc_scale(self.make.chip, self._config[_ACC_CONFIG])

    def _advance(self, t_s: float) -> None:
        for at_s, si in self._sampling.until(t_s):
            self._measured(si, at_s)
        self._now_s = t_s

    def _measured(self, si: Array, t_s: float) -> None:
        scales = self._acc_scale, gyr_scale(self._config[_GYR_CONFIG])
        raw = si.reshape(2, 3) / np.array([[scale.si_per_lsb] for scale in scales])
        turning = self._measures(Module.GYR)
        if self._on.get(DATA) and turning:
            for number in self.chain.ends:
                self._tell(encode_accounted(Accounted(number, self._tick(t_s), raw)))
        if self._on.get(_ACC_DATA):
            self._tell(_ACC_DATA + untriples(raw[0]))
        if self._on.get(self._gyr_data) and turning:
            self._tell(self._gyr_data + untriples(raw[1]))

    @property
    def _gyr_data(self) -> bytes:
        return bytes((Module.GYR, self.make.chip.gyr_data))

    def _tick(self, t_s: float) -> int:
        return self.make.tick + int(1000 * self._clock.us(t_s) / TICK_NS)
