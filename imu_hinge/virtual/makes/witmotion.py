"""A virtual WitMotion sensor: it streams whatever happens, and heeds few words."""

from collections.abc import Mapping
from math import inf

from imu_hinge.sensors.witmotion.codec import (
    COMMAND,
    DATA,
    SERVICE,
    UNLOCK,
    Rate,
    Register,
    decode_command,
    encode_reply,
)
from imu_hinge.virtual.firmware.wire import Wish
from imu_hinge.virtual.makes.device import Advertising, Can, Characteristic, Notification
from imu_hinge.virtual.makes.motion import Motion
from imu_hinge.virtual.makes.outbox import Outbox, Radio
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.witmotion_frames import stream_frame

FACTORY: dict[int, int] = {Register.RATE: Rate.HZ_10, Register.BANDWIDTH: 4, Register.ALGORITHM: 0, Register.OUTPUT: 0}
RATES_HZ = {Rate.HZ_10: 10, 0x07: 20, Rate.HZ_50: 50, Rate.HZ_100: 100, 0x0A: 100, Rate.HZ_200: 200}
_VERSION = {Register.VERSION: 0x0116, Register.VERSION + 1: 0x89D8}
_PACKED = 4
_PACKED_FROM_HZ = 50
_UNLOCKED_S = 10.0
_SAVING_S = 0.3
_ANSWER_S = 0.02
_REPLY_REGISTERS = 8
_ORDINARY = Radio()


class WitmotionDevice:
    """As Device. `settings` are those in flash, by register, where they are not as from the factory."""

    services: Mapping[str, tuple[Characteristic, ...]] = {
        SERVICE: (
            Characteristic(DATA, (Can.NOTIFY,)),
            Characteristic(COMMAND, (Can.WRITE, Can.WRITE_WITHOUT_RESPONSE)),
        )
    }

    def __init__(
        self,
        motion: Motion,
        *,
        name: str = "WT901BLE67",
        address: str = "FD:08:90:1A:11:47",
        settings: Mapping[int, int] | None = None,
        battery_cv: int = 397,
        rate_error: float = -0.007,
        radio: Radio = _ORDINARY,
        boot_s: float = 0.0,
    ) -> None:
        """`battery_cv` in 1/100 V; `rate_error` is true rate / nominal rate - 1."""
        self.name, self._flash = name, dict(settings or {})
        self._told = {**_VERSION, Register.BATTERY: battery_cv, **_address_registers(address)}
        self._outbox, self._sampling = Outbox(radio), Sampling(motion, rate_error)
        self.restart(boot_s)

    def restart(self, t_s: float) -> None:
        """As Device."""
        self.settings: dict[int, int] = {**FACTORY, **self._flash}
        """In force, by register."""
        self._unlocked_until_s = self._saving_until_s = -inf
        self._sampling.begin(self._rate_hz, t_s)
        self._now_s = t_s
        self._unlink()

    def advertising(self, t_s: float) -> Advertising | None:
        """As Device: a name, and nothing else."""
        return Advertising(self.name)

    def connected(self, t_s: float) -> None:
        """As Device."""
        self._advance(t_s)

    def disconnected(self, t_s: float) -> None:
        """As Device: the settings stay."""
        self._advance(t_s)
        self._unlink()

    def _unlink(self) -> None:
        self._subscribed = False
        self._pack: list[bytes] = []
        self._question, self._answer_s = 0, inf
        self._outbox.clear()

    def read(self, uuid: str, t_s: float) -> bytes:
        """As Device: nothing can be read."""
        raise KeyError(uuid)

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """As Device."""
        if uuid != DATA:
            raise KeyError(uuid)
        self._advance(t_s)
        self._subscribed = on

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """As Device: what is no command is passed over."""
        if uuid != COMMAND:
            raise KeyError(uuid)
        self._advance(t_s)
        command = decode_command(payload)
        if payload == UNLOCK:
            self._unlocked_until_s = t_s + _UNLOCKED_S
        elif command and command[0] == Register.READ:
            self._ask(command[1], t_s)
        elif command and t_s < self._unlocked_until_s:
            self._set(*command, t_s)

    def _ask(self, register: int, t_s: float) -> None:
        """A question takes the place of one that is not answered yet; in the fastest stream nothing is answered."""
        if self.settings[Register.RATE] != Rate.HZ_200:
            self._question, self._answer_s = register, t_s + _ANSWER_S

    def _set(self, register: int, value: int, t_s: float) -> None:
        if register == Register.SAVE:
            self._flash, self._saving_until_s = dict(self.settings), t_s + _SAVING_S
        elif register == Register.RATE:
            self._set_rate(value, t_s)
        elif register in self.settings:
            self.settings[register] = value

    def _set_rate(self, value: int, t_s: float) -> None:
        if value in RATES_HZ:
            self.settings[Register.RATE] = value
            self._sampling.begin(self._rate_hz, t_s)

    @property
    def _rate_hz(self) -> int:
        return RATES_HZ[self.settings[Register.RATE]]

    def take(self, t_s: float) -> Notification | None:
        """As Device."""
        self._advance(t_s)
        payload = self._outbox.take(t_s)
        return None if payload is None else (DATA, payload)

    def take_wish(self, t_s: float) -> Wish | None:
        """As Device: none."""
        return None

    @property
    def next_s(self) -> float:
        """As Device."""
        if not self._subscribed:
            return inf
        missing = self._packed - len(self._pack) - 1
        pack_s = self._sampling.next_s + max(0, missing) * self._sampling.period_s
        return min(self._outbox.next_s(self._now_s), self._answer_s, pack_s)

    @property
    def _packed(self) -> int:
        return _PACKED if self._rate_hz >= _PACKED_FROM_HZ else 1

    def _advance(self, t_s: float) -> None:
        self._now_s = t_s
        if not self._subscribed:
            self._sampling.skip(t_s)
            return
        for at_s, si in self._sampling.until(t_s):
            self._pack.append(stream_frame(si, self.settings[Register.OUTPUT], at_s))
            if len(self._pack) >= self._packed:
                self._send()
        if t_s >= self._answer_s:
            self._answer()

    def _send(self) -> None:
        self._outbox.put(self._pack)
        self._pack = []

    def _answer(self) -> None:
        self._outbox.put_whole(encode_reply(self._question, self._registers(self._answer_s)))
        self._answer_s = inf

    def _registers(self, t_s: float) -> tuple[int, ...]:
        """Eight from the one asked for; while it saves, the battery reads 0."""
        values = {**self._told, **self.settings}
        if t_s < self._saving_until_s:
            values[Register.BATTERY] = 0
        return tuple(values.get(self._question + i, 0) for i in range(_REPLY_REGISTERS))


def _address_registers(address: str) -> dict[int, int]:
    raw = bytes.fromhex(address.replace(":", ""))[::-1]
    return {Register.ADDRESS + i: int.from_bytes(raw[2 * i : 2 * i + 2], "little") for i in range(len(raw) // 2)}
