"""What a link to a virtual sensor holds: who wants which notifications, and those that wait for the radio."""

from collections import deque
from collections.abc import Mapping
from math import ceil, inf

from imu_hinge.virtual.makes.device import Can, Characteristic, Notification
from imu_hinge.virtual.makes.outbox import Radio
from imu_hinge.virtual.makes.sampling import Sampling

NOT_SUBSCRIBED = 0xFD
"""Code of AttError: the receiver must first ask for the notifications that would follow."""
Services = Mapping[str, tuple[Characteristic, ...]]


class Server:
    """Of one device; empty between two links. Samples that find no room are lost, as their time or number shows."""

    def __init__(self, services: Services, radio: Radio) -> None:
        """Of `radio` the stalls, and how many notifications are kept through one."""
        self._can = {row.uuid: row.can for rows in services.values() for row in rows}
        self._radio = radio
        self._ready: deque[Notification] = deque()
        self.subscribed: set[str] = set()

    def clear(self) -> None:
        """The link is over."""
        self.subscribed.clear()
        self._ready.clear()

    def require(self, uuid: str, can: Can) -> None:
        """KeyError where there is no such characteristic, or it cannot do this."""
        if can not in self._can[uuid]:
            raise KeyError(uuid)

    def subscribe(self, uuid: str, on: bool) -> None:
        """As Device."""
        self.require(uuid, Can.NOTIFY)
        (self.subscribed.add if on else self.subscribed.discard)(uuid)

    def put(self, uuid: str, payload: bytes) -> None:
        """A value for those who want it."""
        if uuid in self.subscribed and len(self._ready) < self._radio.held:
            self._ready.append((uuid, payload))

    def take(self, t_s: float) -> Notification | None:
        """The next one that gets out by now."""
        return self._ready.popleft() if self._ready and self.next_s(t_s) <= t_s else None

    def next_s(self, t_s: float) -> float:
        """When one gets out, of those that are there by now."""
        stalled_until_s = (end for begin, end in self._radio.stalls_s if begin <= t_s < end)
        return next(stalled_until_s, t_s) if self._ready else inf


def pass_over(sampling: Sampling, nominal_hz: float, t_s: float) -> None:
    """Leaves out, in step, the samples up to a true time: nobody was there to hear them."""
    if sampling.next_s < t_s:
        missed = ceil((t_s - sampling.next_s) / sampling.period_s)
        sampling.begin(nominal_hz, sampling.next_s + (missed - 1) * sampling.period_s)
