"""When Status and Config are notified (PROTOCOL.md S3, E6)."""

from collections.abc import Callable
from math import inf

from imu_hinge.sensors.hsp import CONFIG, STATUS, Config, Status, encode_config, encode_status
from imu_hinge.virtual.firmware.machine import Machine

_STATUS_EVERY_S = 10.0
_Telling = tuple[int, int, int, int]


class Notices:
    """Knows what the receiver was told last, and what has changed since."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.conn_interval = 0
        """As the host knows it, in 1.25 ms; 0 without a link."""
        self._config_told: bytes | None = None
        self._status_told: _Telling | None = None
        self._status_s = inf
        self._switch: dict[str, Callable[[float], None]] = {CONFIG: self._tell_config, STATUS: self._tell_status}

    def subscribe(self, uuid: str, t_s: float) -> None:
        """Changes from here on are to be told."""
        if uuid in self._switch:
            self._switch[uuid](t_s)

    def unsubscribe(self, uuid: str) -> None:
        """Nothing of this characteristic is to be told."""
        if uuid == CONFIG:
            self._config_told = None
        if uuid == STATUS:
            self._status_told, self._status_s = None, inf

    @property
    def next_s(self) -> float:
        """True time of the next Status if nothing changes."""
        return self._status_s + _STATUS_EVERY_S

    def config(self) -> bytes:
        """The Config value."""
        value: Config = self._machine.config()
        return encode_config(value)

    def status(self, t_s: float) -> bytes:
        """The Status value."""
        value: Status = self._machine.status(t_s, self.conn_interval)
        return encode_status(value)

    def take(self, t_s: float) -> tuple[str, bytes] | None:
        """The next value to notify, with its characteristic."""
        if self._config_told is not None and self._config_told != self.config():
            self._tell_config(t_s)
            return CONFIG, self.config()
        if self._status_told is not None and (t_s >= self.next_s or self._status_told != self._telling):
            self._tell_status(t_s)
            return STATUS, self.status(t_s)
        return None

    @property
    def _telling(self) -> _Telling:
        """What must not change in silence."""
        machine = self._machine
        return machine.status_flags, machine.battery.charge, self.conn_interval, machine.mtu

    def _tell_config(self, _: float) -> None:
        self._config_told = self.config()

    def _tell_status(self, t_s: float) -> None:
        self._status_told, self._status_s = self._telling, t_s
