"""Which sensors have fallen silent and which are coming back, by when their data arrive."""

from dataclasses import dataclass
from enum import Enum, auto

from imu_hinge.model.inputs import Input, Packet, Placement, Samples
from imu_hinge.sensors.registry import find_driver


@dataclass(frozen=True, slots=True)
class PresenceParams:
    """Times of our own choice; together they tell a loss within two seconds of the last sample."""

    lost_in_set_s: float = 1.0
    lost_s: float = 1.5
    """Outside of a set."""
    doubt_s: float = 0.3
    """So long before it counts as lost a sensor is in doubt: two that fall silent together are told together."""
    gap_s: float = 0.5
    """A longer pause between two arrivals is a gap."""
    back_s: float = 1.0
    """Data without a gap for so long, and the sensor is back."""


class State(Enum):
    """Of one sensor that was heard at least once."""

    LIVE = auto()
    DOUBTFUL = auto()
    LOST = auto()
    RETURNING = auto()


UNSETTLED = frozenset({State.DOUBTFUL, State.RETURNING})


class Arrivals:
    """When data of one sensor came."""

    def __init__(self, t_ns: int, params: PresenceParams) -> None:
        self._p = params
        self._newest_ns = self._gap_free_ns = t_ns
        self._lost = False

    def hear(self, first_ns: int, last_ns: int) -> None:
        """Data that span these times."""
        if first_ns - self._newest_ns > self._p.gap_s * 1e9:
            self._gap_free_ns = first_ns
        self._newest_ns = last_ns

    def look(self, t_ns: int, lost_s: float) -> State:
        """Where the sensor stands."""
        age_s = (t_ns - self._newest_ns) * 1e-9
        if self._lost:
            return self._look_lost(age_s)
        self._lost = age_s > lost_s
        if self._lost:
            return State.LOST
        return State.DOUBTFUL if age_s > lost_s - self._p.doubt_s else State.LIVE

    def _look_lost(self, age_s: float) -> State:
        if age_s > self._p.gap_s:
            return State.LOST
        self._lost = (self._newest_ns - self._gap_free_ns) * 1e-9 < self._p.back_s
        return State.RETURNING if self._lost else State.LIVE


class Presence:
    """All sensors of a session. One that was never heard is not missed: sensors connect one after another."""

    def __init__(self, params: PresenceParams | None = None) -> None:
        self._p = params or PresenceParams()
        self._arrivals: dict[Placement, Arrivals] = {}
        self._states: dict[Placement, State] = {}

    def step(self, item: Input, in_set: bool) -> None:
        """Take an input."""
        if isinstance(item, Samples) and len(item.samples):
            self._hear(item.placement, int(item.samples["t_ns"][0]), item.t_ns)
        elif isinstance(item, Packet) and is_data(item):
            self._hear(item.placement, item.t_ns, item.t_ns)
        lost_s = self._p.lost_in_set_s if in_set else self._p.lost_s
        self._states = {place: one.look(item.t_ns, lost_s) for place, one in self._arrivals.items()}

    def _hear(self, placement: Placement, first_ns: int, last_ns: int) -> None:
        self._arrivals.setdefault(placement, Arrivals(first_ns, self._p)).hear(first_ns, last_ns)

    @property
    def lost(self) -> frozenset[Placement]:
        """Sensors that are lost and not yet back."""
        return frozenset(place for place, state in self._states.items() if state in (State.LOST, State.RETURNING))

    @property
    def settled(self) -> bool:
        """Whether no sensor is about to be lost or about to be back."""
        return not UNSETTLED & set(self._states.values())

    @property
    def left(self) -> frozenset[Placement]:
        """Sensors that still give data."""
        return frozenset(self._arrivals) - self.lost


def is_data(packet: Packet) -> bool:
    """Whether a packet holds samples of now; those of early recordings name no characteristic."""
    try:
        return not packet.characteristic or packet.characteristic == find_driver(packet.driver).data_characteristic
    except KeyError:
        return False
