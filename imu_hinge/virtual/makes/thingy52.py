"""A virtual Thingy:52: it streams while somebody listens, and keeps every setting for good."""

from collections.abc import Callable, Mapping
from math import inf

from imu_hinge.sensors.identity import BATTERY, standard
from imu_hinge.sensors.thingy52.codec import (
    CONFIG,
    CONNECTION,
    FIRMWARE,
    INTERFACE,
    LED,
    MOTION,
    NAME,
    RAW,
    SERVICE,
    Config,
    decode_config,
    decode_connection,
    encode_config,
    encode_raw,
)
from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.firmware.wire import Wish
from imu_hinge.virtual.makes.device import (
    WRITE_NOT_ALLOWED,
    Advertising,
    AttError,
    Can,
    Characteristic,
)
from imu_hinge.virtual.makes.motion import Motion
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.served import Served
from imu_hinge.virtual.makes.server import Services

FACTORY = Config(step_ms=1000, temperature_ms=500, compass_ms=500, rate_hz=10, wake_on_motion=1)
_CALM_BLUE = bytes((2, 6, 20, 0xAC, 0x0D))
_CONNECTION_FACTORY = bytes.fromhex("0600180000004001")
_FIRMWARE = bytes((2, 2, 0))
_SETTABLE = (Can.READ, Can.WRITE)
_MOST_NAME_BYTES = 10
_ORDINARY = Radio()


class Thingy52Device(Served):
    """As Device. All settings are in flash: nothing but a write changes them."""

    def __init__(
        self,
        motion: Motion,
        *,
        name: str = "Thingy",
        config: Config = FACTORY,
        battery_pct: int = 84,
        rate_error: float = -0.006,
        radio: Radio = _ORDINARY,
        boot_s: float = 0.0,
    ) -> None:
        """`rate_error` is true rate / nominal rate - 1."""
        values = {
            NAME: name.encode(),
            CONNECTION: _CONNECTION_FACTORY,
            FIRMWARE: _FIRMWARE,
            LED: _CALM_BLUE,
            CONFIG: encode_config(config),
            BATTERY: bytes((battery_pct,)),
        }
        super().__init__(_services_of(values), Sampling(motion, rate_error), radio)
        self.restart(boot_s)

    @property
    def services(self) -> Services:
        """As Device."""
        return _services_of(self.values)

    def restart(self, t_s: float) -> None:
        """As Device."""
        self._now_s = t_s
        self._unlink()

    def advertising(self, t_s: float) -> Advertising | None:
        """As Device."""
        return Advertising(self.values[NAME].decode(), (SERVICE,))

    def connected(self, t_s: float) -> None:
        """As Device."""
        self._advance(t_s)

    def disconnected(self, t_s: float) -> None:
        """As Device: measuring ends."""
        self._advance(t_s)
        self._unlink()

    def _unlink(self) -> None:
        self._server.clear()
        self._sampling.end()
        self._wish: Wish | None = None

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """As Device: who listens to raw values switches them on."""
        super().subscribe(uuid, on, t_s)
        self._sample(t_s)

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        """As Device."""
        self._server.require(uuid, Can.WRITE)
        self._advance(t_s)
        if not _VALID[uuid](payload):
            raise AttError(WRITE_NOT_ALLOWED)
        self.values[uuid] = payload
        if uuid == CONFIG:
            self._sample(t_s)
        elif uuid == CONNECTION:
            self._ask_interval(payload)

    def _sample(self, t_s: float) -> None:
        config = decode_config(self.values[CONFIG])
        if RAW in self._server.subscribed and config:
            self._sampling.begin(config.rate_hz, t_s)
        else:
            self._sampling.end()

    def _ask_interval(self, payload: bytes) -> None:
        shortest, longest, latency, timeout = decode_connection(payload) or (0, 0, 0, 0)
        self._wish = AskInterval(shortest, longest, latency, timeout / 100)

    def take_wish(self, t_s: float) -> Wish | None:
        """As Device: the connection interval it was told to want."""
        wish, self._wish = self._wish, None
        return wish

    @property
    def next_s(self) -> float:
        """As Device."""
        return min(super().next_s, self._now_s if self._wish else inf)

    def _advance(self, t_s: float) -> None:
        self._now_s = t_s
        for _, si in self._sampling.until(t_s):
            self._server.put(RAW, encode_raw(si))


def _services_of(values: Mapping[str, bytes]) -> Services:
    rows = {
        SERVICE: ((NAME, _SETTABLE), (CONNECTION, _SETTABLE), (FIRMWARE, (Can.READ,))),
        INTERFACE: ((LED, _SETTABLE),),
        MOTION: ((CONFIG, _SETTABLE), (RAW, (Can.NOTIFY,))),
        standard(0x180F): ((BATTERY, (Can.READ,)),),
    }
    return {
        service: tuple(Characteristic(uuid, can, values.get(uuid, b"")) for uuid, can in held)
        for service, held in rows.items()
    }


def _valid_config(payload: bytes) -> bool:
    config = decode_config(payload)
    if config is None:
        return False
    periods_ms = (config.step_ms, config.temperature_ms, config.compass_ms)
    return all(100 <= ms <= 5000 for ms in periods_ms) and 1 <= config.rate_hz <= 200 and config.wake_on_motion <= 1


def _valid_connection(payload: bytes) -> bool:
    told = decode_connection(payload)
    if told is None:
        return False
    shortest, longest, latency, timeout = told
    in_range = 6 <= shortest <= 3200 and 6 <= longest <= 3200 and latency <= 499 and 10 <= timeout <= 3200
    return in_range and timeout * 4 > (1 + latency) * longest


def _valid_led(payload: bytes) -> bool:
    lengths = {0: 1, 1: 4, 2: 5, 3: 3}
    return bool(payload) and len(payload) == lengths.get(payload[0])


_VALID: dict[str, Callable[[bytes], bool]] = {
    NAME: lambda payload: len(payload) <= _MOST_NAME_BYTES,
    CONNECTION: _valid_connection,
    LED: _valid_led,
    CONFIG: _valid_config,
}
"""What the firmware takes; it refuses anything else."""
