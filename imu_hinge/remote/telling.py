"""A session as what a trainer is told of it: its events for the outbox, and the state it is in."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.gate.verdict import COMMAND as GATE
from imu_hinge.history.hearing import Hearing
from imu_hinge.model.events import (
    Calibrated,
    CalibrationRefused,
    Event,
    FaultCleared,
    FaultRaised,
    Level,
    RepCompleted,
    RepRejected,
    RepRevised,
    SensorWarning,
    SetEnded,
    SetStarted,
)
from imu_hinge.model.inputs import Command, Input, Link
from imu_hinge.recording import event_to_json
from imu_hinge.remote.messages import Live, Sensor
from imu_hinge.remote.scopes import allowed
from imu_hinge.view.progress import Progress
from imu_hinge.view.snapshot import Stage

STALE_S = 0.5
"""An older angle is not told."""
_SENT = (
    Calibrated,
    CalibrationRefused,
    SetStarted,
    SetEnded,
    RepCompleted,
    RepRejected,
    RepRevised,
    FaultRaised,
    FaultCleared,
    SensorWarning,
)

Said = tuple[str, Mapping[str, Any]]
"""Type and fields of an event."""


@dataclass(frozen=True, slots=True)
class Posture:
    """The newest judged instant."""

    t_ns: int = 0
    pelvis_tilt_deg: float | None = None
    thorax_tilt_deg: float | None = None
    lumbar_flexion_deg: float | None = None


def posture_of(row: Any) -> Posture:
    """Of one FRAME row; without angles where it is not valid."""
    if not row["valid"]:
        return Posture(int(row["t_ns"]))
    names = ("pelvis_tilt", "thorax_tilt", "lumbar_flexion")
    angles = {f"{name}_deg": round(float(np.degrees(row[name])), 1) for name in names}
    return Posture(int(row["t_ns"]), **{key: value if np.isfinite(value) else None for key, value in angles.items()})


class Telling:
    """Of one session. `session` is its id in eight letters; what `scopes` do not allow is not even made."""

    def __init__(self, session: str, exercise: Exercise, scopes: Collection[str]) -> None:
        self._session, self._exercise, self._scopes = session, exercise, scopes
        self._hearing, self._progress = Hearing(), Progress()
        self._sets: tuple[SetSummary, ...] = ()
        self._faults: dict[str, None] = {}
        self._told: set[int] = set()
        self._noted: set[int] = set()
        self.sensors: dict[str, Sensor] = {}
        """By placement."""

    def begun(self, software: str) -> list[Said]:
        """The session begins."""
        exercise = self._exercise
        return self._allowed([("SessionStarted", {"exercise": exercise.id, "software": software})])

    def take(self, item: Input | None, events: Collection[Event]) -> list[Said]:
        """What is to be told of one input and what the fold made of it."""
        self._hearing.take(item, events)
        if isinstance(item, Link):
            self._link(item)
        for event in events:
            self._event(event)
        self._sets = self._hearing.said.sets if events else self._sets
        told = [self._fields(event) for event in events if isinstance(event, _SENT)]
        return self._allowed([*told, *self._words(item)])

    def ended(self, reason: str) -> list[Said]:
        """The session is over."""
        counted, unsure = sum(one.counted for one in self._sets), sum(one.unsure for one in self._sets)
        numbers = {"sets": len(self._sets), "counted": counted, "unsure": unsure}
        return self._allowed([("SessionEnded", {"reason": reason, **numbers})])

    def live(self, t_ns: int, posture: Posture) -> Live | None:
        """Where it stands; numbered and dated by whoever sends it. None: it is over."""
        progress = self._progress
        if progress.stage is Stage.ENDED:
            return None
        if t_ns - posture.t_ns > STALE_S * 1e9:
            posture = Posture()
        current = next((one for one in reversed(self._sets) if one.index == progress.set_index), None)
        last = self._sets[-1].reps[-1] if self._sets else None
        resting = progress.stage is Stage.REST and progress.ended_ns is not None
        pains = self._hearing.pains
        return Live(
            n=0,
            t_ms=0,
            t_ns=t_ns,
            session=self._session,
            state=str(progress.stage),
            exercise=self._exercise.id,
            side=progress.side,
            phase=str(progress.phase) if progress.phase else None,
            set=progress.set_index or 0,
            rep=current.counted + current.unsure if current else 0,
            reps_total=sum(one.counted + one.unsure for one in self._sets),
            unsure=current.unsure if current else 0,
            provisional=progress.provisional,
            rep_rom_deg=_tenths(last.thorax_rom_deg) if last else None,
            pelvis_tilt_deg=posture.pelvis_tilt_deg,
            thorax_tilt_deg=posture.thorax_tilt_deg,
            lumbar_flexion_deg=posture.lumbar_flexion_deg,
            faults=tuple(self._faults),
            faults_total=sum(bool(rep.faults) for one in self._sets for rep in one.reps),
            sensors={place: one.state for place, one in self.sensors.items()},
            rest_s=round((t_ns - progress.ended_ns) / 1e9, 1) if resting and progress.ended_ns is not None else None,
            pain=pains[-1].score if pains else None,
        )

    def _link(self, link: Link) -> None:
        known = self.sensors.get(str(link.placement), Sensor())
        self.sensors[str(link.placement)] = replace(
            known,
            state=link.state,
            driver=link.driver or known.driver,
            battery_pct=known.battery_pct if link.battery_pct is None else link.battery_pct,
            rssi_dbm=known.rssi_dbm if link.rssi_dbm is None else link.rssi_dbm,
        )

    def _event(self, event: Event) -> None:
        self._progress.take(event)
        match event:
            case FaultRaised(level=Level.FAULT, fault=fault):
                self._faults[fault] = None
            case FaultCleared(fault=fault):
                self._faults.pop(fault, None)
            case SetEnded():
                self._faults.clear()

    def _fields(self, event: Event) -> Said:
        values = event_to_json(event)
        kind = values.pop("type")
        if isinstance(event, SetEnded):
            values["summary"] = _summary(next((one for one in self._sets if one.index == event.set_index), None))
        return kind, values

    def _words(self, item: Input | None) -> list[Said]:
        """What the wearer said; answers ahead of the session can be taken back, and wait for the next input."""
        if isinstance(item, Command) and item.name == "end":
            self._progress.end()
        if isinstance(item, Command) and item.name == GATE:
            return []
        pains = [one for one in self._hearing.pains if one.t_ns not in self._told]
        notes = [one for one in self._hearing.notes if one.t_ns not in self._noted and one.trainer is None]
        self._told.update(one.t_ns for one in pains)
        self._noted.update(one.t_ns for one in notes)
        said = [("PainReported", asdict(one)) for one in pains]
        return [*said, *(("NoteAdded", {"t_ns": one.t_ns, "text": one.text, "author": "wearer"}) for one in notes)]

    def _allowed(self, told: list[Said]) -> list[Said]:
        seen = ((kind, allowed(kind, data, self._scopes)) for kind, data in told)
        return [(kind, data) for kind, data in seen if data is not None]


def _summary(one: SetSummary | None) -> Mapping[str, Any]:
    """The numbers of a set, without its repetitions, which were told before."""
    if one is None:
        return {}
    return {
        "spreads": {name: round(spread.median, 2) for name, spread in one.spreads.items()},
        "faults": dict(one.faults),
        "cautions": dict(one.cautions),
        "time_under_tension_s": round(one.time_under_tension_s, 3),
        "speed_loss": None if one.speed_loss is None else round(one.speed_loss, 3),
        "lockout_missed": one.lockout_missed,
    }


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
