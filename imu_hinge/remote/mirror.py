"""What a client's messages say, turned back into inputs and steps: the trainer's screen sees a session like its own."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.session import SensorStats
from imu_hinge.cues.banner import CALM, Banner, Tint
from imu_hinge.history.inbox import Arrived
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Event, Phase, PhaseChanged, Step
from imu_hinge.model.inputs import Command, Input, Link, LinkState, Placement, Tick
from imu_hinge.recording import event_from_json
from imu_hinge.remote.late import late_words
from imu_hinge.remote.messages import Live, Sensor
from imu_hinge.view.seat import Watching
from imu_hinge.view.snapshot import ELSEWHERE, Angles, Snapshot, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.view.trace import SHARE_FROM_DEG
from imu_hinge.view.wall import Person

_STAGES = {"paused": Stage.SET, **{stage.value: stage for stage in Stage}}
"""States of a live message."""
_PHASES = {phase.value: phase for phase in Phase}
_NOTHING = np.empty(0, FRAME)
_GIVES_DATA = LinkState.STREAMING
_UNKNOWN = Sensor()
_END_NS = 1 << 62
"""No session is that long: 146 years."""
Sensors = Mapping[str, Sensor]


class _Told(Heard):
    """Instead of samples: a sensor that is said to give data gave some with the last message."""

    def __init__(self) -> None:
        super().__init__()
        self._heard_ns: dict[Placement, int] = {}

    def hear(self, placement: Placement, t_ns: int) -> None:
        """Data came at this time."""
        self._heard_ns[placement] = t_ns

    def ages_s(self, t_ns: int) -> Mapping[Placement, float]:
        return {placement: max(t_ns - heard, 0) / 1e9 for placement, heard in self._heard_ns.items()}


class _Fold:
    """The session happens elsewhere."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def sensors(self) -> Mapping[Placement, SensorStats]:
        return {}

    def hinges_seen(self) -> int:
        return 0


class Mirror:
    """One session of one client. Events are taken in the order of their numbers, each once."""

    def __init__(self, person: Person, session: str, exercise: Exercise) -> None:
        self.session = session
        self.exercise = exercise
        self.seq = 0
        """Number of the last event taken."""
        self.told_events = True
        """Whether the client's consent covers events; without them a live message is all there is."""
        self._told = _Told()
        self._watching = Watching(person, _Fold(exercise), self._told, lambda: ELSEWHERE)
        self._links: dict[Placement, tuple[str, Sensor]] = {}
        self._phase: str | None = None
        self._live: Live | None = None
        self._t_ns, self._row_ns = 0, -_END_NS
        self._receive(Tick(0), ())  # what is not known here is so from the first picture on

    @property
    def person(self) -> Person:
        """Whom it is of."""
        return self._watching.person

    @person.setter
    def person(self, person: Person) -> None:
        self._watching.person = person

    @property
    def snapshot(self) -> Snapshot:
        """The latest: events where they are here, totals of the live message where those are ahead of them."""
        seen, live = self._watching.snapshot, self._live
        if live is None or seen.stage is Stage.ENDED:
            return seen
        values: dict[str, Any] = {"t_ns": max(seen.t_ns, live.t_ns), "angles": _angles(live)}
        if not self.told_events:
            values |= {**_totals(live), "banner": _banner(live, self.exercise)}
        elif live.seq >= self.seq:
            values |= _totals(live) if live.seq > self.seq else _stage(live)
        return replace(seen, **values)

    def take_events(self, rows: Sequence[Arrived]) -> None:
        """Events of this session, with rising numbers above `seq`."""
        newest_ns = max([self._t_ns, *(_t_ns(row, 0) for row in rows)])
        for row in rows:
            self.seq = row.seq
            with suppress(ValueError, TypeError, ArithmeticError, LookupError, AttributeError):
                self._take_event(row, late_words((newest_ns - _t_ns(row, newest_ns)) / 1e9))

    def _take_event(self, row: Arrived, ago: str) -> None:
        """Anybody may have written it: what makes no sense is kept, and not shown."""
        if (event := event_from_json({**row.body, "type": row.type})) is not None:
            self._receive(Tick(self._after(event.t_ns)), (event,), ago=ago)
        elif (maker := _WORDS.get(row.type)) and (word := maker(row.body)) is not None:
            self._receive(Command(self._after(row.body.get("t_ns")), *word), (), ago=ago)

    def take_live(self, live: Live, sensors: Sensors, gap_s: float = 0.0) -> None:
        """The newest totals; `sensors` as the last status told them. The trace gets one row in `gap_s`."""
        self._live = live
        self._after(live.t_ns)
        self._take_links(live.sensors, sensors)
        if self._t_ns - self._row_ns >= gap_s * 1e9 or self._gives_less:
            self._take_row(live)

    @property
    def _gives_less(self) -> bool:
        """Whether a sensor gives no data: it is told for how long."""
        return any(state != _GIVES_DATA for state, _ in self._links.values())

    def _take_row(self, live: Live) -> None:
        changed = live.phase != self._phase and live.phase in _PHASES
        self._phase, self._row_ns = live.phase, self._t_ns
        events = (PhaseChanged(t_ns=self._t_ns, phase=_PHASES[live.phase or ""]),) if changed else ()
        self._receive(Tick(self._t_ns), events, _frame(live, self._t_ns))

    def drain(self) -> list[str]:
        """Sentences of the feed since this was last asked, oldest first."""
        return self._watching.drain()

    def _take_links(self, states: Mapping[str, str], sensors: Sensors) -> None:
        for name, placement in _PLACEMENTS.items():
            if (state := states.get(name)) is not None:
                self._take_link(placement, state, sensors.get(name, _UNKNOWN))

    def _take_link(self, placement: Placement, state: str, sensor: Sensor) -> None:
        if state == _GIVES_DATA:
            self._told.hear(placement, self._t_ns)
        if self._links.get(placement) != (state, sensor):
            self._links[placement] = (state, sensor)
            battery_pct, rssi_dbm = sensor.battery_pct, sensor.rssi_dbm
            self._receive(Link(self._t_ns, placement, state, battery_pct, rssi_dbm, sensor.driver), ())

    def _receive(self, item: Input, events: tuple[Event, ...], frames: Records = _NOTHING, ago: str = "") -> None:
        self._watching.receive(item, Step(frames, events), ago)

    def _after(self, t_ns: Any) -> int:
        """Session time only goes forward, whatever overtook what on its way."""
        if isinstance(t_ns, int) and t_ns < _END_NS:
            self._t_ns = max(self._t_ns, t_ns)
        return self._t_ns


