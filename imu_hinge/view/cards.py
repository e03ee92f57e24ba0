"""One client as a card: how much attention is needed, and why, in glyph, words and numbers. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from imu_hinge.catalogue import Fault
from imu_hinge.core.summary import SetSummary
from imu_hinge.gate.pain import RISE, rise
from imu_hinge.model.events import Rep
from imu_hinge.model.inputs import Placement
from imu_hinge.view.feed import fault_value
from imu_hinge.view.plan import planned, sets_done
from imu_hinge.view.signals import Signal, signal_of
from imu_hinge.view.snapshot import Sensor, Snapshot, Stage
from imu_hinge.view.verdicts import Sign, Verdict, verdict_of
from imu_hinge.view.wall import NOT_WATCHED, Presence, Seat
from imu_hinge.view.words import number, reps_words

LOW_PCT = 15
"""Battery charge from which it is marked; the firmware says it is low there too (PROTOCOL.md P2)."""
_LAST = 3
"""Repetitions among which the same fault is looked for."""
_COUNTING = frozenset({Stage.READY, Stage.SET, Stage.REST, Stage.ENDED})
"""Stages with a number."""
_PLACES = tuple(Placement)
_NO_SENSOR = Sensor()
_STANDING = "TALL"
"""Word of the faults at the top, which load the back least: past them ranks as close."""


class Need(IntEnum):
    """How much a client needs somebody to look, the most first."""

    LOST = 0
    """No data in an open set."""
    STOPPED = 1
    """Stopped for pain, or pain has risen."""
    PAST = 2
    """Past a limit in the last repetition."""
    CLOSE = 3
    """Close to a limit, or not tall."""
    BATTERY = 4
    WORKING = 5
    RESTING = 6
    """Between sets, and before the first."""
    AWAY = 7


SIGNS = {
    Need.LOST: Sign("?", "lost", "link lost"),
    Need.STOPPED: Sign("!", "bad", "stopped"),
    Need.PAST: Sign("✗", "bad", "past the limit"),
    Need.CLOSE: Sign("~", "caution", "close"),
    Need.BATTERY: Sign("~", "caution", "low battery"),
    Need.WORKING: Sign("●", "good", "working"),
    Need.RESTING: Sign("=", "muted", "resting"),
    Need.AWAY: Sign("-", "muted", "away"),
}
"""Glyph, ink, and how many there are in the header."""


@dataclass(frozen=True, slots=True)
class Pip:
    """One sensor on a card."""

    signal: Signal
    battery_pct: int | None

    @property
    def low(self) -> bool:
        """Whether it is to be charged."""
        return self.battery_pct is not None and self.battery_pct <= LOW_PCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything that is drawn of one client, to the precision in which it is drawn."""

    client: str
    number: int
    name: str
    need: Need
    glyph: str
    words: str
    exercise: str = ""
    side: str = ""
    count: int | None = None
    """The large number; None before a session."""
    provisional: bool = False
    """Whether the number may still be taken back."""
    of: int | None = None
    """Repetitions the plan asks for."""
    dots: tuple[Verdict, ...] = ()
    """The repetitions of the set under way, or of the last one."""
    pips: tuple[Pip, ...] = ()
    """By Placement; none where nothing is known."""
    rest_s: int | None = None
    """None also while nothing is heard: a clock that stands still says nothing."""
    sets_done: int = 0
    """Of the plan, where there is one."""
    sets_of: int | None = None
    pain: int | None = None
    """The newest score."""
    remark: str = ""
    """About the connection."""


