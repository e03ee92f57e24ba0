"""Everything a client sends and what it takes from its trainers, without a connection: messages in, messages out.

Time is given: ns since 1970, from a clock that never goes back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from imu_hinge.history.outbox import Posted
from imu_hinge.remote import topics
from imu_hinge.remote.messages import (
    LEFT,
    LOST,
    MOST_EVENTS,
    WITHDRAWN,
    Entry,
    Events,
    Live,
    MessageError,
    Order,
    Sensor,
    Status,
    decode,
    encode,
)
from imu_hinge.remote.scopes import live_allowed, status_allowed
from imu_hinge.remote.window import Window

LIVE_S, LIVE_CALM_S = 0.2, 1.0
"""Between two messages about the state: in a set, and between sets."""
STATUS_S, STATUS_LEAST_S = 600.0, 1.0
"""A status comes at least and at most so often."""
STATUS_EXPIRY_S, LIVE_EXPIRY_S = 7 * 86_400, 2
MOST_BATCH_BYTES = 32_000
_LOOK_S = 1.0
"""So long the broker may take to say who used the account while there was no connection."""
_EARLY_NS = 10_000_000
"""A look that comes a little too early counts: the next one would be a whole look late."""
_IN_SET = "set"
_MS = 1_000_000

Read = Callable[[int, int], Sequence[Posted]]
"""At most so many events after a number, in order."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One message to send."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    expiry_s: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """How far a trainer says it has come; to be kept."""

    trainer: str
    epoch: str
    up_to: int
    exactly: bool
    """Whether it may be less than before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trainer asks for; it may be a copy of what was asked before."""

    trainer: str
    order: Order


@dataclass(frozen=True, slots=True)
class Displaced:
    """The account is used by another machine, which holds it from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who sends, and what the consent says."""

    client: str
    """Account: the name in the topics."""
    instance: str
    epoch: str
    from_seq: int
    trainers: frozenset[str]
    scopes: tuple[str, ...]
    software: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """What goes on here; nothing where there is no session."""

    id: str | None = None
    exercise: str | None = None
    sensors: Mapping[str, Sensor] = field(default_factory=dict)

    def seems(self) -> object:
        """What of it is worth a message at once: signal strength always changes."""
        return self.id, self.exercise, {name: replace(one, rssi_dbm=None) for name, one in self.sensors.items()}


