"""The messages between a client and its trainers, as JSON objects that name their schema.

Times `t_ms` and `since_ms` are the sender's wall clock in ms since 1970, for display only; angles are in deg.
Unknown keys are ignored, so that a later version may add some.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from imu_hinge.remote import wire
from imu_hinge.remote.topics import Kind
from imu_hinge.remote.wire import MessageError, NewerMessageError

__all__ = [
    "MOST_EVENTS",
    "ORDERS",
    "Entry",
    "Events",
    "Live",
    "Message",
    "MessageError",
    "NewerMessageError",
    "Order",
    "Sensor",
    "Status",
    "decode",
    "encode",
]

SCHEMAS = {Kind.STATUS: "status", Kind.LIVE: "live", Kind.EVENT: "events", Kind.ORDER: "command"}
MAJOR = 1
MOST_EVENTS = 50
"""In one message."""
STATES = ("waiting", "calibrating", "ready", "set", "rest", "paused")
"""Where a live session stands; a later version may name others."""
LEFT, LOST, WITHDRAWN, DISPLACED = "left", "lost", "consent_withdrawn", "displaced"
UNWATCHED = "unwatched"
"""Why a client is not there; the last one: the wearer goes on, but is not watched in this session any more."""
SIMULATED = " (simulated)"
"""Stands after the software of a virtual wearer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """One sensor, as far as it is known."""

    state: str = ""
    driver: str = ""
    battery_pct: int | None = None
    rssi_dbm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Presence; the same with `online` false and the reason LOST is the client's last will."""

    online: bool
    reason: str | None = None
    instance: str
    """Random for each process: tells two machines with one account apart."""
    since_ms: int
    epoch: str
    """Random for each database: numbers of another epoch are of another past."""
    seq: int
    """The last number given out; 0: none."""
    from_seq: int
    """The first number the consent covers."""
    session: str | None = None
    exercise: str | None = None
    software: str = ""
    """It ends in SIMULATED where the movement is nobody's."""
    sensors: Mapping[str, Sensor] = field(default_factory=dict)
    """By placement."""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Where a session stands: totals and current values, so that a lost message costs nothing."""

    n: int
    """Rises from message to message of one instance."""
    t_ms: int
    t_ns: int = 0
    """Session time."""
    session: str
    state: str
    exercise: str
    side: str | None = None
    phase: str | None = None
    set: int = 0
    rep: int = 0
    """Counted and unsure repetitions of the open set, or of the last one at rest."""
    reps_total: int = 0
    unsure: int = 0
    """Of `rep`."""
    provisional: int = 0
    rep_rom_deg: float | None = None
    """Thorax range of the last repetition."""
    pelvis_tilt_deg: float | None = None
    thorax_tilt_deg: float | None = None
    lumbar_flexion_deg: float | None = None
    faults: tuple[str, ...] = ()
    """Ids of those past their limit at this moment."""
    faults_total: int = 0
    """Repetitions past a limit in this session."""
    sensors: Mapping[str, str] = field(default_factory=dict)
    """State of the link by placement."""
    seq: int = 0
    rest_s: float | None = None
    pain: int | None = None
    """The newest score of this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event, with its place in the client's count."""

    seq: int
    id: str
    t_ms: int
    session: str | None = None
    type: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """Its fields as a recording holds them."""