def card_of(seat: Seat) -> Card:
    """The card of a seat."""
    person, snapshot = seat.person, seat.snapshot
    need, words, glyph = _state(seat)
    base = {"client": person.client, "number": person.number, "name": person.name}
    if snapshot is None:
        return Card(**base, need=need, glyph=glyph, words=words, pain=person.pain, remark=seat.remark)  # type: ignore[arg-type]
    plan = planned(person, snapshot.exercise.id)
    current, rest_s = current_set(snapshot), _rest_s(seat, snapshot)
    return Card(
        **base,  # type: ignore[arg-type]
        need=need,
        glyph=glyph,
        words=words,
        exercise=snapshot.exercise.id,
        side=(snapshot.side or "")[:1].upper() if snapshot.exercise.sides else "",
        count=snapshot.count + snapshot.provisional if snapshot.stage in _COUNTING else None,
        provisional=snapshot.provisional > 0,
        of=plan.reps if plan else None,
        dots=tuple(verdict_of(rep, snapshot.exercise) for rep in current.reps) if current else (),
        pips=tuple(Pip(signal_of(one), one.battery_pct) for one in _sensors(snapshot)),
        rest_s=rest_s,
        sets_done=sets_done(snapshot, plan),
        sets_of=plan.sets if plan else None,
        pain=snapshot.pains[-1][1] if snapshot.pains else person.pain,
        remark=seat.remark,
    )


def _rest_s(seat: Seat, snapshot: Snapshot) -> int | None:
    runs = snapshot.stage is Stage.REST and seat.presence is Presence.HERE
    return int(snapshot.rest_s) if runs and snapshot.rest_s is not None else None


def current_set(snapshot: Snapshot) -> SetSummary | None:
    """The open set while one is open, else the last one; None where it has no repetitions yet."""
    last = snapshot.sets[-1] if snapshot.sets else None
    return None if last is not None and last.ended and snapshot.stage is Stage.SET else last


def heads(cards: Iterable[Card]) -> dict[Need, int]:
    """How many cards are in each state, the most urgent first; without the states nobody is in."""
    counts = Counter(card.need for card in cards)
    return {need: counts[need] for need in Need if counts[need]}


def hidden_words(cards: Sequence[Card]) -> str:
    """`3 more, 1 link lost`: what is said of cards for which there is no room; empty where there are none."""
    urgent = [f"{count} {SIGNS[need].words}" for need, count in heads(cards).items() if need < Need.WORKING]
    return ", ".join([f"{len(cards)} more", *urgent]) if cards else ""


State = tuple[Need, str, str]
"""Need, words, glyph."""


def _state(seat: Seat) -> State:
    """The first of the states that holds."""
    snapshot = seat.snapshot
    if snapshot is None or seat.presence is Presence.LEFT or snapshot.stage is Stage.ENDED:
        return _sign(Need.AWAY, _gone(seat))
    asked = (looked(seat, snapshot) for looked in _LOOKS)
    return next((state for state in asked if state), None) or _sign(Need.RESTING, _before(snapshot))


def _sign(need: Need, words: str) -> State:
    return need, words, SIGNS[need].glyph


def _gone(seat: Seat) -> str:
    """Repetitions of the sets that ended; how many those are is told by `sets_done`."""
    if seat.snapshot is None:
        return _presence(seat) or "nothing came yet"
    ended = [one for one in seat.snapshot.all_sets if one.ended]
    reps = reps_words(sum(one.counted for one in ended), sum(one.unsure for one in ended))
    return f"session over: {reps}" if ended else _presence(seat) or "session over"


def _presence(seat: Seat) -> str:
    """`silent 3 s`, `offline`, `left`; empty for a client who is here."""
    if seat.presence is Presence.SILENT:
        return f"silent {int(seat.silent_s or 0.0)} s"
    return _PRESENCES[seat.presence]


_PRESENCES = {
    Presence.HERE: "",
    Presence.AWAY: "offline",
    Presence.LEFT: "left",
    Presence.UNWATCHED: NOT_WATCHED,
}


def _link(seat: Seat, snapshot: Snapshot) -> State | None:
    """The connection, or a sensor, is gone in an open set."""
    away, in_set = _presence(seat), snapshot.stage is Stage.SET
    if away:
        return _sign(Need.LOST, f"NO DATA in a set, {away}") if in_set else (Need.AWAY, f"NO DATA, {away}", "?")
    if not in_set:
        return None
    lost = [place for place in _PLACES if signal_of(_sensor(snapshot, place)) is Signal.SILENT]
    return _sign(Need.LOST, _lost(snapshot, lost)) if lost else None