class Outgoing:
    """One client of a broker. `connected` is to be called for every new connection, then `due` again and again."""

    def __init__(self, place: Place, window: Window, now_ns: int) -> None:
        self._place, self.window = place, window
        self._since_ms = now_ns // _MS
        self._session = Session()
        self._told: object = None
        """What the newest status says of the session; None: it is to be said anew."""
        self._status_ns = 0
        self._live_ns = 0
        self._n = 0
        self._known = False
        """Whether the broker has told this presence: it was taken."""
        self._before = ""
        """Instance that the broker knew before; no later machine."""
        self._looks_until_ns = 0
        self.dropped = 0
        """Messages that could not be used."""

    def will(self) -> Sending:
        """What the broker says when this client vanishes."""
        return self._status(replace(self._presence(), online=False, reason=LOST))

    def connected(self, now_ns: int) -> None:
        """A new connection: presence comes first, then everything that is not acknowledged.

        The first one takes the account over; on each later one it is looked who used the account in between.
        """
        self._looks_until_ns = now_ns + round(_LOOK_S * 1e9) if self._known else 0
        self._told, self._status_ns = None, 0
        self.window.begin(now_ns)

    def over(self, reason: str = LEFT) -> list[Sending]:
        """The last messages: presence; where the consent was taken back, the broker forgets even that."""
        last = [self._status(replace(self._presence(), online=False, reason=reason))]
        return [*last, replace(last[0], payload=b"")] if reason == WITHDRAWN else last

    def session(self, session: Session) -> None:
        """What goes on here from now on."""
        self._session = session

    def due(self, now_ns: int, read: Read, live: Live | None) -> list[Sending]:
        """What is to be sent at this moment, in this order; `live` is None outside a session.

        Of the events it is one message at a time: ask again until nothing is due.
        """
        if now_ns < self._looks_until_ns:
            return []
        return [*self._status_due(now_ns), *self._live_due(now_ns, live), *self._events_due(now_ns, read)]

    def take(self, topic: str, payload: bytes, retained: bool, now_ns: int) -> Told | Asked | Displaced | None:
        """One message that came; None where nothing is to be done about it."""
        place = topics.parse(topic)
        if place is None or place.client != self._place.client or not payload:
            return None
        try:
            match decode(place.kind, payload):
                case Status() as status:
                    return self._presence_heard(status, retained)
                case Order() as order if place.trainer in self._place.trainers and not retained:
                    return self._order(place.trainer, order, now_ns)
        except MessageError:
            self.dropped += 1
        return None

    def _presence_heard(self, status: Status, retained: bool) -> Displaced | None:
        """Another machine that used the account while this one was away has it, even where that one is thrown out now.

        One that is gone while this one is here, perhaps an earlier session, leaves it: presence is said once more. What
        the broker knew before it took this presence is no other machine, nor when a killed broker knows that again.
        """
        self._looks_until_ns = 0
        if status.instance == self._place.instance:
            self._known = True
            return None
        if retained and (not self._known or status.instance == self._before):
            self._before = status.instance
            return None
        self._told = None
        return Displaced() if retained or status.online else None

    def _order(self, trainer: str, order: Order, now_ns: int) -> Told | Asked | None:
        if order.kind not in ("hello", "ack"):
            return Asked(trainer, order)
        epoch, up_to, exactly = order.fields["epoch"], order.fields["up_to"], order.kind == "hello"
        if epoch != self._place.epoch:
            self._told = None  # the trainer speaks of another past: presence says which one holds
            return None
        (self.window.hello if exactly else self.window.ack)(trainer, up_to, now_ns)
        return Told(trainer, epoch, up_to, exactly)

    def _status_due(self, now_ns: int) -> list[Sending]:
        waited_s = (now_ns - self._status_ns) * 1e-9
        changed = self._told != self._session.seems()
        if waited_s < STATUS_LEAST_S or (not changed and waited_s < STATUS_S):
            return []
        self._told, self._status_ns = self._session.seems(), now_ns
        return [self._status(self._presence())]

    def _live_due(self, now_ns: int, live: Live | None) -> list[Sending]:
        live = live and live_allowed(live, self._place.scopes)
        if live is None:
            return []
        every_s = LIVE_S if live.state == _IN_SET else LIVE_CALM_S
        if now_ns - self._live_ns < every_s * 1e9 - _EARLY_NS:
            return []
        self._live_ns, self._n = now_ns, self._n + 1
        payload = encode(replace(live, n=self._n, t_ms=now_ns // _MS, seq=self.window.last_seq))
        return [Sending(topics.live(self._place.client), payload, expiry_s=LIVE_EXPIRY_S)]

    def _events_due(self, now_ns: int, read: Read) -> list[Sending]:
        span = self.window.due(now_ns, MOST_EVENTS)
        entries = [_entry(one) for one in read(span.after, span.most)] if span else []
        if not entries:
            return []
        batch = fitting(self._place.epoch, entries)
        self.window.sent(batch.events[-1].seq, now_ns)
        return [Sending(topics.event(self._place.client), encode(batch), qos=1)]

    def _presence(self) -> Status:
        session, place = self._session, self._place
        said = Status(
            online=True,
            instance=place.instance,
            since_ms=self._since_ms,
            epoch=place.epoch,
            seq=self.window.last_seq,
            from_seq=place.from_seq,
            session=session.id,
            exercise=session.exercise,
            software=place.software,
            sensors=session.sensors,
            scopes=place.scopes,
        )
        return status_allowed(said, place.scopes)

    def _status(self, status: Status) -> Sending:
        return Sending(topics.status(self._place.client), encode(status), 1, retain=True, expiry_s=STATUS_EXPIRY_S)


def fitting(epoch: str, entries: Sequence[Entry]) -> Events:
    """As many of the first ones as fit into one message; one that is too large alone goes without its fields."""
    count = len(entries)
    while count and not _fits(Events(epoch, tuple(entries[:count]))):
        count //= 2
    return Events(epoch, tuple(entries[:count]) or (replace(entries[0], data={}),))


def _fits(events: Events) -> bool:
    try:
        return len(encode(events)) <= MOST_BATCH_BYTES
    except MessageError:
        return False


def _entry(one: Posted) -> Entry:
    session = one.session_id.hex[:8] if one.session_id else None
    return Entry(seq=one.seq, id=one.id, t_ms=one.at_ns // _MS, session=session, type=one.type, data=one.body)