@dataclass(frozen=True, slots=True)
class Events:
    """1 to MOST_EVENTS events in the order of their numbers."""

    epoch: str
    events: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What a trainer asks for. Who asks is told by the topic, never in here."""

    id: str
    t_ms: int
    kind: str
    """One of ORDERS; one of a later version is answered with a refusal."""
    fields: Mapping[str, Any] = field(default_factory=dict)


Message = Status | Live | Events | Order

_SENSOR: dict[str, wire.Reader] = {
    "state": wire.default(wire.word, ""),
    "driver": wire.default(wire.word, ""),
    "battery_pct": wire.optional(wire.small),
    "rssi_dbm": wire.optional(wire.small),
}
_STATUS: dict[str, wire.Reader] = {
    "online": wire.flag,
    "reason": wire.optional(wire.word),
    "instance": wire.name,
    "since_ms": wire.whole,
    "epoch": wire.name,
    "seq": wire.whole,
    "from_seq": wire.whole,
    "session": wire.optional(wire.name),
    "exercise": wire.optional(wire.name),
    "software": wire.default(wire.word, ""),
    "sensors": wire.default(wire.by_name(lambda value: Sensor(**wire.fields(_SENSOR, wire.data(value))), 8), {}),
    "scopes": wire.default(wire.several(wire.name, 16), ()),
}
_COUNT, _DEG = wire.default(wire.whole, 0), wire.optional(wire.number)
_LIVE: dict[str, wire.Reader] = {
    "n": wire.whole,
    "t_ms": wire.whole,
    "t_ns": _COUNT,
    "session": wire.name,
    "state": wire.name,
    "exercise": wire.name,
    "side": wire.optional(wire.name),
    "phase": wire.optional(wire.name),
    **dict.fromkeys(("set", "rep", "reps_total", "unsure", "provisional"), _COUNT),
    **dict.fromkeys(("rep_rom_deg", "pelvis_tilt_deg", "thorax_tilt_deg", "lumbar_flexion_deg"), _DEG),
    "faults": wire.default(wire.several(wire.name, 32), ()),
    "faults_total": _COUNT,
    "sensors": wire.default(wire.by_name(wire.word, 8), {}),
    "seq": _COUNT,
    "rest_s": wire.optional(wire.number),
    "pain": wire.optional(wire.whole),
}
_ENTRY: dict[str, wire.Reader] = {
    "seq": wire.whole,
    "id": wire.name,
    "t_ms": wire.whole,
    "session": wire.optional(wire.name),
    "type": wire.name,
    "data": wire.default(wire.data, {}),
}
_ABOUT: dict[str, wire.Reader] = {
    "session": wire.optional(wire.name),
    "set": wire.optional(wire.whole),
    "rep": wire.optional(wire.whole),
}
_UP_TO: dict[str, wire.Reader] = {"epoch": wire.name, "up_to": wire.whole}
ORDERS: dict[str, dict[str, wire.Reader]] = {
    "hello": _UP_TO,
    "ack": _UP_TO,
    "note": {
        "text": wire.text,
        "about": wire.default(lambda value: wire.fields(_ABOUT, wire.data(value)), {}),
    },
    "stop": {"reason": wire.default(wire.text, "")},
    "exercise": {
        "exercise": wire.name,
        "side": wire.default(wire.word, ""),
        "set_reps": wire.optional(wire.whole),
    },
}
"""Kinds of orders and their fields."""


def encode(message: Message) -> bytes:
    """The payload; raises MessageError where it would be larger than may be sent."""
    kind = _KINDS[type(message)]
    values = _plain(message)
    return wire.packed({"schema": f"imu-hinge/{SCHEMAS[kind]}/{MAJOR}", **values.pop("fields", {}), **values})


def decode(kind: Kind, payload: bytes) -> Message:
    """The message of a topic of this kind; raises MessageError, NewerMessageError for one of a later version."""
    values = wire.unpacked(payload)
    _check(values.get("schema"), SCHEMAS[kind])
    try:
        return _READ[kind](values)
    except ValueError as error:
        raise MessageError(str(error)) from None


def _check(schema: Any, wanted: str) -> None:
    program, _, rest = str(schema).partition("/")
    name, _, major = rest.partition("/")
    if program != "imu-hinge" or name != wanted or not (major.isascii() and major.isdecimal()):
        raise MessageError(f"schema: expected imu-hinge/{wanted}/{MAJOR}")
    if len(major) > 9 or int(major) > MAJOR:
        raise NewerMessageError("a newer version of the program is spoken")
    if int(major) < MAJOR:
        raise MessageError(f"schema: expected imu-hinge/{wanted}/{MAJOR}")


def _plain(value: Any) -> Any:
    if isinstance(value, Sensor | Entry | Message):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _entry(value: Any) -> Entry:
    return Entry(**wire.fields(_ENTRY, wire.data(value)))


def _events(values: Mapping[str, Any]) -> Events:
    read = wire.fields({"epoch": wire.name, "events": wire.several(_entry, MOST_EVENTS)}, values)
    if not read["events"]:
        raise ValueError("events: expected one at least")
    return Events(**read)


def _order(values: Mapping[str, Any]) -> Order:
    head = wire.fields({"id": wire.name, "t_ms": wire.whole, "kind": wire.name}, values)
    return Order(**head, fields=wire.fields(ORDERS.get(head["kind"], {}), values))


_KINDS: dict[type, Kind] = {Status: Kind.STATUS, Live: Kind.LIVE, Events: Kind.EVENT, Order: Kind.ORDER}
_READ: dict[Kind, Callable[[Mapping[str, Any]], Message]] = {
    Kind.STATUS: lambda values: Status(**wire.fields(_STATUS, values)),
    Kind.LIVE: lambda values: Live(**wire.fields(_LIVE, values)),
    Kind.EVENT: _events,
    Kind.ORDER: _order,
}
