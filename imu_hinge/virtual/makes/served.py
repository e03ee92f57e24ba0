"""What devices share that keep what waits for the radio in a Server."""

from abc import ABC, abstractmethod

from imu_hinge.virtual.firmware.wire import Wish
from imu_hinge.virtual.makes.device import Can, Notification
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.sampling import Sampling
from imu_hinge.virtual.makes.server import Server, Services


class Served(ABC):
    """A Device but for what its make does when it starts, is linked, and is written to."""

    _now_s: float
    """Until when it has measured."""

    def __init__(self, services: Services, sampling: Sampling, radio: Radio) -> None:
        self._services, self._sampling = services, sampling
        self._server = Server(services, radio)
        self.values = {row.uuid: row.value for rows in services.values() for row in rows if Can.READ in row.can}
        """Of what can be read, by characteristic."""

    @property
    def services(self) -> Services:
        """As Device."""
        return self._services

    def read(self, uuid: str, t_s: float) -> bytes:
        """As Device."""
        self._server.require(uuid, Can.READ)
        return self.values[uuid]

    def subscribe(self, uuid: str, on: bool, t_s: float) -> None:
        """As Device."""
        self._advance(t_s)
        self._server.subscribe(uuid, on)

    def take(self, t_s: float) -> Notification | None:
        """As Device."""
        self._advance(t_s)
        return self._server.take(t_s)

    def take_wish(self, t_s: float) -> Wish | None:
        """As Device: none."""
        return None

    @property
    def next_s(self) -> float:
        """As Device."""
        return min(self._sampling.next_s, self._server.next_s(self._now_s))

    @abstractmethod
    def _advance(self, t_s: float) -> None:
        """Measures until then, and puts what came of it before the server."""