def _t_ns(row: Arrived, unknown_ns: int) -> int:
    """Session time of an event; `unknown_ns` where it has none, or one that no session reaches."""
    t_ns = row.body.get("t_ns")
    return t_ns if isinstance(t_ns, int) and 0 <= t_ns < _END_NS else unknown_ns


_PLACEMENTS = {placement.value: placement for placement in Placement}


def _pain(body: Mapping[str, Any]) -> tuple[str, str] | None:
    score = body.get("score")
    return ("pain", str(score)) if isinstance(score, int) and 0 <= score <= 10 else None


def _note(body: Mapping[str, Any]) -> tuple[str, str] | None:
    text = body.get("text")
    return ("note", text) if isinstance(text, str) else None


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str] | None]] = {
    "PainReported": _pain,
    "NoteAdded": _note,
    "SessionEnded": lambda _body: ("end", ""),
}
"""Events that are no events of a fold: name and argument of the Command they stand for."""


def _frame(live: Live, t_ns: int) -> Records:
    """(1,) FRAME."""
    row = np.zeros(1, FRAME)
    row["t_ns"] = t_ns
    row["pelvis_tilt"], row["thorax_tilt"], row["lumbar_flexion"] = (
        np.nan if deg is None else np.radians(deg)
        for deg in (live.pelvis_tilt_deg, live.thorax_tilt_deg, live.lumbar_flexion_deg)
    )
    row["valid"] = live.lumbar_flexion_deg is not None
    return row


def _angles(live: Live) -> Angles:
    pelvis, thorax = live.pelvis_tilt_deg, live.thorax_tilt_deg
    judged = pelvis is not None and thorax is not None and pelvis >= SHARE_FROM_DEG and thorax > 0.0
    share = min(pelvis / thorax, 1.0) if judged and pelvis is not None and thorax is not None else None
    return Angles(pelvis, thorax, live.lumbar_flexion_deg, share)


def _stage(live: Live) -> dict[str, Any]:
    """Events do not tell that a calibration is under way."""
    return {"stage": _STAGES[live.state]} if live.state in _STAGES else {}


def _totals(live: Live) -> dict[str, Any]:
    """Values of a snapshot that a live message knows better than the events that are here."""
    return {
        **_stage(live),
        "count": live.rep,
        "provisional": live.provisional,
        "side": live.side,
        "rest_s": live.rest_s,
    }


def _banner(live: Live, exercise: Exercise) -> Banner:
    """The first of what is past its limit."""
    past = (fault for fault in exercise.faults if fault.word and fault.id in live.faults)
    first = min(past, key=lambda fault: fault.order, default=None)
    return Banner(first.word, Tint.BAD, "!", first.title) if first else CALM