def _lost(snapshot: Snapshot, lost: Sequence[Placement]) -> str:
    ages = [age for place in lost if (age := _sensor(snapshot, place).age_s) is not None]
    since = f" {int(max(ages))} s" if ages else ""
    names = "BOTH SENSORS" if len(lost) > 1 else lost[0].upper()
    return f"{names} LOST{since}, {'count paused' if Placement.THORACIC in lost else 'back not judged'}"


def _stopped(seat: Seat, snapshot: Snapshot) -> State | None:
    scores = [score for _, score in snapshot.pains]
    if snapshot.stopped_ns is not None:
        given = [score for t_ns, score in snapshot.pains if t_ns >= snapshot.stopped_ns]
        return _sign(Need.STOPPED, f"STOPPED, pain {given[-1]}" if given else "STOPPED")
    return _sign(Need.STOPPED, f"PAIN {scores[-1]}, was {scores[0]}") if rise(scores) >= RISE else None


def _form(seat: Seat, snapshot: Snapshot) -> State | None:
    """What was wrong with the last repetition of the open set."""
    current = current_set(snapshot)
    if snapshot.stage is not Stage.SET or current is None:
        return None
    rep = current.reps[-1]
    if not (rep.faults or rep.cautions):
        return None
    faults = [fault for fault in snapshot.exercise.faults if fault.id in (rep.faults or rep.cautions)]
    if not faults:
        return None
    past, verdict = bool(rep.faults), verdict_of(rep, snapshot.exercise)
    need = Need.PAST if past and any(fault.word != _STANDING for fault in faults) else Need.CLOSE
    return need, _fault_words(faults[0], current.reps, "" if past else "close "), verdict.value.glyph


def _fault_words(fault: Fault, reps: Sequence[Rep], how: str) -> str:
    """`ARCH 24 deg, 2 of last 3`."""
    value, last = fault_value(fault, reps[-1]), reps[-_LAST:]
    measured = "" if value is None else f" {number(value, 0, ' deg') if fault.unit == 'deg' else number(value, 2)}"
    often = sum(fault.id in (*rep.faults, *rep.cautions) for rep in last)
    again = f", {often} of last {len(last)}" if often > 1 else ""
    return f"{how}{fault.word or fault.title.upper()}{measured}{again}"


def _battery(seat: Seat, snapshot: Snapshot) -> State | None:
    """The lowest one."""
    low = [
        (one.battery_pct, place)
        for place in _PLACES
        if (one := _sensor(snapshot, place)).battery_pct is not None and one.battery_pct <= LOW_PCT
    ]
    return _sign(Need.BATTERY, f"{min(low)[1].upper()} battery {min(low)[0]} %") if low else None


def _work(seat: Seat, snapshot: Snapshot) -> State | None:
    if snapshot.stage is not Stage.SET:
        return None
    current = current_set(snapshot)
    if current is None:
        return _sign(Need.WORKING, "set begun")
    verdict = verdict_of(current.reps[-1], snapshot.exercise)
    return Need.WORKING, verdict.value.words, verdict.value.glyph


_LOOKS: tuple[Callable[[Seat, Snapshot], State | None], ...] = (_link, _stopped, _form, _battery, _work)
"""In the order of need."""


def _before(snapshot: Snapshot) -> str:
    """Between sets, and before the first."""
    if snapshot.stage is Stage.WAITING:
        here = all(signal_of(one) in (Signal.FRESH, Signal.LATE) for one in _sensors(snapshot))
        return "not calibrated yet" if here else "waiting for sensors"
    return _BEFORE.get(snapshot.stage, "resting")


_BEFORE = {Stage.CALIBRATING: "calibrating", Stage.READY: "ready"}


def _sensor(snapshot: Snapshot, place: Placement) -> Sensor:
    return snapshot.sensors.get(place, _NO_SENSOR)


def _sensors(snapshot: Snapshot) -> list[Sensor]:
    return [_sensor(snapshot, place) for place in _PLACES]
